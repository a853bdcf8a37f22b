using Bookstore.Storage;

namespace Bookstore;

/// <summary>Removes events from the beginning of the feed.</summary>
/// <param name="through">The position of the last of them.</param>
internal sealed class RemoveEvents(long through) : Operation<bool>
{
    // As large as it is, it leaves a batch to itself.
    public const int MaxEvents = 1_000;

    public override bool CanBeShed => false;

    public override bool IsBulk => true;

    public override int Weight => MaxEvents;

    public override void DeclareKeys(RecordKeys keys)
    {
    }

    protected override bool DecideOn(WorkingSet records)
    {
        records.Events.RemoveThrough(through);
        return true;
    }
}
