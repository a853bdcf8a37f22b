using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.AspNetCore;

/// <summary>What is read from the options once, when the API is mapped.</summary>
internal sealed record ApiSettings(string DefaultCurrency, int MaxBodySize)
{
    private const long BodyMemory = 64 * 1_048_576;
    private const long PageMemory = 128 * 1_048_576;

    // The buffer of a body is at most twice as large as the body.
    private const int LargestBodies = 4;

    /// <summary>The clock of waits and log gates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The log of what happens after a response has begun.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The shop's services; <see langword="null"/> outside of a mapping.</summary>
    public ApiServices? Services { get; init; }

    /// <summary>The streams of events that are open.</summary>
    public EventStreamSlots Streams { get; init; } = new(int.MaxValue, int.MaxValue);

    /// <summary>The shop's instruments.</summary>
    public ApiMetrics Metrics { get; init; } = new(null, null);

    /// <summary>Whether the shop writes events. Without it, the feed ends with those of before.</summary>
    public bool WritesEvents { get; init; } = true;

    /// <summary>What the bodies of all requests together may take beyond their first 16 KiB each.</summary>
    public MemoryBudget Bodies { get; } = new(Math.Max(BodyMemory, 2L * LargestBodies * MaxBodySize));

    /// <summary>What the pages of all lists together may take while they are sent, those of at most 64 KiB aside.</summary>
    public MemoryBudget Pages { get; } = new(PageMemory);
}
