using Bookstore.Storage;

namespace Bookstore;

/// <summary>Compares orders with the gateway. Sales continue meanwhile, and a gateway may lag: only what is wrong before and after a pause is a finding.</summary>
/// <remarks>What is suspicious is collected, so that one pause serves many.</remarks>
internal sealed class SecondLooks(IBookstoreStore store, PaymentGateways gateways, GatewayReads reads, AuditRun run, TimeProvider time)
{
    private const int MostSuspects = 100;

    private readonly List<(IsolatedGateway Gateway, Guid OrderId, bool IsMissing)> _suspects = [];

    /// <summary>Looks at an order for the first time.</summary>
    /// <param name="gateway">The gateway that is asked.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="isMissing">Whether only a payment that the gateway does not have is wrong.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LookAsync(IsolatedGateway gateway, Guid orderId, bool isMissing, CancellationToken cancellationToken)
    {
        // Nothing more is kept, so nothing is worth a pause.
        if (run.IsFull || await FindProblemAsync(gateway, orderId, isMissing, cancellationToken).ConfigureAwait(false) is null)
        {
            return;
        }

        _suspects.Add((gateway, orderId, isMissing));
        if (_suspects.Count >= Math.Min(MostSuspects, run.Room))
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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

        foreach (var (gateway, orderId, isMissing) in _suspects)
        {
            if (await FindProblemAsync(gateway, orderId, isMissing, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                run.Find(problem.Code, problem.Id, problem.Detail);
            }
        }

        _suspects.Clear();
    }

    private async ValueTask<AuditFinding?> FindProblemAsync(IsolatedGateway gateway, Guid orderId, bool isMissing, CancellationToken cancellationToken)
    {
        try
        {
            var known = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
            var payment = await reads.FindAsync(gateway, new FindRequest(orderId, known is null ? null : GuardedGateway.ReferenceOf(known)), cancellationToken).ConfigureAwait(false);

            if (payment is not null && payment.OrderId != orderId)
            {
                return new AuditFinding("payment_of_another_order", orderId.ToString(), $"Asked about this order, the gateway answers with the payment of order {payment.OrderId}.");
            }

            // Read after the gateway was asked: what the shop knows is not older than what the gateway said.
            var record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
            return isMissing && payment is not null ? null : PaymentReconciliation.Problem(record, payment, isItsGateway: record is null || gateways.Of(record) == gateway);
        }
        catch (BookstoreStoreException fault) when (fault.RecordId is not null)
        {
            return isMissing ? null : new AuditFinding("record_unreadable", fault.RecordId, fault.Message);
        }
    }
}
