using Bookstore.Storage;

namespace Bookstore;

/// <summary>Notifications as documents, each once by its source and the sender's id.</summary>
internal static class InboxDocuments
{
    /// <summary>How long an entry is kept after its last change.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    public static DocumentKind<InboxBody> Kind { get; } = new("inbox", 1, static () => InboxJsonContext.Default.InboxBody);

    /// <summary>The id follows from what must be unique, so that a duplicate is found by its key.</summary>
    public static Guid IdOf(string source, string notificationId) => new Fingerprint().Add("inbox").Add(source).Add(notificationId).Compute();

    public static InboxRecord Read(DocumentRecord document) => new(document, Kind.Read(document));

    /// <summary>Reads an entry; <see langword="null"/> when its document is damaged, so that it delays no other.</summary>
    public static InboxRecord? TryRead(DocumentRecord document)
    {
        try
        {
            return Read(document);
        }
        catch (BookstoreStoreException)
        {
            return null;
        }
    }
}

/// <summary>An entry of the inbox as the store has it.</summary>
internal sealed record InboxRecord(DocumentRecord Document, InboxBody Body)
{
    public Guid Id => Document.Id.Id;

    public InboxState State => (InboxState)Document.State;

    public Notification Notification => new(Body.NotificationId, Body.Type, Body.Reference);

    /// <summary>The document with another body, state and time.</summary>
    public InboxRecord With(InboxBody body, InboxState state, DateTimeOffset dueAt) =>
        new(InboxDocuments.Kind.Write(Id, body, Document) with { State = (int)state, DueAt = dueAt }, body);
}
