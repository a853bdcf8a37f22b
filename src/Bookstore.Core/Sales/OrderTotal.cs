namespace Bookstore;

/// <summary>What lines and adjustments come to.</summary>
/// <param name="Total">The total, where there is one.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Isbn">The book whose own discounts exceed its line.</param>
internal readonly record struct OrderTotal(Money Total, TotalProblem Problem = TotalProblem.None, Isbn? Isbn = null)
{
    /// <summary>Sums them up.</summary>
    public static OrderTotal Of(OrderLine[] lines, OrderAdjustment[] adjustments)
    {
        var total = lines[0].UnitPrice * 0;
        foreach (var line in lines)
        {
            if (!string.Equals(line.UnitPrice.Currency, total.Currency, StringComparison.Ordinal))
            {
                return new OrderTotal(default, TotalProblem.MixedCurrencies);
            }

            total += line.UnitPrice * line.Quantity;
        }

        foreach (var adjustment in adjustments)
        {
            if (!string.Equals(adjustment.Amount.Currency, total.Currency, StringComparison.Ordinal))
            {
                return new OrderTotal(default, TotalProblem.MixedCurrencies);
            }

            total += adjustment.IsIncluded ? total * 0 : adjustment.Amount;
        }

        return total.MinorUnits < 0 ? new OrderTotal(default, TotalProblem.Negative)
            : Allocation.FindNegative(lines, adjustments) is { } isbn ? new OrderTotal(default, TotalProblem.Negative, isbn)
            : new OrderTotal(total);
    }
}

/// <summary>Why there is no total.</summary>
internal enum TotalProblem
{
    None,
    MixedCurrencies,
    Negative,
}
