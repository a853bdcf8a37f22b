using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.OrderRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The columns of an order that change; the others are written once.</summary>
internal static class OrderStateColumns
{
    public const string Names =
        "status, payment_status, payment_tx, failure_code, delivery_id, dispatched, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed, version";

    public const string Types = "smallint, smallint, text, text, uuid, boolean, bigint, integer, uuid, bigint, bigint, integer, smallint, integer";

    public const string Set =
        "status = given.status, payment_status = given.payment_status, payment_tx = given.payment_tx, failure_code = given.failure_code, "
        + "delivery_id = given.delivery_id, dispatched = given.dispatched, updated_at = given.updated_at, fence = given.fence, "
        + "lease_holder = given.lease_holder, due_at = given.due_at, give_up_at = given.give_up_at, attempts = given.attempts, owed = given.owed, version = given.version";

    /// <summary>Binds them in the order of <see cref="Names"/>.</summary>
    public static NpgsqlBatchCommand BindState(this NpgsqlBatchCommand command, List<Entry> rows) => command
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
        .Bind(rows, static entry => (short?)entry.Current!.PendingAction)
        .Bind(rows, static entry => entry.Current!.Version);
}
