using Bookstore.Storage;

namespace Bookstore.Crash;

/// <summary>A store at whose commits the process dies. A commit is named after what it makes of an order or a delivery.</summary>
internal sealed class CrashingStore(IBookstoreStore inner, CrashPoint crash) : DelegatingStore(inner)
{
    public override async ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken) =>
        new CrashingUnit(await Inner.OpenAsync(keys, cancellationToken), crash);

    private sealed class CrashingUnit(IStoreUnit inner, CrashPoint crash) : IStoreUnit
    {
        public WorkingSet Records => inner.Records;

        public async ValueTask CommitAsync(CommitMark mark)
        {
            var sites = SitesOf(inner.Records);
            sites.ForEach(crash.Before);
            await inner.CommitAsync(mark);
            sites.ForEach(crash.After);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static List<string> SitesOf(WorkingSet records)
        {
            var sites = new List<string>();
            foreach (var order in records.Orders.Touched)
            {
                AddSites(sites, order.Loaded, order.Current!);
            }

            foreach (var delivery in records.Deliveries.Touched)
            {
                if (delivery is { Loaded.Owed: { } owed, Current.Owed: null })
                {
                    sites.Add(owed == OwedCourierCall.Book ? "booked" : "called-off");
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
                sites.Add(after.Owed == OwedPayment.Refund ? "refund-owed" : after.Order.PaymentStatus.ToString().ToLowerInvariant());
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
}
