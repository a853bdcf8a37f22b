using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Makes the call of a payment action, and records its result.</summary>
internal sealed class PaymentActionCall(GroupCommit commit, GuardedGateway gateway, WorkContext context, ILogger logger)
{
    private static readonly string[] Names = Enum.GetNames<OrderTrigger>();

    /// <summary>Authorizes orders again.</summary>
    public NewPayment NewPayment { get; } = new(gateway, context);

    /// <summary>How long a host has a payment action for itself: longer than a call to the gateway may last.</summary>
    public TimeSpan Lease => context.LeaseOf(context.Options.GatewayTimeout);

    /// <inheritdoc cref="GuardedGateway.SettleAsync"/>
    public ValueTask<SettlementResult> PayAsync(OrderRecord order) => order switch
    {
        { PendingAction: PaymentAction.Void } => VoidAsync(order),
        { PendingAction: PaymentAction.Authorize } => NewPayment.InquireAsync(order),
        { PendingAction: PaymentAction.Refund, Order.Status: OrderStatus.Rejected } => RefundUnconfirmedAsync(order),
        _ => gateway.SettleAsync(order),
    };

    /// <summary>Completes the order's payment actions: a void that came too late turns into a refund, which is made at once.</summary>
    /// <returns>Whether no payment action is pending any more.</returns>
    public async Task<bool> SettleAsync(OrderRecord order)
    {
        while (order.PendingAction is not null)
        {
            var answer = await PayAsync(order).ConfigureAwait(false);
            if (answer.Event is null)
            {
                await PostponeAsync(order, answer.IsContradiction).ConfigureAwait(false);
                return false;
            }

            var next = (await RecordAsync([await AnsweredAsync(order, answer).ConfigureAwait(false)]).ConfigureAwait(false))[0];
            if (next.Fence != order.Fence || next.PendingAction == order.PendingAction)
            {
                return false;
            }

            // The next call has a lease of its own, which is over where this host slept in the commit: then another host may be making it.
            if (next.PendingAction is not null && !await HasTimeForCallAsync(next).ConfigureAwait(false))
            {
                return false;
            }

            order = next;
        }

        return true;
    }

    /// <summary>A payment action with the result that the gateway returned now.</summary>
    public async ValueTask<CompletedAction> AnsweredAsync(OrderRecord order, SettlementResult answer)
    {
        var now = context.Clock.FreshMoment ?? await context.Clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        return new CompletedAction(order, answer.Event!.Value, now, answer.DueAt ?? now.Store.Plus(Lease), answer.Code) { Authorization = answer.Authorization };
    }

    /// <summary>Records the results of payment actions, all in one commit.</summary>
    /// <param name="actions">The results.</param>
    /// <param name="isApart">See <see cref="RecordSettlement.IsApart"/>.</param>
    /// <returns>The orders as they are now.</returns>
    public async Task<OrderRecord[]> RecordAsync(CompletedAction[] actions, bool isApart = true)
    {
        var recorded = await commit.SubmitAsync(new RecordSettlement(actions) { IsApart = isApart }, CancellationToken.None).ConfigureAwait(false);
        for (var i = 0; i < actions.Length; i++)
        {
            if (recorded[i].Fence == actions[i].Order.Fence)
            {
                Report(actions[i]);
            }
        }

        return recorded;
    }

    /// <summary>Postpones a payment action whose result is unknown.</summary>
    public async Task PostponeAsync(OrderRecord order, bool isContradiction = false)
    {
        context.Metrics.CountSettlement("postponed");
        var now = await context.Clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var dueAt = now.Store.Plus(order.Order.PaymentStatus == PaymentStatus.ActionRequired ? NewPayment.PollInterval : Backoff.After(order.Attempts, context.Options.PollInterval));
        dueAt = order.PendingAction == PaymentAction.Authorize && now.Store < order.GiveUpAt && dueAt > order.GiveUpAt ? order.GiveUpAt : dueAt;
        await commit.SubmitAsync(new PostponeOrder(order, dueAt, now.Shown, isContradiction), CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<SettlementResult> VoidAsync(OrderRecord order)
    {
        if (await LastAuthorizationAtAsync(order).ConfigureAwait(false) is not { } lastAuthorizationAt)
        {
            return await gateway.SettleAsync(order).ConfigureAwait(false);
        }

        // A void undoes what was there when it was sent: its answer may be late, or be read late by a host that slept. And under a key that was sent
        // before, a gateway only replays the answer of that time. So the last void goes out after the last authorization, under a key of its own.
        var isLast = await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false) >= lastAuthorizationAt;
        var answer = await gateway.SettleAsync(order, isLast).ConfigureAwait(false);
        return isLast || answer.Event != OrderTrigger.Voided ? answer : answer with { Event = OrderTrigger.VoidedTooEarly, DueAt = lastAuthorizationAt };
    }

    // An order that was never confirmed was captured without us: nothing has compared that amount with the order's yet.
    private async ValueTask<SettlementResult> RefundUnconfirmedAsync(OrderRecord order)
    {
        var (outcome, _) = await gateway.FindAsync(order).ConfigureAwait(false);
        return outcome switch
        {
            // The lease was for one call, and the look was one: a refund that would outlast it is left to a later round.
            FindOutcome.Answered when await HasTimeForCallAsync(order).ConfigureAwait(false) => await gateway.SettleAsync(order).ConfigureAwait(false),
            FindOutcome.Contradicted => new SettlementResult(null, IsContradiction: true),
            _ => default,
        };
    }

    private async ValueTask<bool> HasTimeForCallAsync(OrderRecord order) =>
        (await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false)).Plus(context.Options.GatewayTimeout) < order.DueAt;

    private void Report(in CompletedAction action)
    {
        context.Metrics.CountSettlement(Names[(int)action.Event]);
        switch (action.Event)
        {
            case OrderTrigger.CaptureRefused:
                Log.CaptureRefused(logger, action.Order.Order.Id, action.Code);
                break;
            case OrderTrigger.VoidRefused:
                Log.VoidRefused(logger, action.Order.Order.Id, action.Code);
                break;
            case OrderTrigger.RefundRefused:
                Log.RefundRefused(logger, action.Order.Order.Id, action.Code);
                break;
        }
    }

    // While an authorization can still arrive, a void is not the last word. None is sent after the order's deadline, but a host may be late by as much as the grace.
    private async ValueTask<DateTimeOffset?> LastAuthorizationAtAsync(OrderRecord order)
    {
        var window = await gateway.ReadLateAuthorizationWindowAsync(order).ConfigureAwait(false);
        return window > TimeSpan.Zero ? order.GiveUpAt.Plus(context.Options.LateAnswer()).Plus(window) : null;
    }
}
