namespace Bookstore;

/// <summary>The deliveries of one courier whose call is due.</summary>
/// <param name="Courier">The courier's name.</param>
/// <param name="Deliveries">How many deliveries there are.</param>
/// <param name="DueSince">When the call to the courier was due for the first of them, in the store's time.</param>
public sealed record CourierBacklog(string Courier, long Deliveries, DateTimeOffset DueSince);
