namespace Bookstore;

/// <summary>The orders of one gateway whose payment action is due.</summary>
/// <param name="Gateway">The gateway's name; <see langword="null"/> for orders of versions that kept none.</param>
/// <param name="Orders">How many orders there are.</param>
/// <param name="DueSince">When the call was due for the first of them, in the store's time.</param>
public sealed record GatewayBacklog(string? Gateway, long Orders, DateTimeOffset DueSince);
