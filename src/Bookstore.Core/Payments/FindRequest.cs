namespace Bookstore;

/// <summary>What a gateway needs to find a payment.</summary>
/// <param name="OrderId">The order, which is the payment's key at the gateway.</param>
/// <param name="Reference">The gateway's own transaction id, as an earlier call returned it; <see langword="null"/> when it is not known.</param>
public sealed record FindRequest(Guid OrderId, string? Reference)
{
    /// <summary>Which payment of the order it is about, see <see cref="AuthorizeRequest.Attempt"/>. Default 1.</summary>
    public int Attempt { get; init; } = 1;
}
