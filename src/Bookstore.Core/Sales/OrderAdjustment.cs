namespace Bookstore;

/// <summary>An amount beside the lines of an order: shipping, tax, a discount (negative).</summary>
/// <param name="Kind">What it is, in the shop's own words: 1 to 50 characters.</param>
/// <param name="Amount">The amount, in the order's currency; negative for a discount.</param>
public sealed record OrderAdjustment(string Kind, Money Amount)
{
    /// <summary>The most adjustments of an order: 20.</summary>
    public const int MaxAdjustments = 20;

    /// <summary>The longest <see cref="Kind"/>, in Unicode code points: 50.</summary>
    public const int MaxKindLength = 50;
}
