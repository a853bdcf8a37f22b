using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bookstore.Sqlite;

/// <summary>An order's lines as one text: <c>isbn:quantity:unit price in minor units</c>, separated by spaces.</summary>
internal static class OrderLineText
{
    public static string Format(IReadOnlyList<OrderLine> lines)
    {
        var text = new DefaultInterpolatedStringHandler(0, 3 * lines.Count, CultureInfo.InvariantCulture, stackalloc char[256]);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (i > 0)
            {
                text.AppendLiteral(" ");
            }

            text.AppendFormatted(line.Isbn.ToInt64());
            text.AppendLiteral(":");
            text.AppendFormatted(line.Quantity);
            text.AppendLiteral(":");
            text.AppendFormatted(line.UnitPrice.MinorUnits);
        }

        return text.ToStringAndClear();
    }

    public static IReadOnlyList<OrderLine> Parse(ReadOnlySpan<char> text, string currency)
    {
        if (text.IsEmpty)
        {
            return [];
        }

        var lines = new OrderLine[text.Count(' ') + 1];
        var next = 0;
        foreach (var range in text.Split(' '))
        {
            lines[next++] = ParseLine(text[range], currency);
        }

        return lines;
    }

    private static OrderLine ParseLine(ReadOnlySpan<char> line, string currency)
    {
        var first = line.IndexOf(':');
        var last = line.LastIndexOf(':');
        return new OrderLine(
            Isbn.FromStored(long.Parse(line[..first], CultureInfo.InvariantCulture)),
            int.Parse(line[(first + 1)..last], CultureInfo.InvariantCulture),
            Money.FromStored(long.Parse(line[(last + 1)..], CultureInfo.InvariantCulture), currency));
    }
}
