namespace Bookstore.Storage;

/// <summary>Removes an idempotency key after its time.</summary>
internal sealed class PurgeKey(IdempotencyRecord key) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.IdempotencyKeys.Add(key.Id);

    protected override bool DecideOn(WorkingSet records)
    {
        // Purged by another host and claimed anew meanwhile, it is another key.
        if (records.IdempotencyKeys.Find(key.Id) != key)
        {
            return false;
        }

        records.IdempotencyKeys.Remove(key.Id);
        return true;
    }
}
