using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A date of a book has moved while orders wait for it: a document until the feed has named all of them.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record DateChange : DocumentBody
{
    public long Isbn { get; set; }

    public SaleDates? Before { get; set; }

    public SaleDates? Now { get; set; }

    /// <summary>The last line of the queue that was named; <see langword="null"/> at the beginning.</summary>
    public Guid? After { get; set; }

    /// <summary>Whether orders that have their copies are named as well, because they wait for the end of an embargo.</summary>
    public bool NamesAllocated { get; set; }

    /// <summary>The position in the book's movements up to which those were named; <see langword="null"/> at the beginning.</summary>
    public long? Movement { get; set; }

    /// <summary>Whether all that wait for copies are named.</summary>
    public bool IsQueueDone { get; set; }

    /// <summary>Whether the embargo was not over, or is not, by the store's time.</summary>
    public bool IsOfEmbargoAfter(DateTimeOffset time) => Before?.EmbargoUntil > time || Now?.EmbargoUntil > time;

    public static DocumentKind<DateChange> Documents { get; } = new("date-change", 1, static () => DateChangeJsonContext.Default.DateChange);

    /// <summary>Writes down that the orders which wait for a book, or for the end of its embargo, are to be named, if a date of it has moved. The number of the book's last event makes the id a new one.</summary>
    public static void NoteIfMoved(WorkingSet records, Book? before, Book after)
    {
        var level = StockLedger.LevelOf(records, after.Isbn);
        if (before is null || level.Reserved == 0 || !records.Events.IsEnabled)
        {
            return;
        }

        var (old, now) = (SaleDates.Of(before), SaleDates.Of(after));
        var waitForEmbargo = old.EmbargoUntil != now.EmbargoUntil && level.Reserved > level.Waiting;
        if (old == now || (level.Waiting == 0 && !waitForEmbargo))
        {
            return;
        }

        var change = new DateChange { Isbn = after.Isbn.ToInt64(), Before = old, Now = now, NamesAllocated = waitForEmbargo, IsQueueDone = level.Waiting == 0 };
        records.InsertDocument(Documents.Write(DueAllocation.IdOf(after.Isbn, level.EventCount), change, null) with { DueAt = DueAllocation.AtOnce });
    }
}

/// <summary>The dates of a book that a customer who waits for it wants to know.</summary>
internal sealed record SaleDates
{
    public DateTimeOffset? SellableFrom { get; set; }

    public DateTimeOffset? EmbargoUntil { get; set; }

    public string? PublishedOn { get; set; }

    public static SaleDates Of(Book book) => new() { SellableFrom = book.SellableFrom, EmbargoUntil = book.EmbargoEnd, PublishedOn = book.PublishedOn?.ToString() };
}

/// <summary>How the body is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DateChange))]
internal sealed partial class DateChangeJsonContext : JsonSerializerContext;
