using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Crash;

/// <summary>A store at whose commits the process dies. A commit is named after what it makes of an order or a delivery.</summary>
internal sealed class CrashingStore(IBookstoreStore inner, CrashPoint crash) : DelegatingStore(inner)
{
    protected override async ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        var sites = SitesOf(unit.Records);
        sites.ForEach(crash.Before);
        await unit.CommitAsync(mark);
        sites.ForEach(crash.After);
    }

    private static List<string> SitesOf(WorkingSet records)
    {
        var sites = new List<string>();
        foreach (var order in records.Orders.Touched)
        {
            AddSites(sites, order.Loaded, order.Current!);
        }

        foreach (var delivery in records.Deliveries.Touched)
        {
            if (delivery is { Loaded.PendingCall: { } owed, Current.PendingCall: null })
            {
                sites.Add(owed == CourierCall.Book ? "booked" : "called-off");
            }
        }

        return sites;
    }

    private static void AddSites(List<string> sites, OrderRecord? before, OrderRecord after)
    {
        if (before is null)
        {
            sites.Add("opened");
            return;
        }

        if (before.Order.Status != after.Order.Status)
        {
            sites.Add(after.Order.Status == OrderStatus.Created ? "confirmed" : after.Order.Status.ToString().ToLowerInvariant());
        }
        else if (before.Order.PaymentStatus != after.Order.PaymentStatus)
        {
            sites.Add(after.PendingAction == PaymentAction.Refund ? "refund-owed" : after.Order.PaymentStatus.ToString().ToLowerInvariant());
        }
        else if (!before.Order.IsDispatched && after.Order.IsDispatched)
        {
            sites.Add("dispatched");
        }
        else if (before.Order.DeliveryId is null && after.Order.DeliveryId is not null)
        {
            sites.Add("scheduled");
        }
    }
}
