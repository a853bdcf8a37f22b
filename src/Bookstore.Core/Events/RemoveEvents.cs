using Bookstore.Storage;

namespace Bookstore;

/// <summary>Removes events from the beginning of the feed.</summary>
/// <param name="through">The position of the last of them.</param>
internal sealed class RemoveEvents(long through) : Operation<bool>
{
    /// <summary>How many events a slice has, about.</summary>
    public const int MaxEvents = 1_000;

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys)
    {
    }

    protected override bool DecideOn(WorkingSet records)
    {
        records.Events.RemoveThrough(through);
        return true;
    }
}
