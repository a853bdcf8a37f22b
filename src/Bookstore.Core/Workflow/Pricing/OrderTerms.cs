namespace Bookstore;

/// <summary>What is settled about an order before its opening commit: by a quote, or by the application's pricer.</summary>
/// <remarks>A resend of an order that was placed gets the first result, not the terms of now: the commit looks its key up first.</remarks>
internal sealed class OrderTerms
{
    /// <summary>The adjustments.</summary>
    public OrderAdjustment[] Adjustments { get; init; } = [];

    /// <summary>The lines at the prices of a quote, which count in the place of the catalogue's.</summary>
    public OrderLine[]? Quoted { get; init; }

    /// <summary>The lines at the prices of the catalogue from which the adjustments were computed. They are computed again if one has changed.</summary>
    public OrderLine[]? Seen { get; init; }

    /// <summary>Why the order is refused.</summary>
    public PlaceOrderResult? Refusal { get; init; }

    public static OrderTerms Refused(PlaceOrderResult refusal) => new() { Refusal = refusal };

    public static OrderTerms Refused(PlaceOrderOutcome refusal) => Refused(new PlaceOrderResult { Outcome = refusal });
}
