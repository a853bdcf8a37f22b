using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing;

/// <summary>What a shop has left to do: with the gateways that it has, and with its couriers.</summary>
internal static class ShopBacklog
{
    public static async Task<IReadOnlyList<AuditFinding>> FindAsync(IServiceProvider services, int limit, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IBookstoreStore>();
        var findings = new List<AuditFinding>();
        foreach (var gateway in services.GetServices<IPaymentGateway>().Select(static gateway => gateway.Name).Append<string?>(null))
        {
            await FindAsync(store, gateway, findings, limit, cancellationToken).ConfigureAwait(false);
        }

        foreach (var courier in await store.CountDueDeliveriesAsync(DateTimeOffset.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            foreach (var delivery in (await store.ListDueDeliveriesAsync(courier.Courier, DateTimeOffset.MaxValue, null, limit, cancellationToken).ConfigureAwait(false)).Items)
            {
                findings.Add(new AuditFinding("courier_call_left", delivery.Delivery.Id.ToString(), $"The call to {delivery.PendingCall} is pending at {courier.Courier} and due at {delivery.DueAt:O}."));
            }
        }

        return findings;
    }

    private static async Task FindAsync(IBookstoreStore store, string? gateway, List<AuditFinding> findings, int limit, CancellationToken cancellationToken)
    {
        foreach (var order in (await store.ListDueOrdersAsync(OrderWork.Recovery, gateway, DateTimeOffset.MaxValue, null, limit, cancellationToken).ConfigureAwait(false)).Items)
        {
            findings.Add(new AuditFinding("order_left_pending", order.Order.Id.ToString(), $"The order is {order.Order.Status} and due at {order.DueAt:O}."));
        }

        foreach (var order in (await store.ListDueOrdersAsync(OrderWork.CustomerAction, gateway, DateTimeOffset.MaxValue, null, limit, cancellationToken).ConfigureAwait(false)).Items)
        {
            findings.Add(new AuditFinding("order_left_pending", order.Order.Id.ToString(), $"The order waits for its customer and is due at {order.DueAt:O}."));
        }

        foreach (var order in (await store.ListDueOrdersAsync(OrderWork.Settlement, gateway, DateTimeOffset.MaxValue, null, limit, cancellationToken).ConfigureAwait(false)).Items)
        {
            findings.Add(new AuditFinding("payment_action_left", order.Order.Id.ToString(), $"A {order.PendingAction} of {order.Order.Total} is pending and due at {order.DueAt:O}."));
        }
    }
}
