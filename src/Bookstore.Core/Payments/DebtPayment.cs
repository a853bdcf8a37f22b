using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Pays a debt at the gateway, and writes down what became of it.</summary>
internal sealed class DebtPayment(GroupCommit commit, GatewayCall gateway, IOptions<BookstoreOptions> options, StoreClock clock, ILogger logger)
{
    private static readonly string[] Names = Enum.GetNames<OrderTrigger>();

    /// <summary>How long a host is left alone with a debt: longer than a call to the gateway may last.</summary>
    public TimeSpan Lease => options.Value.AuthorizeTimeout + options.Value.RecoveryGrace;

    /// <inheritdoc cref="GatewayCall.SettleAsync"/>
    public ValueTask<SettlementAnswer> PayAsync(OrderRecord order) => order.Owed == OwedPayment.Void ? VoidAsync(order) : gateway.SettleAsync(order);

    /// <summary>Pays what is owed and writes it down, to the end: a void that came too late turns into a refund, which is paid at once.</summary>
    /// <returns>Whether nothing is owed any more.</returns>
    public async Task<bool> SettleAsync(OrderRecord order)
    {
        while (order.Owed is not null)
        {
            var answer = await PayAsync(order).ConfigureAwait(false);
            if (answer.Event is null)
            {
                await PostponeAsync(order, answer.IsContradiction).ConfigureAwait(false);
                return false;
            }

            var next = (await RecordAsync(await AnsweredAsync(order, answer).ConfigureAwait(false)).ConfigureAwait(false))[0];
            if (next.Fence != order.Fence || next.Owed == order.Owed)
            {
                return false;
            }

            order = next;
        }

        return true;
    }

    /// <summary>A debt with what the gateway answered now.</summary>
    public async ValueTask<SettledDebt> AnsweredAsync(OrderRecord order, SettlementAnswer answer)
    {
        var now = clock.FreshMoment ?? await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        return new SettledDebt(order, answer.Event!.Value, now, answer.DueAt ?? now.Store.Plus(Lease), answer.Code);
    }

    /// <summary>Writes down what became of debts, all in one commit.</summary>
    /// <returns>The orders as they are now.</returns>
    public async Task<OrderRecord[]> RecordAsync(params SettledDebt[] debts)
    {
        var recorded = await commit.SubmitAsync(new RecordSettlement(debts), CancellationToken.None).ConfigureAwait(false);
        for (var i = 0; i < debts.Length; i++)
        {
            if (recorded[i].Fence == debts[i].Order.Fence)
            {
                Report(debts[i]);
            }
        }

        return recorded;
    }

    /// <summary>Leaves a debt whose fate is unknown for later.</summary>
    public async Task PostponeAsync(OrderRecord order, bool isContradiction = false)
    {
        BookstoreMetrics.CountSettlement(options.Value.ShopName, "postponed");
        var now = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var dueAt = now.Store.Plus(Backoff.After(order.Attempts, options.Value.PollInterval));
        await commit.SubmitAsync(new PostponeOrder(order, dueAt, now.Shown, isContradiction), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether a call that begins now ends before another host may take the order.</summary>
    public async ValueTask<bool> IsInTimeAsync(OrderRecord order)
    {
        var now = await clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        return now.Plus(options.Value.AuthorizeTimeout) < order.DueAt;
    }

    private async ValueTask<SettlementAnswer> VoidAsync(OrderRecord order)
    {
        if (await LastAuthorizationAtAsync(order).ConfigureAwait(false) is not { } lastAuthorizationAt)
        {
            return await gateway.SettleAsync(order).ConfigureAwait(false);
        }

        // A void undoes what was there when it was sent: its answer may be late, or be read late by a host that slept. And under a key that was sent
        // before, a gateway only replays the answer of that time. So the last void goes out after the last authorization, under a key of its own.
        var isLast = await clock.NowAsync(CancellationToken.None).ConfigureAwait(false) >= lastAuthorizationAt;
        var answer = await gateway.SettleAsync(order, isLast).ConfigureAwait(false);
        return isLast || answer.Event != OrderTrigger.Voided ? answer : answer with { Event = OrderTrigger.VoidedTooEarly, DueAt = lastAuthorizationAt };
    }

    private void Report(in SettledDebt debt)
    {
        BookstoreMetrics.CountSettlement(options.Value.ShopName, Names[(int)debt.Event]);
        switch (debt.Event)
        {
            case OrderTrigger.CaptureRefused:
                Log.CaptureRefused(logger, debt.Order.Order.Id, debt.Code);
                break;
            case OrderTrigger.VoidRefused:
                Log.VoidRefused(logger, debt.Order.Order.Id, debt.Code);
                break;
            case OrderTrigger.RefundRefused:
                Log.RefundRefused(logger, debt.Order.Order.Id, debt.Code);
                break;
        }
    }

    // While an authorization can still arrive, a void is not the last word. None is sent after the order's deadline, but a host may be late by as much as the grace.
    private async ValueTask<DateTimeOffset?> LastAuthorizationAtAsync(OrderRecord order)
    {
        var window = await gateway.ReadLateAuthorizationWindowAsync(order).ConfigureAwait(false);
        return window > TimeSpan.Zero ? order.GiveUpAt.Plus(options.Value.RecoveryGrace).Plus(window) : null;
    }
}
