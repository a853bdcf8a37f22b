namespace Bookstore;

/// <summary>The refunds of one gateway that are due.</summary>
/// <param name="Gateway">The gateway's name.</param>
/// <param name="Refunds">How many were counted; there may be more.</param>
/// <param name="DueSince">When the first of them was due, in the store's time.</param>
internal sealed record RefundBacklog(string Gateway, long Refunds, DateTimeOffset DueSince);
