using Bookstore.Storage;

namespace Bookstore;

/// <summary>Acquires orders for background work that calls a gateway.</summary>
internal sealed class OrderLeases(WorkContext context, GroupCommit commit)
{
    /// <summary>Acquires an order, if no other host works on it.</summary>
    /// <param name="order">The order as it was listed.</param>
    /// <param name="work">The work to be done on it.</param>
    /// <param name="dueAt">The time by which it must be due: that of the round.</param>
    /// <param name="lease">How long the lease is.</param>
    /// <param name="isDue">Whether it must be due at all.</param>
    /// <param name="heldFence">The fence of a lease of this host that is replaced, due or not.</param>
    /// <returns>The order; <see langword="null"/> when it was not acquired.</returns>
    public async ValueTask<Leased<OrderRecord>?> AcquireAsync(OrderRecord order, OrderWork work, DateTimeOffset dueAt, TimeSpan lease, bool isDue = true, int? heldFence = null)
    {
        var now = await context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        var acquiring = new OrderLease(order.Order.Id, context.Host.Id, dueAt, now.Plus(lease));
        var operation = new AcquireOrderLease(acquiring, work, isDue, OrderChange.RecordsOf(order)) { HeldFence = heldFence };
        var acquired = await commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return acquired.Taken ? new Leased<OrderRecord>(acquired.Order!, acquired.Order!.Fence, acquiring.Until) : null;
    }
}
