using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.OrderRecord>;

namespace Bookstore.Storage;

/// <summary>The update of orders whose state alone changes, which is nearly every one: what was ordered is neither sent nor parsed again.</summary>
internal sealed class OrderStateUpdate(string schema)
{
    private const string Columns =
        "id, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed";

    private const string Types = "uuid, smallint, smallint, text, text, uuid, boolean, bigint, integer, uuid, bigint, bigint, integer, smallint";

    private readonly string _update = Exactly.All(
        $"""
        UPDATE {schema}.orders o SET
            status = given.status, payment_status = given.payment_status, payment_tx = given.payment_tx, failure_code = given.failure_code,
            delivery_id = given.delivery_id, dispatched = given.dispatched, updated_at = given.updated_at, fence = given.fence,
            lease_holder = given.lease_holder, due_at = given.due_at, give_up_at = given.give_up_at, attempts = given.attempts, owed = given.owed
        FROM {GivenRows.Of(Columns, Types)} WHERE o.id = given.id
        """);

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

    public void AddTo(NpgsqlBatch batch, List<Entry> rows) => batch.Add(_update)
        .Bind(rows, static entry => entry.Key)
        .Bind(rows, static entry => (short)entry.Current!.Order.Status)
        .Bind(rows, static entry => (short)entry.Current!.Order.PaymentStatus)
        .Bind(rows, static entry => entry.Current!.Order.PaymentTransactionId)
        .Bind(rows, static entry => entry.Current!.Order.PaymentFailureCode)
        .Bind(rows, static entry => entry.Current!.Order.DeliveryId)
        .Bind(rows, static entry => entry.Current!.Order.IsDispatched)
        .Bind(rows, static entry => entry.Current!.Order.UpdatedAt.UtcTicks)
        .Bind(rows, static entry => entry.Current!.Fence)
        .Bind(rows, static entry => entry.Current!.LeaseHolder)
        .Bind(rows, static entry => entry.Current!.DueAt?.UtcTicks)
        .Bind(rows, static entry => entry.Current!.GiveUpAt.UtcTicks)
        .Bind(rows, static entry => entry.Current!.Attempts)
        .Bind(rows, static entry => (short?)entry.Current!.Owed);

    // Lines and adjustments are not compared one by one: what was not replaced is the same.
    private static bool IsSameContent(Order before, Order now) =>
        ReferenceEquals(before.Lines, now.Lines) && ReferenceEquals(before.Adjustments, now.Adjustments)
        && string.Equals(before.CustomerId, now.CustomerId, StringComparison.Ordinal) && before.Total == now.Total && before.CreatedAt == now.CreatedAt;
}
