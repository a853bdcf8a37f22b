using System.Collections.ObjectModel;
using System.Globalization;

namespace Bookstore;

/// <summary>A request to place an order.</summary>
public sealed record PlaceOrderRequest
{
    /// <summary>The shop's own name for the customer: 1 to 100 characters.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What to buy: 1 to 200 lines of 1 to 10,000 copies. The same book twice is one line with the sum.</summary>
    public required IReadOnlyList<PlaceOrderLine> Lines { get; init; }

    /// <summary>What it is paid with; a gateway declines an order without.</summary>
    public PaymentToken? Payment { get; init; }

    /// <summary>Shipping, tax and discounts beside the lines: up to 20, in the books' currency. One that names a book must name one of the lines.</summary>
    public IReadOnlyList<OrderAdjustment> Adjustments { get; init; } = [];

    /// <summary>The shop's own notes on the order: up to 20 pairs of a key of 1 to 40 characters and a value of up to 500. No event has them.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The client that places the order, by its name: up to 100 characters. Default none. No part of what makes two requests with one key the same.</summary>
    public string? PlacedBy { get; init; }

    /// <summary>The total that the customer was shown. If set, it must equal the order's total or nothing happens.</summary>
    public decimal? ExpectedTotal { get; init; }

    /// <summary>A cart's reservation whose copies go over to this order. If set, it must still be held or nothing happens.</summary>
    public Guid? ReservationId { get; init; }

    /// <summary>
    /// A quote of <see cref="IOrderWorkflow.QuoteAsync"/>. If set, the order costs what was quoted, also when the catalogue has changed since, and has the quote's adjustments: its lines must be those of the quote, and
    /// <see cref="Adjustments"/> none or the same.
    /// </summary>
    public Guid? QuoteId { get; init; }

    /// <summary>Makes a repeated request have one effect. Without it each call is another order.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The ids and states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PlaceOrderRequest {{ Lines = {Lines?.Count}, Adjustments = {Adjustments?.Count}, ExpectedTotal = {ExpectedTotal} }}");
}

/// <summary>A number of copies of one book to buy.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record PlaceOrderLine(Isbn Isbn, int Quantity);
