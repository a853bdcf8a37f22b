using System.Globalization;

namespace Bookstore;

/// <summary>A request to return copies of an order.</summary>
public sealed record CreateReturnRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The copies: 1 to 200 lines, each book once.</summary>
    public required IReadOnlyList<ReturnItem> Items { get; init; }

    /// <summary>Whether shipping goes back as well. Default <see langword="false"/>.</summary>
    public bool Shipping { get; init; }

    /// <summary>A note for the shop: up to <see cref="Return.MaxNoteLength"/> characters. Default none.</summary>
    public string? Note { get; init; }

    /// <summary>The version that the order must have, else nothing changes. Default any. A repeated request with the same key ignores it.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request return the first return. Without one, each request makes a return of its own.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The order.</returns>
    public override string ToString() => $"CreateReturnRequest {{ OrderId = {OrderId} }}";
}

/// <summary>Copies of one book that are to be returned.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
/// <param name="Reason">Why: 1 to <see cref="Return.MaxReasonLength"/> characters; <see langword="null"/> for none.</param>
public sealed record ReturnItem(Isbn Isbn, int Quantity, string? Reason = null)
{
    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The book and the copies.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ReturnItem {{ Isbn = {Isbn}, Quantity = {Quantity} }}");
}
