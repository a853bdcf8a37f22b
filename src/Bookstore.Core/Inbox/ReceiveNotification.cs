using Bookstore.Storage;

namespace Bookstore;

/// <summary>Keeps a notification, once.</summary>
/// <param name="source">The source.</param>
/// <param name="notification">What it says.</param>
/// <param name="now">When it came in.</param>
internal sealed class ReceiveNotification(string source, Notification notification, Moment now) : Operation<InboxRecord?>
{
    private readonly DocumentId _id = InboxDocuments.Kind.IdOf(InboxDocuments.IdOf(source, notification.Id));

    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(_id);

    // The entry, if it is new.
    protected override InboxRecord? DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(_id) is not null)
        {
            return null;
        }

        var body = new InboxBody { Source = source, NotificationId = notification.Id, Type = notification.Type, Reference = notification.Reference, ReceivedAt = now.Shown };
        var document = InboxDocuments.Kind.Write(_id.Id, body, null) with { State = (int)InboxState.Waiting, DueAt = now.Store };
        records.Documents.Put(_id, document);
        return new InboxRecord(document, body);
    }
}
