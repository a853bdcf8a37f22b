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

    public static DocumentKind<DateChange> Documents { get; } = new("date-change", 1, static () => DateChangeJsonContext.Default.DateChange);

    /// <summary>Writes down that the orders which wait for a book are to be named, if a date of it has moved. The number of the book's last event makes the id a new one.</summary>
    public static void NoteIfMoved(WorkingSet records, Book? before, Book after, DateTimeOffset at)
    {
        var level = StockLedger.LevelOf(records, after.Isbn);
        if (before is null || level.Waiting == 0 || !records.Events.IsEnabled || SaleDates.Of(before) == SaleDates.Of(after))
        {
            return;
        }

        var change = new DateChange { Isbn = after.Isbn.ToInt64(), Before = SaleDates.Of(before), Now = SaleDates.Of(after) };
        records.InsertDocument(Documents.Write(DueAllocation.IdOf(after.Isbn, level.EventCount), change, null) with { DueAt = at });
    }
}

/// <summary>The dates of a book that a customer who waits for it wants to know.</summary>
internal sealed record SaleDates
{
    public DateTimeOffset? SellableFrom { get; set; }

    public DateTimeOffset? EmbargoUntil { get; set; }

    public string? PublishedOn { get; set; }

    public static SaleDates Of(Book book) => new() { SellableFrom = book.SellableFrom, EmbargoUntil = book.EmbargoUntil, PublishedOn = book.PublishedOn?.ToString() };
}

/// <summary>How the body is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DateChange))]
internal sealed partial class DateChangeJsonContext : JsonSerializerContext;
