namespace Bookstore;

/// <summary>The payment of an order as the shop has it on record.</summary>
/// <remarks>An order has one payment, keyed by the order's id at the gateway. No card data is part of it.</remarks>
public sealed record Payment
{
    /// <summary>The order it pays, which is also its key at the gateway.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The amount that is authorized and captured.</summary>
    public required Money Amount { get; init; }

    /// <summary>The status.</summary>
    public required PaymentStatus Status { get; init; }

    /// <summary>The gateway's transaction id, once it is known.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Why it was declined or could not be captured, a code of the gateway's.</summary>
    public string? FailureCode { get; init; }

    /// <summary>The pending payment action; <see langword="null"/> when the payment is settled.</summary>
    public PaymentAction? PendingAction { get; init; }

    /// <summary>How often the pending payment action was tried without success.</summary>
    public int Attempts { get; init; }

    /// <summary>When the pending payment action is retried at the latest, in UTC.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
