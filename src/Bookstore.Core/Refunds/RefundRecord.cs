using Bookstore.Storage;

namespace Bookstore;

/// <summary>A refund as it is stored: what a client sees, and the work that is left to do on it.</summary>
internal sealed record RefundRecord
{
    public required Refund Refund { get; init; }

    /// <summary>Fencing token. Incremented each time a host acquires the refund and by a person's decision; a result under an older token is dropped.</summary>
    public int Fence { get; init; }

    /// <summary>The host that calls the gateway until <see cref="DueAt"/>; <see langword="null"/> when none does.</summary>
    public Guid? LeaseHolder { get; init; }

    /// <summary>When any host may, and should, call the gateway, in the store's time; <see langword="null"/> when nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the call was made without a result.</summary>
    public int Attempts { get; init; }

    /// <summary>How often the call was made anew after it had been refused. Part of its idempotency key.</summary>
    public int Retries { get; init; }

    /// <summary>The gateway that has the order's money.</summary>
    public required string Gateway { get; init; }

    /// <summary>The gateway's id of the payment; <see langword="null"/> when it is not known.</summary>
    public string? Reference { get; init; }

    /// <summary>Which payment of the order it is about, see <see cref="Order.PaymentAttempt"/>.</summary>
    public int PaymentAttempt { get; init; } = 1;

    /// <summary>The document that it was read from; <see langword="null"/> for a new one.</summary>
    public DocumentRecord? Document { get; init; }

    public bool IsCalled(DateTimeOffset now) => LeaseHolder is not null && DueAt > now;
}
