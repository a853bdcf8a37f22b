using Bookstore.Storage;

namespace Bookstore;

/// <summary>Notes that a parked event is discarded, and makes it due now. The host that runs the consumer removes it without a try, so that what waits behind it is found.</summary>
/// <param name="id">The event's document.</param>
/// <param name="now">The store's time.</param>
internal sealed class DiscardParked(Guid id, DateTimeOffset now) : Operation<bool>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(ConsumerDocuments.ParkedEvents.IdOf(id));

    protected override bool DecideOn(WorkingSet records) => Discard(records, id, now);

    /// <summary>Stages that a parked event is discarded.</summary>
    /// <returns>Whether it is there.</returns>
    public static bool Discard(WorkingSet records, Guid id, DateTimeOffset now)
    {
        if (records.Documents.Find(ConsumerDocuments.ParkedEvents.IdOf(id)) is not { } parked)
        {
            return false;
        }

        var body = ConsumerDocuments.ParkedEvents.Read(parked);
        if (!body.IsDiscarded)
        {
            // One that waits is removed when those before it are dealt with.
            var dueAt = parked.State == ConsumerDocuments.Waiting ? parked.DueAt : now;
            records.Documents.Put(parked.Id, ConsumerDocuments.ParkedEvents.Write(id, body with { IsDiscarded = true }, parked) with { DueAt = dueAt });
        }

        return true;
    }
}
