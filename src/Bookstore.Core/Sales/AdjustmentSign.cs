namespace Bookstore;

/// <summary>Whether an adjustment may raise or lower the total.</summary>
internal static class AdjustmentSign
{
    /// <summary>What is wrong with the sign of an amount; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemOf(string kind, decimal amount, bool isIncluded) => kind switch
    {
        _ when isIncluded && amount < 0 => "must be zero or more, because it is included in the prices",
        OrderAdjustment.Shipping or OrderAdjustment.Tax or OrderAdjustment.Fee or OrderAdjustment.GiftWrap when amount < 0 => "must be zero or more; give a discount to lower the total",
        OrderAdjustment.Discount when amount > 0 => "must be zero or less, because a discount lowers the total",
        _ => null,
    };
}
