namespace Bookstore;

/// <summary>Books whose price is bound: what lowers it is refused.</summary>
internal static class FixedPrices
{
    /// <summary>Finds a book at a fixed price that an adjustment would lower. Only where there is such an adjustment are the books' details read.</summary>
    /// <param name="adjustments">The adjustments. One for the whole order is divided among all of its lines.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="state">What the books are found in.</param>
    /// <param name="bookOf">The book of a line.</param>
    public static PlaceOrderResult? RefusalOf<TState>(ReadOnlySpan<OrderAdjustment> adjustments, ReadOnlySpan<OrderLine> lines, TState state, Func<TState, int, Isbn, Book?> bookOf)
    {
        foreach (var adjustment in adjustments)
        {
            if (adjustment.Amount.MinorUnits >= 0)
            {
                continue;
            }

            for (var i = 0; i < lines.Length; i++)
            {
                if ((adjustment.Isbn is null || adjustment.Isbn == lines[i].Isbn) && bookOf(state, i, lines[i].Isbn)?.Details is { FixedPrice: true })
                {
                    return new PlaceOrderResult { Outcome = PlaceOrderOutcome.PriceFixed, Isbn = lines[i].Isbn };
                }
            }
        }

        return null;
    }
}
