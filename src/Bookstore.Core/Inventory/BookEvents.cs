using Bookstore.Storage;

namespace Bookstore;

/// <summary>The events of a book and its stock, which share the sequence <see cref="StockLevel.EventCount"/>.</summary>
internal static class BookEvents
{
    /// <summary>Appends the event of a saved book. The caller has loaded its stock level.</summary>
    public static void AppendSaved(WorkingSet records, Book? before, Book after, DateTimeOffset at) =>
        Append(records, after.Isbn, EventTypes.BookSaved, at, (before, after), static (json, saved, _) => Write(json, saved.before, saved.after));

    /// <summary>Appends the event of stock that was received or adjusted.</summary>
    public static void AppendChanged(WorkingSet records, StockMovement movement, DateTimeOffset at) => Append(records, movement.Isbn, EventTypes.StockChanged, at, movement, static (json, change, level) =>
    {
        json.WriteString("kind"u8, EventData.NameOf(change.Kind));
        json.WriteNumber("on_hand_change"u8, change.OnHandChange);
        Write(json, level);
    });

    /// <summary>Appends the event of a book whose last available copy an operation took, if it did.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="isbn">The book.</param>
    /// <param name="availableBefore">What was available before the operation.</param>
    /// <param name="at">When it happened.</param>
    public static void AppendIfDepleted(WorkingSet records, Isbn isbn, int availableBefore, DateTimeOffset at)
    {
        if (availableBefore > 0 && StockLedger.LevelOf(records, isbn).Available == 0)
        {
            Append(records, isbn, EventTypes.StockDepleted, at, 0, static (json, _, level) => Write(json, level));
        }
    }

    /// <summary>Appends the event that names orders which wait for a book whose date has moved.</summary>
    public static void AppendDateChanged(WorkingSet records, Isbn isbn, DateChange change, IReadOnlyList<Guid> orders, DateTimeOffset at) =>
        Append(records, isbn, EventTypes.PreorderDateChanged, at, (change, orders), static (json, told, _) =>
        {
            Write(json, told.change.Now, "sellable_from"u8, "embargo_until"u8, "published_on"u8);
            Write(json, told.change.Before, "previous_sellable_from"u8, "previous_embargo_until"u8, "previous_published_on"u8);
            json.WriteStartArray("order_ids"u8);
            foreach (var order in told.orders)
            {
                json.WriteStringValue(order.ToString());
            }

            json.WriteEndArray();
        });

    private static void Write(EventDataWriter json, SaleDates? dates, ReadOnlySpan<byte> sellableFrom, ReadOnlySpan<byte> embargoUntil, ReadOnlySpan<byte> publishedOn)
    {
        if (dates?.SellableFrom is { } from)
        {
            json.WriteString(sellableFrom, from);
        }

        if (dates?.EmbargoUntil is { } until)
        {
            json.WriteString(embargoUntil, until);
        }

        if (dates?.PublishedOn is { } day)
        {
            json.WriteString(publishedOn, day);
        }
    }

    private static void Append<TState>(WorkingSet records, Isbn isbn, string type, DateTimeOffset at, TState state, Action<EventDataWriter, TState, StockLevel> write)
    {
        if (!records.Events.IsEnabled)
        {
            return;
        }

        var level = StockLedger.LevelOf(records, isbn);
        level = level with { EventCount = level.EventCount + 1 };
        records.Stock.Put(isbn, level);
        var subject = EventSubject.Of(isbn);
        var data = records.Events.BeginData(subject);
        data.WriteString("isbn"u8, isbn.ToString());
        write(data, state, level);
        records.Events.Append(type, subject, level.EventCount, at);
    }

    private static void Write(EventDataWriter json, StockLevel level)
    {
        json.WriteNumber("on_hand"u8, level.OnHand);
        json.WriteNumber("reserved"u8, level.Reserved);
        json.WriteNumber("available"u8, level.Available);
        if (level.Waiting > 0)
        {
            json.WriteNumber("waiting"u8, level.Waiting);
        }
    }

    private static void Write(EventDataWriter json, Book? before, Book after)
    {
        json.WriteBoolean("added"u8, before is null);
        EventData.WriteMoney(json, "price"u8, after.Price);
        json.WriteStartArray("changed"u8);
        WriteIf(json, "title", before?.Title != after.Title);
        WriteIf(json, "author", before?.Author != after.Author);
        WriteIf(json, "price", before?.Price != after.Price);
        WriteIf(json, "publisher", before?.Publisher != after.Publisher);
        WriteIf(json, "published_on", before?.PublishedOn != after.PublishedOn);
        WriteIf(json, "language", before?.Language != after.Language);
        WriteIf(json, "format", before?.Format != after.Format);
        WriteIf(json, "sellable_from", before?.SellableFrom != after.SellableFrom);
        WriteIf(json, "embargo_until", before?.EmbargoUntil != after.EmbargoUntil);
        WriteIf(json, "backorder_limit", (before?.BackorderLimit ?? 0) != after.BackorderLimit);
        WriteChangedDetails(json, before, after);
        json.WriteEndArray();
    }

    // The names of the members that a client sees.
    private static void WriteChangedDetails(EventDataWriter json, Book? before, Book after)
    {
        if (before?.HasDetails != true && !after.HasDetails)
        {
            return;
        }

        var (old, now) = (before?.Details ?? BookDetails.None, after.Details ?? BookDetails.None);
        WriteIf(json, "subtitle", old.Subtitle != now.Subtitle);
        WriteIf(json, "contributors", !old.Contributors.SequenceEqual(now.Contributors));
        WriteIf(json, "series", !old.Series.SequenceEqual(now.Series));
        WriteIf(json, "imprint", old.Imprint != now.Imprint);
        WriteIf(json, "subjects", !old.Subjects.SequenceEqual(now.Subjects));
        WriteIf(json, "product_form", old.ProductForm != now.ProductForm);
        WriteIf(json, "pages", old.Pages != now.Pages);
        WriteIf(json, "dimensions", old.Dimensions != now.Dimensions);
        WriteIf(json, "weight", old.Weight != now.Weight);
        WriteIf(json, "fixed_price", old.FixedPrice != now.FixedPrice);
        WriteIf(json, "prices", !old.Prices.SequenceEqual(now.Prices));
        WriteIf(json, "publishing_status", old.PublishingStatus != now.PublishingStatus);
        WriteIf(json, "availability", old.Availability != now.Availability);
        WriteIf(json, "embargo_on", old.EmbargoOn != now.EmbargoOn);
        WriteIf(json, "on_sale_on", old.OnSaleOn != now.OnSaleOn);
        WriteIf(json, "last_return_on", old.LastReturnOn != now.LastReturnOn);
        WriteIf(json, "supplier", old.Supplier != now.Supplier);
        WriteIf(json, "returnability", old.Returnability != now.Returnability);
        WriteIf(json, "image_url", old.ImageUrl != now.ImageUrl);
    }

    private static void WriteIf(EventDataWriter json, string member, bool isChanged)
    {
        if (isChanged)
        {
            json.WriteStringValue(member);
        }
    }
}
