using Bookstore.Storage;

namespace Bookstore;

/// <summary>Compares orders with the gateway. Sales continue meanwhile, and a gateway may lag: only what is wrong before and after a pause is a finding.</summary>
/// <remarks>What is suspicious is collected, so that one pause serves many.</remarks>
internal sealed class SecondLooks(IBookstoreStore store, PaymentGateways gateways, GatewayReads reads, AuditRun run, SeenPayments seen, TimeProvider time)
{
    private const int MostSuspects = 100;

    private readonly List<Suspect> _suspects = [];

    /// <summary>Looks at a payment that a gateway listed for the first time.</summary>
    public async Task LookAsync(IsolatedGateway gateway, GatewayPayment listed, CancellationToken cancellationToken)
    {
        if (!await FitsAsync(gateway, listed, cancellationToken).ConfigureAwait(false))
        {
            await LookAsync(new Suspect(gateway, listed.OrderId, listed), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for the first time whether a gateway has the payment of an order. Only a payment that it does not have is wrong.</summary>
    public Task LookForAsync(IsolatedGateway gateway, Guid orderId, CancellationToken cancellationToken) =>
        seen.Contains(gateway, orderId) ? Task.CompletedTask : LookAsync(new Suspect(gateway, orderId, Listed: null), cancellationToken);

    /// <summary>Looks at what is suspicious again, after the pause.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_suspects.Count == 0)
        {
            return;
        }

        if (run.Pause > TimeSpan.Zero)
        {
            await Task.Delay(run.Pause, time, cancellationToken).ConfigureAwait(false);
        }

        foreach (var suspect in _suspects)
        {
            if (await FindProblemAsync(suspect, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                run.Find(problem.Code, problem.Id, problem.Detail);
            }
        }

        _suspects.Clear();
    }

    // Whether a payment as it is listed is that of its order, and as the order says: then the gateway need not be asked about it.
    private async ValueTask<bool> FitsAsync(IsolatedGateway gateway, GatewayPayment listed, CancellationToken cancellationToken)
    {
        try
        {
            var record = await store.FindOrderAsync(listed.OrderId, cancellationToken).ConfigureAwait(false);
            if (record is null || !IsOf(record, gateway) || GuardedGateway.ReferenceOf(record) is not { } reference || !string.Equals(listed.TransactionId, reference, StringComparison.Ordinal)
                || PaymentReconciliation.Problem(record, listed) is not null)
            {
                return false;
            }

            seen.Add(gateway, listed.OrderId);
            return true;
        }
        catch (BookstoreStoreException fault) when (fault.RecordId is not null)
        {
            return false;
        }
    }

    private async Task LookAsync(Suspect suspect, CancellationToken cancellationToken)
    {
        // Nothing more is kept, so nothing is worth a pause.
        if (run.IsFull || await FindProblemAsync(suspect, cancellationToken).ConfigureAwait(false) is null)
        {
            return;
        }

        _suspects.Add(suspect);
        if (_suspects.Count >= Math.Min(MostSuspects, run.Room))
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<AuditFinding?> FindProblemAsync(Suspect suspect, CancellationToken cancellationToken)
    {
        try
        {
            return await FindProblemOfOrderAsync(suspect, cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreStoreException fault) when (fault.RecordId is not null)
        {
            return suspect.Listed is null ? null : new AuditFinding("record_unreadable", fault.RecordId, fault.Message);
        }
    }

    private async ValueTask<AuditFinding?> FindProblemOfOrderAsync(Suspect suspect, CancellationToken cancellationToken)
    {
        var known = await store.FindOrderAsync(suspect.OrderId, cancellationToken).ConfigureAwait(false);
        var reference = known is null ? null : GuardedGateway.ReferenceOf(known);
        var payment = await reads.FindAsync(suspect.Gateway, new FindRequest(suspect.OrderId, reference) { Attempt = known?.Order.PaymentAttempt ?? 1 }, cancellationToken).ConfigureAwait(false);
        if (payment is not null && payment.OrderId != suspect.OrderId)
        {
            return new AuditFinding("payment_of_another_order", suspect.OrderId.ToString(), $"Asked about this order, the gateway answers with the payment of order {payment.OrderId}.");
        }

        if (suspect.Listed is null && payment is not null)
        {
            return null;
        }

        // Read after the gateway was asked: what the shop knows is not older than what the gateway said.
        var record = await store.FindOrderAsync(suspect.OrderId, cancellationToken).ConfigureAwait(false);
        var elsewhere = await SumElsewhereAsync(record, cancellationToken).ConfigureAwait(false);
        return PaymentReconciliation.Problem(record, payment, IsOf(record, suspect.Gateway), elsewhere)
            ?? await FindSecondPaymentAsync(suspect, payment?.TransactionId ?? reference, cancellationToken).ConfigureAwait(false);
    }

    // A gateway that listed another payment than the one that it finds for the order is asked about that one, too.
    private async ValueTask<AuditFinding?> FindSecondPaymentAsync(Suspect suspect, string? found, CancellationToken cancellationToken)
    {
        if (suspect.Listed?.TransactionId is not { Length: > 0 } listed || string.Equals(listed, found, StringComparison.Ordinal))
        {
            return null;
        }

        var second = await reads.FindAsync(suspect.Gateway, new FindRequest(suspect.OrderId, listed) { Attempt = suspect.Listed.Attempt }, cancellationToken).ConfigureAwait(false);
        if (second is null || second.OrderId != suspect.OrderId || !string.Equals(second.TransactionId, listed, StringComparison.Ordinal))
        {
            return null;
        }

        var record = await store.FindOrderAsync(suspect.OrderId, cancellationToken).ConfigureAwait(false);
        var elsewhere = await SumElsewhereAsync(record, cancellationToken).ConfigureAwait(false);
        return PaymentReconciliation.ProblemOfSecond(record, second, IsOf(record, suspect.Gateway), elsewhere);
    }

    private ValueTask<long> SumElsewhereAsync(OrderRecord? record, CancellationToken cancellationToken) =>
        record?.Order.Refunded.MinorUnits > 0 ? RefundsElsewhere.SumAsync(store, record.Order, cancellationToken) : ValueTask.FromResult(0L);

    private bool IsOf(OrderRecord? record, IsolatedGateway gateway) => record is null || gateways.ToCompare(record) == gateway;

    /// <summary>What is looked at.</summary>
    /// <param name="Gateway">The gateway that is asked.</param>
    /// <param name="OrderId">The order.</param>
    /// <param name="Listed">The payment as the gateway listed it; <see langword="null"/> where only a payment that it does not have is wrong.</param>
    private sealed record Suspect(IsolatedGateway Gateway, Guid OrderId, GatewayPayment? Listed);
}
