using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes a parked event due now. The host that runs the consumer finds it.</summary>
/// <param name="id">The event's document.</param>
/// <param name="now">The store's time.</param>
internal sealed class SendParkedAgain(Guid id, DateTimeOffset now) : Operation<SendAgainOutcome>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(ConsumerDocuments.ParkedEvents.IdOf(id));

    protected override SendAgainOutcome DecideOn(WorkingSet records) => SendAgain(records, id, now);

    /// <summary>Stages that a parked event is due.</summary>
    public static SendAgainOutcome SendAgain(WorkingSet records, Guid id, DateTimeOffset now)
    {
        switch (records.Documents.Find(ConsumerDocuments.ParkedEvents.IdOf(id)))
        {
            case null:
                return SendAgainOutcome.NotFound;
            case { State: ConsumerDocuments.Waiting }:
                return SendAgainOutcome.Waiting;
            case var parked when ConsumerDocuments.ParkedEvents.Read(parked).IsDiscarded:
                return SendAgainOutcome.NotFound;
            case var parked:
                records.Documents.Put(parked.Id, parked with { DueAt = parked.DueAt < now ? parked.DueAt : now });
                return SendAgainOutcome.Due;
        }
    }
}
