using Bookstore.Storage;

namespace Bookstore;

/// <summary>Compares the payment of one order with its gateway: what was done at the gateway by hand.</summary>
internal sealed class OrderReconciliation(IBookstoreStore store, PaymentGateways gateways, TimeSpan gatewayTimeout, TimeProvider time)
{
    private readonly GatewayReads _reads = new(gatewayTimeout, time);

    /// <summary>Asks the order's gateway, and compares.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What differs; <see langword="null"/> when nothing does, or this host does not have the gateway.</returns>
    /// <exception cref="BookstoreException">The gateway did not answer.</exception>
    public async ValueTask<AuditFinding?> FindProblemAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var known = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        if (known is null || known.Order.Status == OrderStatus.Pending || gateways.ToCompare(known) is not { } gateway)
        {
            return null;
        }

        var request = new FindRequest(orderId, GuardedGateway.ReferenceOf(known)) { Attempt = known.Order.PaymentAttempt };
        var payment = await _reads.FindAsync(gateway, request, cancellationToken).ConfigureAwait(false);
        if (payment is not null && payment.OrderId != orderId)
        {
            return null;
        }

        // Read after the gateway was asked: what the shop knows is not older than what the gateway said.
        var record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        return record is null ? null : PaymentReconciliation.Problem(record, payment, elsewhere: await RefundsElsewhere.SumAsync(store, record.Order, cancellationToken).ConfigureAwait(false));
    }
}
