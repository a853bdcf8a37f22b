using System.Globalization;

namespace Bookstore;

/// <summary>What an order costs, for as long as the quote is valid. It holds no stock.</summary>
public sealed record Quote
{
    /// <summary>How long a quote is valid: 15 minutes.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(15);

    /// <summary>The quote's id, for <see cref="PlaceOrderRequest.QuoteId"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The customer that it is for; <see langword="null"/> for any.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The lines, one a book, by ascending ISBN, with their shares of the adjustments.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Shipping, tax and discounts beside the lines.</summary>
    public required IReadOnlyList<OrderAdjustment> Adjustments { get; init; }

    /// <summary>The total: what an order that names the quote is charged.</summary>
    public required Money Total { get; init; }

    /// <summary>Until when an order may name it, in UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The id, the total and the time.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Quote {{ Id = {Id}, Total = {Total}, ExpiresAt = {ExpiresAt:O} }}");
}

/// <summary>A request for a quote.</summary>
public sealed record QuoteRequest
{
    /// <summary>The customer that it is for: 1 to 100 characters. An order of another customer cannot name it then. Default any.</summary>
    public string? CustomerId { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.Lines"/>
    public required IReadOnlyList<PlaceOrderLine> Lines { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.Adjustments"/>
    public IReadOnlyList<OrderAdjustment> Adjustments { get; init; } = [];

    /// <summary>The client that asks, by its name: up to 100 characters. Default none.</summary>
    public string? PlacedBy { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The number of lines.</returns>
    public override string ToString() => $"QuoteRequest {{ Lines = {Lines?.Count} }}";
}

/// <summary>How a request for a quote went.</summary>
public sealed record QuoteResult
{
    /// <summary>The quote; <see langword="null"/> where an order would be refused.</summary>
    public Quote? Quote { get; init; }

    /// <summary>What placing the order would be refused with; <see langword="null"/> where there is a quote.</summary>
    public PlaceOrderResult? Refusal { get; init; }
}
