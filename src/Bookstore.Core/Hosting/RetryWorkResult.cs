namespace Bookstore;

/// <summary>The result of a request to repeat work that needs a person.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record RetryWorkResult
{
    /// <summary>What came of it.</summary>
    public required RetryWorkOutcome Outcome { get; init; }

    /// <summary>The kind of the work; <see langword="null"/> when there is no such work.</summary>
    public WorkItemKind? Kind { get; init; }

    /// <summary>The order; <see langword="null"/> for an event, an endpoint or a notification, and when there is no such work.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of a request to repeat work. Minor versions may add values.</summary>
public enum RetryWorkOutcome
{
    /// <summary>It is repeated in the background, now or by an earlier request that was the same.</summary>
    Retried = 0,

    /// <summary>There is no such work, or it needs no person. Nothing changed.</summary>
    NotFound = 1,

    /// <summary>It cannot be settled by repeating it. Nothing changed.</summary>
    NotRetryable = 2,

    /// <summary>The delivery cannot be scheduled again: it is over, or its order has another one or is not to be delivered. Nothing changed.</summary>
    NotDeliverable = 3,

    /// <summary>The webhook endpoint of the event is disabled. Enable it first: retry the work with the endpoint's id.</summary>
    EndpointDisabled = 4,

    /// <summary>Other refunds were made since: with this one it would be more than was captured. Nothing changed; give it up.</summary>
    ExceedsCaptured = 5,

    /// <summary>The record does not have the version that was expected. Nothing changed.</summary>
    PreconditionFailed = 6,

    /// <summary>The idempotency key was used before with another request. Nothing changed.</summary>
    IdempotencyKeyReused = 7,
}
