using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Calls the application's pricer so that nothing it does can hurt: an exception, a hang and nonsense all refuse the order.</summary>
/// <param name="pricer">The pricer; <see langword="null"/> where the application has none.</param>
/// <param name="timeout">How long a call may take.</param>
/// <param name="time">The clock.</param>
/// <param name="isInline">Whether calls start on the caller's thread.</param>
/// <param name="logger">The log.</param>
internal sealed class GuardedPricer(IOrderPricer? pricer, TimeSpan timeout, TimeProvider time, bool isInline, ILogger<GuardedPricer> logger)
{
    private readonly Bulkhead _bulkhead = new(isInline);

    /// <summary>Whether there is a pricer to call.</summary>
    public bool IsThere => pricer is not null;

    /// <summary>Computes the adjustments; <see langword="null"/> when the pricer failed.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the application's pricer throws, the order is refused and the reason is logged.")]
    public async ValueTask<OrderAdjustment[]?> PriceAsync(OrderPricingRequest request)
    {
        try
        {
            using var limit = new CancellationTokenSource(timeout, time);
            var adjustments = await _bulkhead.CallAsync((pricer!, request), static (to, stop) => to.Item1.PriceAsync(to.request, stop), limit.Token).ConfigureAwait(false);
            ReservationLine[] lines = [.. request.Lines.Select(static line => new ReservationLine(line.Isbn, line.Quantity))];
            return OrderDraft.CheckedAdjustments(Require.NotNull(adjustments), lines);
        }
        catch (Exception exception)
        {
            Log.PricerFailed(logger, timeout.TotalSeconds, exception);
            return null;
        }
    }
}
