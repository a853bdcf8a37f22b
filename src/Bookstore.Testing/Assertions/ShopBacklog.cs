using Bookstore.Storage;

namespace Bookstore.Testing;

/// <summary>What a shop has left to do.</summary>
internal static class ShopBacklog
{
    public static async Task<IReadOnlyList<AuditFinding>> FindAsync(IBookstoreStore store, int limit, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        foreach (var order in await store.ListDueOrdersAsync(OrderWork.Recovery, null, DateTimeOffset.MaxValue, limit, cancellationToken).ConfigureAwait(false))
        {
            findings.Add(new AuditFinding("order_left_pending", order.Order.Id.ToString(), $"The order is {order.Order.Status} and due at {order.DueAt:O}."));
        }

        foreach (var order in await store.ListDueOrdersAsync(OrderWork.Settlement, null, DateTimeOffset.MaxValue, limit, cancellationToken).ConfigureAwait(false))
        {
            findings.Add(new AuditFinding("debt_left", order.Order.Id.ToString(), $"A {order.Owed} of {order.Order.Total} is owed and due at {order.DueAt:O}."));
        }

        foreach (var delivery in await store.ListDueDeliveriesAsync(DateTimeOffset.MaxValue, limit, cancellationToken).ConfigureAwait(false))
        {
            findings.Add(new AuditFinding("courier_call_left", delivery.Delivery.Id.ToString(), $"The call to {delivery.Owed} is owed and due at {delivery.DueAt:O}."));
        }

        return findings;
    }
}
