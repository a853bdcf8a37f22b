namespace Bookstore;

/// <summary>A page of payments that a gateway is asked for.</summary>
/// <param name="Since">Only payments that were made, captured, voided or refunded at this time or later; <see langword="null"/> for all. A gateway may return more, and MUST NOT leave one out.</param>
/// <param name="After">The <see cref="PaymentPage.Next"/> of the page before; <see langword="null"/> for the first page.</param>
/// <param name="Limit">How many payments at most: 1 to 1,000.</param>
public sealed record ListPaymentsRequest(DateTimeOffset? Since, string? After, int Limit);

/// <summary>A page of a gateway's payments.</summary>
/// <param name="Payments">The payments that name an order, in any order.</param>
/// <param name="Next">Where the next page begins, in the gateway's own words: 1 to 500 characters. <see langword="null"/> when this is the last one.</param>
public sealed record PaymentPage(IReadOnlyList<GatewayPayment> Payments, string? Next)
{
    /// <summary>How many charges of the page name no order of the shop: those of another shop or program with the same account, or made by hand. They are counted in the report, and no finding.</summary>
    public int Foreign { get; init; }
}
