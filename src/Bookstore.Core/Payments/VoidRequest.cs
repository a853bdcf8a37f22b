namespace Bookstore;

/// <summary>What a gateway needs to release an authorized amount.</summary>
/// <param name="OrderId">The order, which is the payment's key at the gateway; it may be unknown there.</param>
/// <param name="Reference">The gateway's own transaction id, as an earlier call returned it; <see langword="null"/> when it is not known.</param>
/// <param name="Key">The idempotency key of this intent: 1 to 100 ASCII characters, the same in every repetition of the call.</param>
public sealed record VoidRequest(Guid OrderId, string? Reference, string Key)
{
    /// <summary>Which payment of the order it is about, see <see cref="AuthorizeRequest.Attempt"/>. Default 1.</summary>
    public int Attempt { get; init; } = 1;
}
