namespace Bookstore;

/// <summary>What a gateway needs to take an authorized amount.</summary>
/// <param name="OrderId">The order, which is the payment's key at the gateway.</param>
/// <param name="Reference">The gateway's own transaction id, as an earlier call returned it; <see langword="null"/> when it is not known.</param>
/// <param name="Amount">The amount: the one authorized, or less, and then the gateway releases the rest.</param>
/// <param name="Key">The idempotency key of this intent: 1 to 100 ASCII characters, the same in every repetition of the call.</param>
public sealed record CaptureRequest(Guid OrderId, string? Reference, Money Amount, string Key)
{
    /// <summary>Which payment of the order it is about, see <see cref="AuthorizeRequest.Attempt"/>. Default 1.</summary>
    public int Attempt { get; init; } = 1;
}
