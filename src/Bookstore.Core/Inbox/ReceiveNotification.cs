using Bookstore.Storage;

namespace Bookstore;

/// <summary>Keeps a notification, once.</summary>
/// <param name="body">What to keep of it.</param>
/// <param name="dueAt">When it came in, in the store's time.</param>
internal sealed class ReceiveNotification(InboxBody body, DateTimeOffset dueAt) : Operation<InboxRecord?>
{
    private readonly DocumentId _id = InboxDocuments.Kind.IdOf(InboxDocuments.IdOf(body.Source, body.NotificationId));

    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(_id);

    // The entry, if it is new.
    protected override InboxRecord? DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(_id) is not null)
        {
            return null;
        }

        var document = InboxDocuments.Kind.Write(_id.Id, body, null) with { State = (int)InboxState.Waiting, DueAt = dueAt };
        records.Documents.Put(_id, document);
        return new InboxRecord(document, body);
    }
}
