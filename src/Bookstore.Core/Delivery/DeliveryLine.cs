namespace Bookstore;

/// <summary>Copies of one book in a delivery.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record DeliveryLine(Isbn Isbn, int Quantity);

/// <summary>Checks and merges the lines of a request.</summary>
internal static class DeliveryLines
{
    /// <summary>One line a book, by ascending ISBN.</summary>
    /// <exception cref="ArgumentException">There are too many lines, or one has a quantity out of its range.</exception>
    public static IReadOnlyList<DeliveryLine> Merge(IReadOnlyList<DeliveryLine> lines)
    {
        Require.NotNull(lines);
        Require.Count(lines.Count, 0, Order.MaxLines, nameof(lines));
        var copies = new SortedDictionary<Isbn, int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = Require.NotNull(lines[i], $"Lines[{i}]");
            Require.Isbn(line.Isbn, $"Lines[{i}].Isbn");
            var sum = copies.GetValueOrDefault(line.Isbn) + Require.InRange(line.Quantity, 1, Order.MaxQuantity, $"Lines[{i}].Quantity");
            copies[line.Isbn] = Require.InRange(sum, 1, Order.MaxQuantity, $"Lines[{i}].Quantity");
        }

        return [.. copies.Select(static pair => new DeliveryLine(pair.Key, pair.Value))];
    }
}
