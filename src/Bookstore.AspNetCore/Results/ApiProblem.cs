using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Why a request was not carried out, and the headers that go with it.</summary>
internal sealed record ApiProblem(ProblemResource Body)
{
    /// <summary>When to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the route allows instead, as the Allow header has it.</summary>
    public string? Allow { get; init; }

    /// <summary>What a client that is not known is asked for, as the WWW-Authenticate header has it.</summary>
    public string? Challenge { get; init; }

    /// <summary>Whether it is the response of an earlier request with the same key.</summary>
    public bool Replayed { get; init; }
}
