using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Calls the gateway so that nothing it does can hurt: a fault, a hang and nonsense are all an unknown outcome.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a gateway throws, the money's fate is unknown and has to be found out.")]
internal sealed class GatewayCall(IPaymentGateway gateway, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<GatewayCall> logger)
{
    private const int MaxTransactionIdLength = 200;
    private const int MaxCodeLength = 100;

    public TimeSpan LateAuthorizationWindow => gateway.LateAuthorizationWindow;

    public async ValueTask<AuthorizeResult> AuthorizeAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            using var timeout = StartTimeout();
            var request = new AuthorizeRequest(order.Order.Id, order.Order.Total, token);
            var answer = await WithinAsync(gateway.AuthorizeAsync(request, timeout.Token), timeout.Token).ConfigureAwait(false) ?? AuthorizeResult.Unknown;
            if (answer.Outcome == AuthorizeOutcome.Unknown)
            {
                Log.AuthorizationUnknown(logger, order.Order.Id, null);
            }

            return answer;
        }
        catch (Exception exception)
        {
            Log.AuthorizationUnknown(logger, order.Order.Id, exception);
            return AuthorizeResult.Unknown;
        }
    }

    /// <summary>Asks what the gateway knows of an order.</summary>
    /// <returns>Whether it answered, and what.</returns>
    public async ValueTask<(bool Answered, GatewayPayment? Payment)> FindAsync(OrderRecord order)
    {
        try
        {
            using var timeout = StartTimeout();
            var request = new FindRequest(order.Order.Id, ReferenceOf(order));
            return (true, await WithinAsync(gateway.FindAsync(request, timeout.Token), timeout.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            Log.GatewayNotAnswering(logger, order.Order.Id, exception);
            return (false, null);
        }
    }

    /// <summary>Tries to pay what is owed.</summary>
    /// <returns>What happened to the order by it; <see langword="null"/> when that is not known.</returns>
    public async ValueTask<OrderEvent?> SettleAsync(OrderRecord order)
    {
        try
        {
            using var timeout = StartTimeout();
            return order.Owed switch
            {
                OwedPayment.Capture => await CaptureAsync(order, timeout.Token).ConfigureAwait(false),
                OwedPayment.Void => await VoidAsync(order, timeout.Token).ConfigureAwait(false),
                _ => await RefundAsync(order, timeout.Token).ConfigureAwait(false),
            };
        }
        catch (Exception exception)
        {
            Log.SettlementPostponed(logger, order.Order.Id, order.Owed!.Value, order.Attempts + 1, exception);
            return null;
        }
    }

    /// <summary>A transaction id as it can be kept.</summary>
    public static string TransactionIdOf(string? value) => Cut(value, MaxTransactionIdLength);

    /// <summary>A code as it can be kept.</summary>
    public static string CodeOf(string? value) => Cut(value, MaxCodeLength);

    private static string Cut(string? value, int maxLength)
    {
        var text = Require.TextProblem(value, 0, int.MaxValue) is null ? value! : string.Empty;
        return text.Length <= maxLength ? text : text[..maxLength];
    }

    // A gateway that does not heed its token is left behind.
    private static async ValueTask<T> WithinAsync<T>(ValueTask<T> call, CancellationToken timeout) => call.IsCompleted
        ? await call.ConfigureAwait(false)
        : await call.AsTask().WaitAsync(timeout).ConfigureAwait(false);

    private CancellationTokenSource StartTimeout() => new(options.Value.AuthorizeTimeout, time);

    // An empty transaction id is one that could not be kept.
    private static string? ReferenceOf(OrderRecord order) => string.IsNullOrEmpty(order.Order.PaymentTransactionId) ? null : order.Order.PaymentTransactionId;

    // A retry that a person asked for is another intent: with the same key, some gateways would only replay their refusal.
    private static string KeyOf(OrderRecord order, string intent) => order.PaymentRetries == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{order.Order.Id:N}-{intent}")
        : string.Create(CultureInfo.InvariantCulture, $"{order.Order.Id:N}-{intent}-{order.PaymentRetries}");

    private async ValueTask<OrderEvent?> CaptureAsync(OrderRecord order, CancellationToken timeout)
    {
        var request = new CaptureRequest(order.Order.Id, ReferenceOf(order), order.Order.Total, KeyOf(order, "capture"));
        var answer = await WithinAsync(gateway.CaptureAsync(request, timeout), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            CaptureOutcome.Captured => OrderEvent.Captured,
            CaptureOutcome.Refused => OrderEvent.CaptureRefused,
            _ => null,
        };
    }

    private async ValueTask<OrderEvent?> VoidAsync(OrderRecord order, CancellationToken timeout)
    {
        var request = new VoidRequest(order.Order.Id, ReferenceOf(order), KeyOf(order, "void"));
        var answer = await WithinAsync(gateway.VoidAsync(request, timeout), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            VoidOutcome.Voided => OrderEvent.Voided,
            VoidOutcome.AlreadyCaptured => OrderEvent.Captured,
            _ => null,
        };
    }

    private async ValueTask<OrderEvent?> RefundAsync(OrderRecord order, CancellationToken timeout)
    {
        var request = new RefundRequest(order.Order.Id, ReferenceOf(order), order.Order.Total, KeyOf(order, "refund"));
        var answer = await WithinAsync(gateway.RefundAsync(request, timeout), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            RefundOutcome.Refunded => OrderEvent.Refunded,
            RefundOutcome.NothingCaptured => OrderEvent.Voided,
            _ => null,
        };
    }
}
