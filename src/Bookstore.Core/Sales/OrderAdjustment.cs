namespace Bookstore;

/// <summary>An amount beside the lines of an order: shipping, tax, a discount (negative).</summary>
/// <param name="Kind">
/// What it is: 1 to 50 characters. <see cref="Shipping"/> and the other constants are the kinds that the REST API takes, and the sign of their amounts is checked; in process it may be a word of the shop's own.
/// </param>
/// <param name="Amount">The amount, in the order's currency; negative for a discount.</param>
public sealed record OrderAdjustment(string Kind, Money Amount)
{
    /// <summary>Shipping: zero or more. It is no part of what a returned copy is worth.</summary>
    public const string Shipping = "shipping";

    /// <summary>Tax: zero or more.</summary>
    public const string Tax = "tax";

    /// <summary>A discount: zero or less.</summary>
    public const string Discount = "discount";

    /// <summary>A fee: zero or more.</summary>
    public const string Fee = "fee";

    /// <summary>Gift wrap: zero or more.</summary>
    public const string GiftWrap = "gift_wrap";

    /// <summary>Anything else.</summary>
    public const string Other = "other";

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

    /// <summary>Whether it is part of the prices already, as tax is in many countries: shown, not added. Not less than zero then. Default <see langword="false"/>.</summary>
    public bool IsIncluded { get; init; }

    /// <summary>Checks an adjustment that is given from outside; what is stored is never checked.</summary>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    internal static void Check(OrderAdjustment adjustment, string name)
    {
        Require.NotNull(adjustment, name);
        if (adjustment.Amount.IsDefault || Math.Abs((decimal)adjustment.Amount.MinorUnits) > Book.MaxPriceInMinorUnits)
        {
            throw new ArgumentException($"{name} must have an amount in a currency, up to {Book.MaxPriceInMinorUnits} minor units.", nameof(adjustment));
        }

        Require.Text(adjustment.Kind, 1, MaxKindLength, $"{name}.{nameof(Kind)}");
        if (adjustment.Label is not null)
        {
            Require.Text(adjustment.Label, 1, MaxLabelLength, $"{name}.{nameof(Label)}");
        }

        if (AdjustmentSign.ProblemOf(adjustment.Kind, adjustment.Amount.MinorUnits, adjustment.IsIncluded) is { } problem)
        {
            throw new ArgumentException($"{name}.{nameof(Amount)} {problem}.", nameof(adjustment));
        }
    }
}
