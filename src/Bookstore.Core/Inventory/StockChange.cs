namespace Bookstore;

/// <summary>A change of a book's stock by a person or a warehouse system.</summary>
public sealed record StockChange
{
    /// <summary>The largest change in either direction: 10,000,000 copies.</summary>
    public const int MaxQuantity = 10_000_000;

    /// <summary>The book.</summary>
    public required Isbn Isbn { get; init; }

    /// <summary>The copies: positive when they come in, negative (adjusting only) when they are written off. Never zero.</summary>
    public required int Quantity { get; init; }

    /// <summary>Why: 1 to 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>A delivery note or the like, up to 100 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The <see cref="BookListing.Version"/> that the book must have; else <see cref="ChangeStockOutcome.PreconditionFailed"/>. A repeated request with the same key ignores it. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request have one effect. Without it each call counts.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }
}
