using System.Collections.Concurrent;

namespace Bookstore.Stripe.Double;

/// <summary>The requests that a double got.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<RecordedRequest> _all = new();

    /// <summary>All of them, in the order of their arrival.</summary>
    public IReadOnlyList<RecordedRequest> All => [.. _all];

    /// <summary>How many have the method and a path with the ending.</summary>
    public int Count(string method, string pathEnd) => _all.Count(request => request.Method == method && request.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    internal void Add(RecordedRequest request) => _all.Enqueue(request);
}

/// <summary>A request that a double got.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="IdempotencyKey">The key, where there was one.</param>
public sealed record RecordedRequest(string Method, string Path, string? IdempotencyKey);
