using System.Globalization;
using System.Runtime.InteropServices;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A checksum of what a list is filtered by, so that its cursors fit no other filter. The same in every process.</summary>
/// <param name="Value">The checksum: FNV-1a of the filter's texts, each with its length.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CursorFilter(uint Value)
{
    private const uint Offset = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private const int Missing = -1;

    public static CursorFilter Of(string? text) => new CursorFilter(Offset).And(text);

    /// <summary>A cursor of the orders fits these members together.</summary>
    public static CursorFilter Of(OrderFilter filter) => Of(filter.CustomerId)
        .And(filter.Status?.ToString())
        .And(filter.NeedsAttention ? "attention" : null)
        .And(filter.PaymentStatus?.ToString())
        .And(TextOf(filter.CreatedAfter))
        .And(TextOf(filter.CreatedBefore));

    /// <summary>A cursor of orders that are searched fits the conditions of the search as well.</summary>
    public static CursorFilter Of(OrderFilter filter, OrderQuery query) =>
        Of(filter).And(query.Search).And(query.Fulfilment?.ToString()).And(query.Metadata?.Key).And(query.Metadata?.Value);

    /// <summary>A cursor of the books fits these words, each in its field, and the other conditions as they are asked.</summary>
    public static CursorFilter Of(BookFilter filter, BookQuery query)
    {
        var words = Of(filter.Words).And(filter.AuthorWords);

        // Cursors of lists by words alone are as they were.
        return query is { Publisher: null, Subject: null, PublishingStatus: null, PublishedAfter: null, PublishedBefore: null }
            ? words
            : words.And(query.Publisher).And(query.Subject).And(query.PublishingStatus).And(TextOf(query.PublishedAfter)).And(TextOf(query.PublishedBefore));
    }

    /// <summary>A cursor of the deliveries fits these members together.</summary>
    public static CursorFilter Of(DeliveryFilter filter) => Of(filter.OrderId?.ToString("N")).And(filter.Status?.ToString()).And(filter.NeedsAttention ? "attention" : null);

    public static CursorFilter Of(IReadOnlyList<string> texts) => new CursorFilter(Offset).And(texts);

    public CursorFilter And(IReadOnlyList<string> texts)
    {
        var filter = And(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            filter = filter.And(texts[i]);
        }

        return filter;
    }

    public CursorFilter And(string? text)
    {
        var value = And(text?.Length ?? Missing).Value;
        foreach (var character in text ?? string.Empty)
        {
            value = (value ^ character) * Prime;
        }

        return new CursorFilter(value);
    }

    private static string? TextOf(DateOnly? day) => day?.DayNumber.ToString(CultureInfo.InvariantCulture);

    private static string? TextOf(DateTimeOffset? time) => time?.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private CursorFilter And(int number) => new((Value ^ unchecked((uint)number)) * Prime);
}
