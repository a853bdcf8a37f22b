using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bookstore.PostgreSql;

/// <summary>The lines of orders and reservations and the adjustments of orders, as the JSON of their columns.</summary>
internal static class LineText
{
    private const string IsbnName = "isbn";
    private const string QuantityName = "quantity";
    private const string UnitPriceName = "unit_price_minor";
    private const string KindName = "kind";
    private const string AmountName = "amount_minor";

    public static string Format(IReadOnlyList<OrderLine> lines) => Format(lines, static (json, line) =>
    {
        json.WriteNumber(IsbnName, line.Isbn.ToInt64());
        json.WriteNumber(QuantityName, line.Quantity);
        json.WriteNumber(UnitPriceName, line.UnitPrice.MinorUnits);
    });

    public static string Format(IReadOnlyList<OrderAdjustment> adjustments) => Format(adjustments, static (json, adjustment) =>
    {
        json.WriteString(KindName, adjustment.Kind);
        json.WriteNumber(AmountName, adjustment.Amount.MinorUnits);
    });

    public static string Format(IReadOnlyList<ReservationLine> lines) => Format(lines, static (json, line) =>
    {
        json.WriteNumber(IsbnName, line.Isbn.ToInt64());
        json.WriteNumber(QuantityName, line.Quantity);
    });

    public static IReadOnlyList<OrderLine> ParseOrderLines(string text, string currency) => Parse(text, currency, static (line, currency) => new OrderLine(
        Isbn.FromStored(line.GetProperty(IsbnName).GetInt64()),
        line.GetProperty(QuantityName).GetInt32(),
        Money.FromStored(line.GetProperty(UnitPriceName).GetInt64(), currency)));

    public static IReadOnlyList<OrderAdjustment> ParseAdjustments(string text, string currency) => Parse(text, currency, static (adjustment, currency) => new OrderAdjustment(
        adjustment.GetProperty(KindName).GetString()!,
        Money.FromStored(adjustment.GetProperty(AmountName).GetInt64(), currency)));

    public static IReadOnlyList<ReservationLine> ParseReservationLines(string text) => Parse(text, string.Empty, static (line, _) => new ReservationLine(
        Isbn.FromStored(line.GetProperty(IsbnName).GetInt64()),
        line.GetProperty(QuantityName).GetInt32()));

    private static string Format<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return "[]";
        }

        var buffer = new ArrayBufferWriter<byte>(64 * items.Count);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var i = 0; i < items.Count; i++)
            {
                json.WriteStartObject();
                write(json, items[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static T[] Parse<T>(string text, string currency, Func<JsonElement, string, T> read)
    {
        if (text is "[]")
        {
            return [];
        }

        using var document = JsonDocument.Parse(text);
        var items = new T[document.RootElement.GetArrayLength()];
        var next = 0;
        foreach (var item in document.RootElement.EnumerateArray())
        {
            items[next++] = read(item, currency);
        }

        return items;
    }
}
