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

    /// <summary>The longest <see cref="Label"/>, in Unicode code points: 100.</summary>
    public const int MaxLabelLength = 100;

    /// <summary>What the customer is shown, such as <c>Express shipping</c>: 1 to 100 characters; <see langword="null"/> for none.</summary>
    public string? Label { get; init; }

    /// <summary>The line that it belongs to; <see langword="null"/> when it belongs to the whole order.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>Whether it is part of the prices already, as tax is in many countries: shown, not added. Default <see langword="false"/>.</summary>
    public bool IsIncluded { get; init; }
}
