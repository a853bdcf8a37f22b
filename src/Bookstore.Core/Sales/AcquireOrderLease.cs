using Bookstore.Storage;

namespace Bookstore;

/// <summary>Acquires an order with work left to do, if no other host works on it. The incremented fence rejects later writes of the host that had it before.</summary>
/// <param name="lease">Who takes it, and until when.</param>
/// <param name="work">The work to be done on it.</param>
/// <param name="isDue">Whether it must be due; a customer who sends a request again need not wait for that.</param>
/// <param name="expected">The version that the order must have, for a caller who saw it; what it is checked for comes before who works on it.</param>
/// <param name="records">How many records are loaded with the order, see <see cref="OrderChange.RecordsOf"/>. A pending order has no deliveries.</param>
internal sealed class AcquireOrderLease(OrderLease lease, OrderWork work, bool isDue, int records = 1, ExpectedVersion? expected = null) : Operation<AcquireOrderLeaseResult>
{
    /// <summary>The fence of a lease of the same host, under which it made no call: while the order has it, the host still has the order, also after the lease.</summary>
    public int? HeldFence { get; init; }

    public override bool CanBeShed => false;

    public override int Weight => records;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(lease.OrderId);

    protected override AcquireOrderLeaseResult DecideOn(WorkingSet workingSet)
    {
        var current = workingSet.Orders.Find(lease.OrderId);
        if (current is not null && expected?.IsMet(current.Version) == false)
        {
            return new AcquireOrderLeaseResult(false, current) { IsExpected = false };
        }

        if (current is null || !HasWork(current) || IsTaken(current))
        {
            return new AcquireOrderLeaseResult(false, current);
        }

        var next = current with
        {
            Fence = current.Fence + 1,
            // A person who looks at the order must be able to tell a call that is in progress from one that waits for its time.
            LeaseHolder = work == OrderWork.Settlement && current.Order.Attention is null ? null : lease.Holder,
            DueAt = lease.Until,
        };
        workingSet.Orders.Put(lease.OrderId, next);
        return new AcquireOrderLeaseResult(true, next);
    }

    private bool HasWork(OrderRecord record) => work == OrderWork.Settlement ? record.PendingAction is not null : record.Order.Status == OrderStatus.Pending;

    private bool IsTaken(OrderRecord record) => HeldFence is { } held ? record.Fence != held : (isDue || record.LeaseHolder is not null) && record.DueAt > lease.Now;
}

/// <summary>Whether an order was taken.</summary>
/// <param name="Taken">Whether it was.</param>
/// <param name="Order">The order as it is now; <see langword="null"/> when there is none.</param>
internal readonly record struct AcquireOrderLeaseResult(bool Taken, OrderRecord? Order)
{
    /// <summary>Whether the order has the version that was expected.</summary>
    public bool IsExpected { get; init; } = true;
}

/// <summary>Who works on an order, and until when, in the store's time.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Holder">The host.</param>
/// <param name="Now">The time of the taking.</param>
/// <param name="Until">Until when the host is left alone with it.</param>
internal readonly record struct OrderLease(Guid OrderId, Guid Holder, DateTimeOffset Now, DateTimeOffset Until);
