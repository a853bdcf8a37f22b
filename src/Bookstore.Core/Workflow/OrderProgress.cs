using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Brings a pending order that this host has taken to the next durable state, by what the gateway says.</summary>
/// <remarks>Money follows durable records: the order is written before the gateway is called, and the result is written before the caller gets it.</remarks>
internal sealed class OrderProgress(GroupCommit commit, GuardedGateway gateway, PaymentSettlement settlement, IOptions<BookstoreOptions> options, StoreClock clock)
{
    // A payment that cannot be asked for is waited for so long; the pending void then undoes every authorization.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>Why an order was given up: the gateway knows of no payment, or could not be asked in time.</summary>
    public const string PaymentNotFound = "payment_not_found";

    /// <inheritdoc cref="GuardedGateway"/>
    public GuardedGateway Gateway => gateway;

    /// <summary>Whether an exception leaves an order, or a payment, that is on record to the background work.</summary>
    public static bool IsLeftToRecovery(Exception exception) => exception is BookstoreException or ObjectDisposedException;

    /// <summary>Authorizes the payment and continues with the result.</summary>
    /// <remarks>
    /// A host that slept past its lease does not authorize any more: another host may have the order, or may have given it up. Nor is anything
    /// authorized after the order's deadline, so that the last void can tell when no authorization is on its way any more.
    /// </remarks>
    public async Task<OrderStep> AuthorizeAsync(OrderRecord order, PaymentToken? token, bool isSentAgain = false)
    {
        var (_, now) = clock.FreshMoment ?? await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        if (now >= order.DueAt || now >= order.GiveUpAt)
        {
            return await PostponeAsync(order, isSentAgain).ConfigureAwait(false);
        }

        var answer = await gateway.AuthorizeAsync(order, token).ConfigureAwait(false);
        return answer.Outcome switch
        {
            AuthorizeOutcome.Approved => await ConfirmAsync(order, answer.TransactionId, answer.AuthorizedUntil).ConfigureAwait(false),
            AuthorizeOutcome.Declined => await DeclineAsync(order, answer.DeclineCode).ConfigureAwait(false),
            AuthorizeOutcome.RequiresAction => await AwaitCustomerAsync(order, answer.Action ?? new CustomerAction(), answer.TransactionId).ConfigureAwait(false),
            _ => await PostponeAsync(order, isSentAgain).ConfigureAwait(false),
        };
    }

    /// <summary>Asks the gateway about the payment and does nothing else.</summary>
    public ValueTask<FoundPayment> FindAsync(OrderRecord order) => gateway.FindAsync(order);

    /// <summary>Asks the gateway about the payment and continues with the result. Never authorizes.</summary>
    /// <param name="order">The order as it was taken.</param>
    /// <param name="isAsked">Whether a customer asked for it, which may be at any time and as often as they like.</param>
    public async Task<OrderStep> InquireAsync(OrderRecord order, bool isAsked)
    {
        var found = await gateway.FindAsync(order).ConfigureAwait(false);
        return await FollowAsync(order, found).ConfigureAwait(false)
            ?? await PostponeAsync(order, isAsked, found.Outcome == FindOutcome.Contradicted).ConfigureAwait(false);
    }

    /// <summary>Asks the gateway about the payment and, where it knows of nothing or waits for the customer, authorizes it under the same order id.</summary>
    public async Task<OrderStep> ResendAsync(OrderRecord order, PaymentToken? token)
    {
        var found = await gateway.FindAsync(order).ConfigureAwait(false);
        var canAuthorize = found is { Outcome: FindOutcome.Answered, Payment: null or { Status: GatewayPaymentStatus.RequiresAction } };
        if (canAuthorize && await NowAsync().ConfigureAwait(false) < order.GiveUpAt)
        {
            return await AuthorizeAsync(order, token, isSentAgain: true).ConfigureAwait(false);
        }

        return await FollowAsync(order, found).ConfigureAwait(false)
            ?? await PostponeAsync(order, isAsked: true, found.Outcome == FindOutcome.Contradicted).ConfigureAwait(false);
    }

    // Continues with what the gateway says; null where there is nothing to do but to ask again later.
    private async Task<OrderStep?> FollowAsync(OrderRecord order, FoundPayment found)
    {
        var (outcome, payment) = found;

        // A contradiction is asked about until the gateway's answer fits, or a person decides. A gateway that is silent since does not end it.
        if (outcome == FindOutcome.Contradicted || (outcome == FindOutcome.NotAnswered && order.Order.Attention?.Reason == AttentionReason.Contradiction))
        {
            return null;
        }

        if (outcome == FindOutcome.NotAnswered)
        {
            return await GiveUpFromAsync(order, order.GiveUpAt.Plus(LongestSilence)).ConfigureAwait(false);
        }

        return payment?.Status switch
        {
            GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured => await ConfirmAsync(order, payment.TransactionId, payment.AuthorizedUntil).ConfigureAwait(false),
            GatewayPaymentStatus.Declined => await DeclineAsync(order, payment.DeclineCode).ConfigureAwait(false),
            GatewayPaymentStatus.Voided or GatewayPaymentStatus.Refunded => await GiveUpAsync(order).ConfigureAwait(false),
            GatewayPaymentStatus.RequiresAction => await AwaitCustomerOrGiveUpAsync(order, payment).ConfigureAwait(false),
            _ => await GiveUpFromAsync(order, order.GiveUpAt).ConfigureAwait(false),
        };
    }

    private async Task<OrderStep?> AwaitCustomerOrGiveUpAsync(OrderRecord order, GatewayPayment payment)
    {
        var now = await NowAsync().ConfigureAwait(false);
        return now < CustomersDeadline(order, now)
            ? await AwaitCustomerAsync(order, null, payment.TransactionId).ConfigureAwait(false)
            : await GiveUpFromAsync(order, order.GiveUpAt).ConfigureAwait(false);
    }

    private async Task<OrderStep?> GiveUpFromAsync(OrderRecord order, DateTimeOffset giveUpAt) =>
        await NowAsync().ConfigureAwait(false) < giveUpAt ? null : await GiveUpAsync(order).ConfigureAwait(false);

    private async Task<OrderStep> ConfirmAsync(OrderRecord order, string? transactionId, DateTimeOffset? until)
    {
        var now = clock.FreshMoment ?? await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var operation = new ConfirmOrder(order, gateway.KeepTransactionId(order, transactionId), now, settlement.DueAt(order, now.Store))
        {
            IsHeld = options.Value.CapturePolicy != CapturePolicy.Immediate,
            End = AuthorizationEnd.Of(until, options.Value),
        };
        var confirmed = await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return Follow(confirmed);
    }

    private async Task<OrderStep> DeclineAsync(OrderRecord order, string? code)
    {
        var now = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var operation = new RejectOrder(order, OrderTrigger.Decline, DeclineCodeOf(code), now, now.Store);
        return Follow(await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false));
    }

    // The shop's own codes are not a gateway's to give: they tell a declined order from one that was given up or cancelled.
    private static string DeclineCodeOf(string? code) => GuardedGateway.CodeOf(code) is var kept && kept is PaymentNotFound or CancelOrder.FailureCode ? "declined" : kept;

    private async Task<OrderStep> GiveUpAsync(OrderRecord order)
    {
        var now = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var operation = new RejectOrder(order, OrderTrigger.GiveUp, PaymentNotFound, now, settlement.DueAt(order, now.Store));
        var rejected = await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return Follow(rejected);
    }

    // The host that changed the order instead makes the call that follows from that.
    private OrderStep Follow(OrderUpdate update)
    {
        if (update.IsChanged)
        {
            settlement.HandOff(update.Order);
        }

        return new OrderStep(update.Order, null);
    }

    // What a customer asks for makes no later look wait longer: otherwise those who ask most while the gateway is away would be looked at last.
    private async Task<OrderStep> PostponeAsync(OrderRecord order, bool isAsked, bool isContradiction = false)
    {
        var (shown, now) = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var awaitsCustomer = order.Order.PaymentStatus == PaymentStatus.ActionRequired && now < order.GiveUpAt;
        var next = now.Plus(awaitsCustomer ? CustomerPolls.Interval : Backoff.After(order.Attempts, options.Value.PollInterval));
        var dueAt = now < order.GiveUpAt && next > order.GiveUpAt ? order.GiveUpAt : next;
        var operation = new PostponeOrder(order, dueAt, shown, isContradiction, countsAttempt: !isAsked);
        return new OrderStep(await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false), null);
    }

    private async Task<OrderStep> AwaitCustomerAsync(OrderRecord order, CustomerAction? action, string? transactionId)
    {
        var now = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var deadline = CustomersDeadline(order, now.Store);
        deadline = action?.ExpiresAt < deadline ? action.ExpiresAt.Value : deadline;
        var operation = new AwaitCustomer(order, now, now.Store.Plus(CustomerPolls.Interval), deadline, gateway.KeepTransactionId(order, transactionId));
        var waiting = await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return new OrderStep(waiting, action is null ? null : action with { ExpiresAt = waiting.GiveUpAt });
    }

    // Set once: by a clock that was set back since, the order could seem to be opened later with each look.
    private DateTimeOffset CustomersDeadline(OrderRecord order, DateTimeOffset now) => order.Order.PaymentStatus == PaymentStatus.ActionRequired
        ? order.GiveUpAt
        : order.OpenedAt(now, options.Value.LeastDeadline()).Plus(options.Value.CustomerActionTimeout);

    private ValueTask<DateTimeOffset> NowAsync() => clock.NowAsync(CancellationToken.None);
}

/// <summary>An order as a step left it.</summary>
/// <param name="Order">The order as it is now.</param>
/// <param name="Action">The step that its customer has to take; <see langword="null"/> when there is none, or when the gateway was only asked.</param>
internal readonly record struct OrderStep(OrderRecord Order, CustomerAction? Action);
