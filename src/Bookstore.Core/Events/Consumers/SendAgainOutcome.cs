namespace Bookstore;

/// <summary>The result of a request to send a parked event again.</summary>
public enum SendAgainOutcome
{
    /// <summary>It is due now: the host that runs the consumer tries it within <see cref="BookstoreOptions.PollInterval"/>.</summary>
    Due = 0,

    /// <summary>It waits behind an earlier event of its resource, and is sent after that one. Send that one again, or wait.</summary>
    Waiting = 1,

    /// <summary>The consumer has no such event parked: it was dealt with or discarded meanwhile, or never failed.</summary>
    NotFound = 2,
}
