namespace Bookstore.Storage;

/// <summary>Removes an idempotency key after its time, unless its order is unsettled still.</summary>
internal sealed class PurgeKey(IdempotencyRecord key) : Operation<bool>
{
    public override bool Begins => false;

    private bool IsOfOrder => string.Equals(key.Id.Operation, OrderWorkflow.KeyOperation, StringComparison.Ordinal);

    public override void Needs(RecordKeys keys)
    {
        keys.IdempotencyKeys.Add(key.Id);
        if (IsOfOrder)
        {
            keys.Orders.Add(key.ResourceId);
        }
    }

    protected override bool DecideOn(WorkingSet records)
    {
        // Purged by another host and claimed anew meanwhile, it is another key.
        var isUnsettled = IsOfOrder && records.Orders.Find(key.ResourceId) is { DueAt: not null };
        if (isUnsettled || records.IdempotencyKeys.Find(key.Id) != key)
        {
            return false;
        }

        records.IdempotencyKeys.Remove(key.Id);
        return true;
    }
}
