namespace Bookstore.Storage;

/// <summary>The orders of a customer, newest first: each names the one before.</summary>
internal static class CustomerOrders
{
    /// <inheritdoc cref="IBookstoreStore.ListOrdersAsync"/>
    public static IReadOnlyList<OrderRecord> List(SqliteDatabase database, string customer, OrderStatus? status, Guid? after, int limit) =>
        Snapshot.Read(database, (customer, status, after, limit), static (database, page) =>
        {
            var records = new List<OrderRecord>();
            var next = First(database, page.customer, page.after);
            while (next is { } id && records.Count < page.limit)
            {
                if (OrderRows.FindIn(database, id, page.status, out next) is { } record)
                {
                    records.Add(record);
                }
            }

            return (IReadOnlyList<OrderRecord>)records;
        });

    private static Guid? First(SqliteDatabase database, string customer, Guid? after)
    {
        if (after is not { } bound)
        {
            return CustomerRows.Newest(database, customer);
        }

        // The bound is the last order of the page before, unless somebody made it up.
        if (OrderRows.FindLink(database, bound) is { } link && string.Equals(link.Customer, customer, StringComparison.Ordinal))
        {
            return link.Previous;
        }

        var next = CustomerRows.Newest(database, customer);
        while (next is { } id && id >= bound)
        {
            next = OrderRows.Link(database, id).Previous;
        }

        return next;
    }
}
