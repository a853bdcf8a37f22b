using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Calls the gateway so that nothing it does can hurt: a fault, a hang and nonsense are all an unknown outcome.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of a gateway, the outcome is unknown and has to be found out.")]
internal sealed class GuardedGateway(PaymentGateways gateways, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<GuardedGateway> logger)
{
    private const int MaxTransactionIdLength = 200;
    private const int MaxCodeLength = 100;

    // As long as card networks let an authorization stand.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, CallSlots> _slots = new(StringComparer.Ordinal);

    /// <inheritdoc cref="PaymentGateways.Authorizing"/>
    public string? Authorizing => gateways.Authorizing;

    /// <inheritdoc cref="PaymentGateways.Missing"/>
    public string Missing => gateways.Missing;

    /// <inheritdoc cref="PaymentGateways.Names"/>
    public IReadOnlyList<string> Names => gateways.Names;

    /// <summary>How many captures, voids and refunds may be in progress at a gateway, whichever queue they come from: <see cref="BookstoreOptions.SettlementConcurrency"/>.</summary>
    public CallSlots SlotsOf(string name) =>
        _slots.GetOrAdd(name, static (_, from) => new CallSlots(from.SettlementConcurrency, from.WritePath.ContinuesInline), options.Value);

    /// <summary>Whether this host has the gateway that an order's money belongs to.</summary>
    public bool Knows(OrderRecord order) => gateways.Of(order) is not null;

    /// <summary>How late an authorization can still take effect, within its range; the longest where the gateway does not say.</summary>
    public async ValueTask<TimeSpan> ReadLateAuthorizationWindowAsync(OrderRecord order)
    {
        try
        {
            using var timeout = StartTimeout();
            var window = await GatewayOf(order).CallAsync(order, static (to, _) => ValueTask.FromResult(to.gateway.LateAuthorizationWindow), timeout.Token).ConfigureAwait(false);
            if (window >= TimeSpan.Zero && window <= LongestWindow)
            {
                return window;
            }

            var used = window < TimeSpan.Zero ? TimeSpan.Zero : LongestWindow;
            Log.LateAuthorizationWindowOutOfRange(logger, order.Order.Id, window, used);
            return used;
        }
        catch (Exception exception)
        {
            Log.LateAuthorizationWindowUnknown(logger, order.Order.Id, LongestWindow, exception);
            return LongestWindow;
        }
    }

    public async ValueTask<AuthorizeResult> AuthorizeAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            using var timeout = StartTimeout();
            var request = new AuthorizeRequest(order.Order.Id, order.Order.Total, token) { Attempt = order.Order.PaymentAttempt };
            var answer = await GatewayOf(order).CallAsync(request, static (to, stop) => to.gateway.AuthorizeAsync(to.request, stop), timeout.Token).ConfigureAwait(false)
                ?? AuthorizeResult.Unknown;
            if (answer.Action?.IsWithinLimits == false)
            {
                throw new BookstoreException($"The gateway returned an action with an address of more than {CustomerAction.MaxUrlLength} characters, or a client secret of more than {CustomerAction.MaxClientSecretLength}.");
            }

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
    /// <returns>What it answered. A payment that cannot be the order's is a contradiction.</returns>
    public async ValueTask<FoundPayment> FindAsync(OrderRecord order)
    {
        try
        {
            using var timeout = StartTimeout();
            var request = new FindRequest(order.Order.Id, ReferenceOf(order)) { Attempt = order.Order.PaymentAttempt };
            var payment = await GatewayOf(order).CallAsync(request, static (to, stop) => to.gateway.FindAsync(to.request, stop), timeout.Token).ConfigureAwait(false);
            if (payment is not null && !Enum.IsDefined(payment.Status))
            {
                Log.GatewayNotAnswering(logger, order.Order.Id, new BookstoreException($"The gateway returned {(int)payment.Status}, which is no GatewayPaymentStatus. Its adapter has to return one."));
                return new FoundPayment(FindOutcome.Contradicted, null);
            }

            if (payment is null || IsOf(order, payment))
            {
                return new FoundPayment(FindOutcome.Answered, payment);
            }

            Log.PaymentOfOther(logger, order.Order.Id, order.Order.Total, payment.OrderId, payment.Amount);
            return new FoundPayment(FindOutcome.Contradicted, null);
        }
        catch (Exception exception)
        {
            Log.GatewayNotAnswering(logger, order.Order.Id, exception);
            return new FoundPayment(FindOutcome.NotAnswered, null);
        }
    }

    /// <summary>Makes the pending payment action's call.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isLastVoid">Whether this is a void after the last time at which an authorization could arrive.</param>
    /// <returns>What happened to the order by it.</returns>
    public async ValueTask<SettlementResult> SettleAsync(OrderRecord order, bool isLastVoid = false)
    {
        try
        {
            // With decimals that are a guess, a gateway would take or give back another amount. A host that knows the currency settles it.
            if (!order.Order.Total.IsCurrencyKnown && order.PendingAction != PaymentAction.Void)
            {
                throw new BookstoreException($"The currency '{order.Order.Total.Currency}' is not known to this version. Update Bookstore.");
            }

            using var timeout = StartTimeout();
            return order.PendingAction switch
            {
                PaymentAction.Capture => await CaptureAsync(order, timeout.Token).ConfigureAwait(false),
                PaymentAction.Void => await VoidAsync(order, isLastVoid, timeout.Token).ConfigureAwait(false),
                PaymentAction.Refund => await RefundAsync(order, timeout.Token).ConfigureAwait(false),
                _ => throw new InvalidOperationException($"Order {order.Order.Id} has the pending payment action {order.PendingAction}, which this version does not know. Update Bookstore."),
            };
        }
        catch (Exception exception)
        {
            Log.SettlementPostponed(logger, order.Order.Id, order.PendingAction!.Value, order.Attempts + 1, exception);
            return default;
        }
    }

    /// <summary>Makes the call of a refund.</summary>
    /// <param name="name">The gateway's name.</param>
    /// <param name="request">The call.</param>
    /// <param name="attempt">How often it was made, for the log.</param>
    /// <returns>What it answered; unknown when it could not be asked.</returns>
    public async ValueTask<RefundAnswer> RefundAsync(string name, RefundRequest request, int attempt)
    {
        try
        {
            if (!request.Amount.IsCurrencyKnown)
            {
                throw new BookstoreException($"The currency '{request.Amount.Currency}' is not known to this version. Update Bookstore.");
            }

            using var timeout = StartTimeout();
            var gateway = gateways.Named(name) ?? throw new InvalidOperationException($"Refund {request.RefundId} belongs to the payment gateway '{name}', which this host does not have.");
            var answer = await gateway.CallAsync(request, static (to, stop) => to.gateway.RefundAsync(to.request, stop), timeout.Token).ConfigureAwait(false);
            return answer.Outcome switch
            {
                RefundOutcome.Refused => new RefundAnswer(RefundOutcome.Refused, CodeOf(answer.Code)),
                RefundOutcome.Refunded or RefundOutcome.NothingCaptured => new RefundAnswer(answer.Outcome),
                _ => default,
            };
        }
        catch (Exception exception)
        {
            Log.SettlementPostponed(logger, request.OrderId, PaymentAction.Refund, attempt, exception);
            return default;
        }
    }

    /// <summary>An order's transaction id as it can be kept: later calls carry it as their reference, so one that is too long is left out and not cut.</summary>
    /// <returns>The id; empty when it could not be kept, and the gateway then has to find the payment by the order's id.</returns>
    public string KeepTransactionId(OrderRecord order, string? value)
    {
        var kept = TransactionIdOf(value);
        if (kept.Length == 0 && value is { Length: > 0 })
        {
            Log.TransactionIdNotKept(logger, order.Order.Id, value.Length, MaxTransactionIdLength);
        }

        return kept;
    }

    /// <summary>A transaction id as it can be kept; empty when it cannot.</summary>
    public static string TransactionIdOf(string? value) => ForeignText.KeepWhole(value, MaxTransactionIdLength) ?? string.Empty;

    /// <summary>A code as it can be kept.</summary>
    public static string CodeOf(string? value) => ForeignText.Shorten(value, 0, MaxCodeLength) ?? string.Empty;

    // An order has one payment, of its whole total. What was declined may say no amount.
    private static bool IsOf(OrderRecord order, GatewayPayment payment) =>
        payment.OrderId == order.Order.Id && payment.Attempt == order.Order.PaymentAttempt
        && payment.Status switch
        {
            GatewayPaymentStatus.Authorized => payment.Amount == order.Order.Total,
            GatewayPaymentStatus.Captured => payment.Amount == ToCapture(order.Order),
            _ => true,
        };

    /// <summary>What a capture of the order takes, or has taken.</summary>
    public static Money ToCapture(Order order) => order.CaptureAmount ?? order.Total;

    private IsolatedGateway GatewayOf(OrderRecord order) => gateways.Of(order)
        ?? throw new InvalidOperationException($"Order {order.Order.Id} belongs to the payment gateway '{order.Gateway}', which this host does not have.");

    private CancellationTokenSource StartTimeout() => new(options.Value.GatewayTimeout, time);

    /// <summary>What an order's calls carry as their reference. An empty transaction id is one that could not be kept.</summary>
    public static string? ReferenceOf(OrderRecord order) => string.IsNullOrEmpty(order.Order.PaymentTransactionId) ? null : order.Order.PaymentTransactionId;

    // A call that is made anew after it was answered is another intent: with the same key, some gateways would only replay their answer.
    private static string KeyOf(OrderRecord order, string intent)
    {
        var key = order.Order.PaymentAttempt == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{order.Order.Id:N}-{intent}")
            : string.Create(CultureInfo.InvariantCulture, $"{order.Order.Id:N}-{order.Order.PaymentAttempt}-{intent}");
        return order.PaymentRetries == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}-{order.PaymentRetries}");
    }

    // A refund is owed only where a capture is on record.
    private SettlementResult Contradicted(OrderRecord order)
    {
        Log.PaymentContradicted(logger, order.Order.Id, order.Order.PaymentStatus);
        return new SettlementResult(null, IsContradiction: true);
    }

    private async ValueTask<SettlementResult> CaptureAsync(OrderRecord order, CancellationToken timeout)
    {
        var request = new CaptureRequest(order.Order.Id, ReferenceOf(order), ToCapture(order.Order), KeyOf(order, "capture")) { Attempt = order.Order.PaymentAttempt };
        var answer = await GatewayOf(order).CallAsync(request, static (to, stop) => to.gateway.CaptureAsync(to.request, stop), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            CaptureOutcome.Captured => new SettlementResult(OrderTrigger.Captured),
            CaptureOutcome.Refused => new SettlementResult(OrderTrigger.CaptureRefused, CodeOf(answer.Code)),
            _ => default,
        };
    }

    private async ValueTask<SettlementResult> VoidAsync(OrderRecord order, bool isLast, CancellationToken timeout)
    {
        var request = new VoidRequest(order.Order.Id, ReferenceOf(order), KeyOf(order, isLast ? "last-void" : "void")) { Attempt = order.Order.PaymentAttempt };
        var answer = await GatewayOf(order).CallAsync(request, static (to, stop) => to.gateway.VoidAsync(to.request, stop), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            VoidOutcome.Voided => new SettlementResult(OrderTrigger.Voided),
            VoidOutcome.AlreadyCaptured => new SettlementResult(OrderTrigger.Captured),
            VoidOutcome.Refused => new SettlementResult(OrderTrigger.VoidRefused, CodeOf(answer.Code)),
            _ => default,
        };
    }

    private async ValueTask<SettlementResult> RefundAsync(OrderRecord order, CancellationToken timeout)
    {
        var request = new RefundRequest(order.Order.Id, order.Order.Id, ReferenceOf(order), ToCapture(order.Order), Refund.OrderCancelled, KeyOf(order, "refund")) { Attempt = order.Order.PaymentAttempt };
        var answer = await GatewayOf(order).CallAsync(request, static (to, stop) => to.gateway.RefundAsync(to.request, stop), timeout).ConfigureAwait(false);
        return answer.Outcome switch
        {
            RefundOutcome.Refunded => new SettlementResult(OrderTrigger.Refunded),
            RefundOutcome.Refused => new SettlementResult(OrderTrigger.RefundRefused, CodeOf(answer.Code)),
            RefundOutcome.NothingCaptured => Contradicted(order),
            _ => default,
        };
    }
}
