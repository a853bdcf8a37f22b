using System.Globalization;

namespace Bookstore;

/// <summary>What a gateway needs to hold an amount.</summary>
/// <param name="OrderId">The order, which with <see cref="Attempt"/> is the key of the call.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Token">What the customer pays with; <see langword="null"/> when none was given.</param>
public sealed record AuthorizeRequest(Guid OrderId, Money Amount, PaymentToken? Token)
{
    /// <summary>Which payment of the order it is: 1 when it is placed, then one more each time it is authorized again, after the payment before was voided. Each is a payment of its own. Default 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The idempotency key of this intent: at most 100 ASCII characters, the same in every repetition of the call, and another one for each attempt.</summary>
    public string Key => Attempt == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{OrderId:N}-authorize")
        : string.Create(CultureInfo.InvariantCulture, $"{OrderId:N}-authorize-{Attempt}");
}
