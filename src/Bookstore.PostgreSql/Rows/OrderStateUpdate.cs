using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.OrderRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The update of orders whose state alone changes, which is nearly every one: what was ordered is neither sent nor parsed again.</summary>
internal sealed class OrderStateUpdate(string schema)
{
    private readonly string _update = AffectedRows.RequireAll(
        $"UPDATE {schema}.orders o SET {OrderStateColumns.Set} FROM {UnnestedRows.Of("id, " + OrderStateColumns.Names, "uuid, " + OrderStateColumns.Types)} WHERE o.id = given.id");

    /// <summary>Tells updates of the state alone from the others; both stay in their order.</summary>
    public static (List<Entry> OfState, List<Entry> OfAll) Split(List<Entry> updates)
    {
        List<Entry> ofState = [];
        List<Entry> ofAll = [];
        foreach (var entry in updates)
        {
            (IsSameContent(entry.Loaded!.Order, entry.Current!.Order) ? ofState : ofAll).Add(entry);
        }

        return (ofState, ofAll);
    }

    public void AddTo(NpgsqlBatch batch, List<Entry> rows) => batch.Add(_update).Bind(rows, static entry => entry.Key).BindState(rows);

    // Lines and adjustments are not compared one by one: what was not replaced is the same.
    private static bool IsSameContent(Order before, Order now) =>
        OrderDetails.IsSame(before, now)
        && string.Equals(before.CustomerId, now.CustomerId, StringComparison.Ordinal) && before.Total == now.Total && before.CreatedAt == now.CreatedAt;
}
