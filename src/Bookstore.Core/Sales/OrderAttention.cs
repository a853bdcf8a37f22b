namespace Bookstore;

/// <summary>Why a person has to look at an order: the library cannot finish its payment alone.</summary>
/// <param name="Reason">What happened.</param>
/// <param name="Code">The gateway's code, or another short code that says more; <see langword="null"/> when there is none. At most 100 characters.</param>
/// <param name="Since">When it was first noticed, in UTC.</param>
public sealed record OrderAttention(AttentionReason Reason, string? Code, DateTimeOffset Since);

/// <summary>The reasons for which a person has to look at an order. The numbers are stored: they never change their meaning.</summary>
public enum AttentionReason
{
    /// <summary>The gateway refused the capture for good.</summary>
    CaptureRefused = 1,

    /// <summary>The gateway refused the void for good: the customer's money may still be held.</summary>
    VoidRefused = 2,

    /// <summary>The gateway refused the refund for good: the shop still has the customer's money.</summary>
    RefundRefused = 3,

    /// <summary>The outcome of a call has been unknown for long; the call is still being repeated.</summary>
    OutcomeUnknown = 4,

    /// <summary>The gateway's records contradict the shop's; the call is still being repeated.</summary>
    Contradiction = 5,

    /// <summary>The held amount is released by the gateway soon: capture it before, or cancel the order. See <see cref="Order.AuthorizedUntil"/>.</summary>
    AuthorizationExpiring = 6,

    /// <summary>The customer disputes the payment at their bank, or the bank has decided for them: see <see cref="Order.Dispute"/>. Answer at the payment service, then mark the payment as done.</summary>
    Disputed = 7,
}
