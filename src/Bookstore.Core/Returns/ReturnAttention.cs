namespace Bookstore;

/// <summary>Why a person has to look at a return.</summary>
/// <param name="Reason">What happened.</param>
/// <param name="Since">When, in UTC.</param>
public sealed record ReturnAttention(ReturnAttentionReason Reason, DateTimeOffset Since);

/// <summary>The reasons for which a person has to look at a return. The numbers are stored: they never change their meaning.</summary>
public enum ReturnAttentionReason
{
    /// <summary>The customer withdrew from copies that have not all arrived. Cancel what has not left the house.</summary>
    NotDelivered = 1,

    /// <summary>The copies were received, and their refund could not be made: another payment action of the order was pending, or it has <see cref="Order.MaxRefunds"/> refunds. Make it by hand.</summary>
    RefundNotMade = 2,
}
