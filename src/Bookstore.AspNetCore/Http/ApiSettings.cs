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

    /// <summary>What the bodies of all requests together may take beyond their first 16 KiB each.</summary>
    public MemoryBudget Bodies { get; } = new(Math.Max(BodyMemory, 2L * LargestBodies * MaxBodySize));

    /// <summary>What the pages of all lists together may take while they are sent, those of at most 64 KiB aside.</summary>
    public MemoryBudget Pages { get; } = new(PageMemory);
}
