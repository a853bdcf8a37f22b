namespace Bookstore;

/// <summary>What a gateway needs to give captured money back: all of it, or a part.</summary>
/// <param name="OrderId">The order, which is the payment's key at the gateway.</param>
/// <param name="RefundId">The refund, which is the key of the call: a payment can have several refunds, and each has one effect however often it is sent. The order's id for a refund of a version that had one an order.</param>
/// <param name="Reference">The gateway's own transaction id, as an earlier call returned it; <see langword="null"/> when it is not known.</param>
/// <param name="Amount">The amount: all refunds of a payment together are no more than what was captured.</param>
/// <param name="Reason">Why, in the shop's own words: <see cref="Refund.OrderCancelled"/> for example.</param>
/// <param name="Key">The idempotency key of this intent: 1 to 100 ASCII characters, the same in every repetition of the call. After a refusal that a person had tried again it is another one.</param>
public sealed record RefundRequest(Guid OrderId, Guid RefundId, string? Reference, Money Amount, string Reason, string Key)
{
    /// <summary>Which payment of the order it is about, see <see cref="AuthorizeRequest.Attempt"/>. Default 1.</summary>
    public int Attempt { get; init; } = 1;
}
