using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Calls one courier so that nothing it does can hurt: an exception, a hang and nonsense are all an unknown outcome.</summary>
/// <param name="courier">The courier.</param>
/// <param name="bulkhead">What keeps its calls apart from those of others.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After any exception of a courier the outcome is unknown, and the call is repeated.")]
internal sealed class GuardedCourier(ICourier courier, Bulkhead bulkhead, TimeProvider time, ILogger logger)
{
    private const int MaxCodeLength = 100;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    /// <summary>How long a call may take before its outcome counts as unknown.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How late a booking can still take effect, within its range; the longest where the courier does not say.</summary>
    public async ValueTask<TimeSpan> ReadLateBookingWindowAsync(Delivery delivery)
    {
        try
        {
            using var timeout = StartTimeout();
            var window = await bulkhead.CallAsync(courier, static (to, _) => ValueTask.FromResult(to.LateBookingWindow), timeout.Token).ConfigureAwait(false);
            if (window >= TimeSpan.Zero && window <= LongestWindow)
            {
                return window;
            }

            var used = window < TimeSpan.Zero ? TimeSpan.Zero : LongestWindow;
            Log.LateBookingWindowOutOfRange(logger, delivery.Courier, delivery.Id, window, used);
            return used;
        }
        catch (Exception exception)
        {
            Log.LateBookingWindowUnknown(logger, delivery.Courier, delivery.Id, LongestWindow, exception);
            return LongestWindow;
        }
    }

    /// <summary>Makes the pending call.</summary>
    public async ValueTask<CourierResult> CallAsync(DeliveryRecord record)
    {
        var delivery = record.Delivery;
        try
        {
            using var timeout = StartTimeout();
            var answer = record.PendingCall == CourierCall.Cancel
                ? Judge(await bulkhead.CallAsync((courier, delivery), static (to, stop) => to.courier.CancelAsync(to.delivery.Id, to.delivery.CourierReference, stop), timeout.Token).ConfigureAwait(false))
                : Judge(await bulkhead.CallAsync((courier, delivery), static (to, stop) => to.courier.BookAsync(to.delivery, stop), timeout.Token).ConfigureAwait(false));
            if (answer.Kind == CourierResultKind.Unknown)
            {
                Log.CourierNotAnswering(logger, delivery.Courier, delivery.Id, delivery.OrderId, record.Attempts + 1, null);
            }

            return answer;
        }
        catch (Exception exception)
        {
            Log.CourierNotAnswering(logger, delivery.Courier, delivery.Id, delivery.OrderId, record.Attempts + 1, exception);
            return default;
        }
    }

    /// <summary>Asks where a parcel is. A result that makes no sense is unknown.</summary>
    public async ValueTask<TrackingResult> TrackAsync(Delivery delivery)
    {
        try
        {
            using var timeout = StartTimeout();
            var result = await bulkhead.CallAsync((courier, delivery), static (to, stop) => to.courier.TrackAsync(to.delivery, stop), timeout.Token).ConfigureAwait(false);
            return result is { Outcome: TrackingOutcome.Found } ? TrackingResult.Found([.. result.Scans.Take(TrackingResult.MaxScans).Select(CourierScan.Check)]) : result ?? TrackingResult.Unknown;
        }
        catch (Exception exception)
        {
            Log.CourierNotTracking(logger, delivery.Courier, delivery.Id, delivery.OrderId, exception);
            return TrackingResult.Unknown;
        }
    }

    private static CourierResult Judge(BookingResult? result)
    {
        switch (result?.Outcome)
        {
            case BookingOutcome.Booked:
                var trackingNumber = result.TrackingNumber;
                if (Require.TextProblem(trackingNumber, 1, Delivery.MaxTrackingNumberLength) is { } problem)
                {
                    throw new BookstoreException($"The courier's tracking number {problem}. Its adapter has to return 1 to {Delivery.MaxTrackingNumberLength} characters.");
                }

                if (result.Reference is not null && Require.TextProblem(result.Reference, 1, Delivery.MaxCourierReferenceLength) is { } wrong)
                {
                    throw new BookstoreException($"The courier's reference {wrong}. Its adapter has to return 1 to {Delivery.MaxCourierReferenceLength} characters, or none.");
                }

                return new CourierResult(CourierResultKind.Done, trackingNumber) { Reference = result.Reference, LabelUrl = UrlOf(result.LabelUrl), ExpectedAt = result.ExpectedAt?.ToUniversalTime() };
            case BookingOutcome.Refused:
                return new CourierResult(CourierResultKind.Refused, Code: CodeOf(result.Code));
            default:
                return default;
        }
    }

    private static CourierResult Judge(CancelBookingResult? result) => result?.Outcome switch
    {
        CancelBookingOutcome.Cancelled => new CourierResult(CourierResultKind.Done),
        CancelBookingOutcome.Refused => new CourierResult(CourierResultKind.Refused, Code: CodeOf(result.Code)),
        _ => default,
    };

    // A label that cannot be shown is none: the parcel is booked all the same.
    private static Uri? UrlOf(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "https" or "http" } && url.AbsoluteUri.Length <= Delivery.MaxLabelUrlLength ? url : null;

    private static string? CodeOf(string? value) => ForeignText.Shorten(value, 1, MaxCodeLength);

    private CancellationTokenSource StartTimeout() => new(Timeout, time);
}
