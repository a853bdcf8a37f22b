namespace Bookstore;

/// <summary>What a gateway needs to hold an amount.</summary>
/// <param name="OrderId">The order, which is the key of the call.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Token">What the customer pays with; <see langword="null"/> when none was given.</param>
public sealed record AuthorizeRequest(Guid OrderId, Money Amount, PaymentToken? Token);
