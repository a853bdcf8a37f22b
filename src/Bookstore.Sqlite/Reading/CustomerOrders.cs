using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The orders of a customer, newest first: each names the one before.</summary>
internal static class CustomerOrders
{
    /// <inheritdoc cref="IOrderReads.ListOrdersAsync"/>
    public static KeysetPage<OrderRecord, Guid> List(SqliteDatabase database, string customer, OrderFilter filter, Guid? after, int limit) =>
        Snapshot.Read(database, (customer, filter, after, limit), static (database, page) =>
        {
            var start = page.after is { } position
                ? StartAfter(database, page.customer, position, KeysetPage.MaxLookedAt(page.limit))
                : new Start(CustomerRows.Newest(database, page.customer), null, 0);
            return start.First is null
                ? new KeysetPage<OrderRecord, Guid>([], start.Passed)
                : Walk(database, start, page.filter, page.limit);
        });

    private static KeysetPage<OrderRecord, Guid> Walk(SqliteDatabase database, Start start, OrderFilter filter, int limit)
    {
        var records = new List<OrderRecord>();
        var (next, passed, lookedAt) = start;
        while (next is { } id)
        {
            if (records.Count == limit || lookedAt == KeysetPage.MaxLookedAt(limit))
            {
                return new KeysetPage<OrderRecord, Guid>(records, passed);
            }

            if (OrderRows.FindIn(database, id, filter, out next) is { } record)
            {
                records.Add(record);
            }

            passed = id;
            lookedAt++;
        }

        return new KeysetPage<OrderRecord, Guid>(records, null);
    }

    // As a rule the position is an order of the customer, which names the one before. If it was removed since, or is another customer's, the orders of all
    // customers are looked through from there, up to the bound of a page.
    private static Start StartAfter(SqliteDatabase database, string customer, Guid position, long maxLookedAt)
    {
        if (OrderRows.FindLink(database, position) is { } link && string.Equals(link.Customer, customer, StringComparison.Ordinal))
        {
            return new Start(link.Previous, null, 0);
        }

        var passed = position;
        var lookedAt = 0L;
        foreach (var (id, isOfCustomer) in OrderRows.ListOwners(database, customer, position, maxLookedAt))
        {
            lookedAt++;
            if (isOfCustomer)
            {
                return new Start(id, passed, lookedAt - 1);
            }

            passed = id;
        }

        return new Start(null, lookedAt == maxLookedAt ? passed : null, lookedAt);
    }

    // Where a page starts: its first order, the position before that, and how many records were looked at to find it.
    private readonly record struct Start(Guid? First, Guid? Passed, long LookedAt);
}
