using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>What is due at every gateway, or at every courier: one after the other, each found behind the one before.</summary>
internal static class DueOfEveryParty
{
    // They are few; a file that another program filled with names must not hold a reader for long.
    private const int MostParties = 1_000;

    private const string NextGateway = "SELECT min(gateway) FROM orders INDEXED BY orders_due WHERE work = 1 AND gateway > ?";

    private const string NextGatewayOfStatus = "SELECT min(gateway) FROM orders INDEXED BY orders_by_status WHERE status = ? AND work = ? AND gateway > ?";

    private const string NextCourier = "SELECT min(courier) FROM deliveries INDEXED BY deliveries_due WHERE due_at IS NOT NULL AND courier > ?";

    /// <inheritdoc cref="IOrderReads.ListAllDueOrdersAsync"/>
    public static KeysetPage<OrderRecord, PartyDuePosition> ListOrders(SqliteDatabase database, OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit) =>
        Snapshot.Read(database, (work, dueAt, after, limit), static (database, page) => List(
            page.after,
            page.limit,
            (gateway, from, most) => OrderRows.ListDue(database, page.work, gateway, page.dueAt, from, most),
            gateway => Next(OrderWorks.StatusOf(page.work) is { } status
                ? database.Statement(NextGatewayOfStatus).Bind((long)status).Bind((long)page.work).Bind(gateway ?? string.Empty)
                : database.Statement(NextGateway).Bind(gateway ?? string.Empty))));

    /// <inheritdoc cref="IDeliveryReads.ListAllDueDeliveriesAsync"/>
    public static KeysetPage<DeliveryRecord, PartyDuePosition> ListDeliveries(SqliteDatabase database, DateTimeOffset dueAt, PartyDuePosition? after, int limit) =>
        Snapshot.Read(database, (dueAt, after, limit), static (database, page) => List(
            page.after,
            page.limit,
            (courier, from, most) => courier is null ? new KeysetPage<DeliveryRecord, DuePosition>([], null) : DeliveryRows.ListDue(database, courier, page.dueAt, from, most),
            courier => Next(database.Statement(NextCourier).Bind(courier ?? string.Empty))));

    private static KeysetPage<T, PartyDuePosition> List<T>(
        PartyDuePosition? after, int limit, Func<string?, DuePosition?, int, KeysetPage<T, DuePosition>> list, Func<string?, string?> nextParty)
    {
        var found = new List<T>();
        var party = after?.Party;
        DuePosition? from = after is { } position ? new DuePosition(position.DueAt, position.Id) : null;
        for (var lookedAt = 1; ; lookedAt++)
        {
            var page = list(party, from, limit - found.Count);
            found.AddRange(page.Items);
            if (page.Next is { } next)
            {
                return new KeysetPage<T, PartyDuePosition>(found, new PartyDuePosition(party, next.DueAt, next.Id));
            }

            if (lookedAt == MostParties)
            {
                return new KeysetPage<T, PartyDuePosition>(found, new PartyDuePosition(party, DateTimeOffset.MaxValue, Guid.AllBitsSet));
            }

            if (nextParty(party) is not { } behind)
            {
                return new KeysetPage<T, PartyDuePosition>(found, null);
            }

            (party, from) = (behind, null);
        }
    }

    private static string? Next(SqliteStatement statement)
    {
        statement.Step();
        var name = statement.NullableText(0);
        statement.Reset();
        return name;
    }
}
