using Bookstore.AspNetCore;
using Microsoft.Extensions.Logging;

namespace Bookstore.Operating;

/// <summary>What all requests of one mapped console share.</summary>
internal sealed class ConsoleSettings(BookstoreConsoleOptions options, string? shop, ClientRegistry clients, RefusedRequests refused, ApiMetrics metrics, TimeProvider time, ILogger logger)
{
    public string Title { get; } = options.Title;

    /// <summary>Whether people sign in with an API key on a page of the console.</summary>
    public bool HasSignIn { get; } = options.Policy is null;

    public TimeSpan SessionTime { get; } = options.SessionTime;

    public string? Shop { get; } = shop;

    public ClientRegistry Clients { get; } = clients;

    public RefusedRequests Refused { get; } = refused;

    public ApiMetrics Metrics { get; } = metrics;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>The live feeds that are open.</summary>
    public EventStreamSlots LiveFeeds { get; } = new(options.MaxLiveFeeds, options.MaxLiveFeeds);

    /// <summary>The sales of the last hours, and the books that sell and run out.</summary>
    public SalesReads Sales { get; } = new(options.LowStock);
}
