using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>Which message a book is from: a document of each book that a message named, also of one that is not in the catalogue.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record SourceStamp : DocumentBody
{
    /// <summary>The time of the record itself, where it has one.</summary>
    public DateTimeOffset? RecordedAt { get; set; }

    /// <summary>When the message was sent.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The message, see <see cref="MessageIdentity"/>.</summary>
    public Guid Message { get; set; }

    /// <summary>The position of the record in the message.</summary>
    public long Number { get; set; }

    /// <summary>The text of the record.</summary>
    public long Content { get; set; }

    /// <summary>What the record did to the book.</summary>
    public ImportOutcome Outcome { get; set; }

    /// <summary>The book's <see cref="Book.SellableFrom"/> as the feed has it. A shop that has changed it keeps its own.</summary>
    public DateTimeOffset? SellableFrom { get; set; }

    public static DocumentKind<SourceStamp> Documents { get; } = new("onix-source", 1, static () => ImportJsonContext.Default.SourceStamp);

    /// <summary>The id follows from the ISBN, and sorts like it.</summary>
    public static DocumentId IdOf(Isbn isbn)
    {
        var number = isbn.ToInt64();
        return Documents.IdOf(new Guid((int)(number >> 32), (short)(number >> 16), (short)number, 0, 0, 0, 0, 0, 0, 0, 1));
    }

    /// <summary>Whether it is the very record that another stamp is of.</summary>
    public bool IsSameRecord(SourceStamp other) => Message == other.Message && Number == other.Number && Content == other.Content;

    /// <summary>Whether this may overwrite what an earlier stamp is of.</summary>
    public bool IsAfter(SourceStamp? stored)
    {
        if (stored is null)
        {
            return true;
        }

        if (Message == stored.Message)
        {
            // A file that was corrected by hand is the same message with other content.
            return Number > stored.Number || (Number == stored.Number && Content != stored.Content);
        }

        if (RecordedAt is { } recorded && stored.RecordedAt is { } storedRecorded && recorded != storedRecorded)
        {
            return recorded > storedRecorded;
        }

        return SentAt is not { } sent || stored.SentAt is not { } storedSent || sent >= storedSent;
    }
}
