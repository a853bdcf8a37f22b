using Bookstore.Storage;

namespace Bookstore;

/// <summary>Has an entry that is not done worked on again. A try that is in progress has no effect on it any more.</summary>
/// <param name="id">The entry.</param>
/// <param name="now">When it is due.</param>
internal sealed class RetryNotification(Guid id, DateTimeOffset now) : Operation<bool>
{
    private readonly DocumentId _id = InboxDocuments.Kind.IdOf(id);

    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(_id);

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(_id) is not { } document || InboxDocuments.Read(document) is not { State: InboxState.Parked or InboxState.Waiting } current)
        {
            return false;
        }

        records.Documents.Put(_id, current.With(current.Body with { Attempts = 0, Fence = current.Body.Fence + 1 }, InboxState.Waiting, now).Document);
        return true;
    }
}
