using System.Globalization;
using System.Text;

namespace Bookstore.Sqlite;

/// <summary>An order's adjustments as one text: <c>minor units:kind</c>, the kind percent-encoded, separated by spaces.</summary>
internal static class AdjustmentText
{
    public static string? Format(IReadOnlyList<OrderAdjustment> adjustments)
    {
        if (adjustments.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        for (var i = 0; i < adjustments.Count; i++)
        {
            var (kind, amount) = adjustments[i];
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{amount.MinorUnits}:{Uri.EscapeDataString(kind)}");
        }

        return text.ToString();
    }

    public static IReadOnlyList<OrderAdjustment> Parse(string? text, string currency)
    {
        if (text is null)
        {
            return [];
        }

        var adjustments = new List<OrderAdjustment>();
        foreach (var adjustment in text.Split(' '))
        {
            var colon = adjustment.IndexOf(':', StringComparison.Ordinal);
            var minorUnits = long.Parse(adjustment.AsSpan(0, colon), CultureInfo.InvariantCulture);
            adjustments.Add(new OrderAdjustment(Uri.UnescapeDataString(adjustment[(colon + 1)..]), Money.FromStored(minorUnits, currency)));
        }

        return adjustments;
    }
}
