using Bookstore.Storage;

namespace Bookstore;

/// <summary>Authorizes a confirmed order again, whose first payment could not be captured, and finds out how that went.</summary>
/// <remarks>The intent is on record before the call, as the next attempt: the gateway cannot take it for the payment before. What follows from the result is recorded as that of every payment action.</remarks>
internal sealed class NewPayment(GuardedGateway gateway, WorkContext context)
{
    /// <summary>How long after a question whether the customer has acted the next one is due.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    // A payment that cannot be asked for is waited for so long; the void that follows undoes every authorization.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    /// <summary>Makes the call that authorizes.</summary>
    /// <param name="order">The order, with the intent on record.</param>
    /// <param name="token">What the customer pays with.</param>
    /// <returns>What happened, and the step that the customer has to take.</returns>
    public async ValueTask<(SettlementResult Result, CustomerAction? Action)> AuthorizeAsync(OrderRecord order, PaymentToken? token)
    {
        // A host that slept past its lease may find the attempt given up, and its last void made: nothing would undo what it authorized then.
        if (await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false) is var now && (now >= order.DueAt || now >= order.GiveUpAt))
        {
            return default;
        }

        var answer = await gateway.AuthorizeAsync(order, token).ConfigureAwait(false);
        switch (answer.Outcome)
        {
            case AuthorizeOutcome.Approved:
                return (Approved(order, answer.TransactionId, answer.AuthorizedUntil), null);
            case AuthorizeOutcome.Declined:
                return (new SettlementResult(OrderTrigger.DeclinedAgain, GuardedGateway.CodeOf(answer.DeclineCode)), null);
            case AuthorizeOutcome.RequiresAction:
                var waiting = await AwaitCustomerAsync(order, answer.Action, answer.TransactionId).ConfigureAwait(false);
                return (waiting, (answer.Action ?? new CustomerAction()) with { ExpiresAt = waiting.Authorization!.GiveUpAt });
            default:
                return default;
        }
    }

    /// <summary>Asks the gateway how the call went. Never authorizes: no card is stored.</summary>
    public async ValueTask<SettlementResult> InquireAsync(OrderRecord order)
    {
        var (outcome, payment) = await gateway.FindAsync(order).ConfigureAwait(false);
        if (outcome == FindOutcome.Contradicted)
        {
            return new SettlementResult(null, IsContradiction: true);
        }

        if (outcome == FindOutcome.NotAnswered)
        {
            return await GiveUpFromAsync(order.GiveUpAt.Plus(LongestSilence)).ConfigureAwait(false);
        }

        return payment?.Status switch
        {
            GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured => Approved(order, payment.TransactionId, payment.AuthorizedUntil),
            GatewayPaymentStatus.Declined => new SettlementResult(OrderTrigger.DeclinedAgain, GuardedGateway.CodeOf(payment.DeclineCode)),
            GatewayPaymentStatus.Voided or GatewayPaymentStatus.Refunded => GivenUp,
            GatewayPaymentStatus.RequiresAction when order.Order.PaymentStatus == PaymentStatus.Pending => await AwaitCustomerAsync(order, null, payment.TransactionId).ConfigureAwait(false),
            _ => await GiveUpFromAsync(order.GiveUpAt).ConfigureAwait(false),
        };
    }

    private static SettlementResult GivenUp { get; } = new(OrderTrigger.GiveUpAgain, "payment_not_found");

    private SettlementResult Approved(OrderRecord order, string? transactionId, DateTimeOffset? until) =>
        new(context.Options.CapturePolicy == CapturePolicy.Immediate ? OrderTrigger.AuthorizedAgain : OrderTrigger.AuthorizedAgainHeld)
        {
            Authorization = new NewAuthorization(gateway.KeepTransactionId(order, transactionId)) { End = AuthorizationEnd.Of(until, context.Options) },
        };

    private async ValueTask<SettlementResult> AwaitCustomerAsync(OrderRecord order, CustomerAction? action, string? transactionId)
    {
        var now = await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        var deadline = now.Plus(context.Options.CustomerActionTimeout);
        deadline = action?.ExpiresAt < deadline ? action.ExpiresAt.Value : deadline;
        return new SettlementResult(OrderTrigger.RequireAction, DueAt: now.Plus(PollInterval))
        {
            Authorization = new NewAuthorization(gateway.KeepTransactionId(order, transactionId), deadline > order.GiveUpAt ? deadline : order.GiveUpAt),
        };
    }

    private async ValueTask<SettlementResult> GiveUpFromAsync(DateTimeOffset giveUpAt) =>
        await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false) < giveUpAt ? default : GivenUp;
}
