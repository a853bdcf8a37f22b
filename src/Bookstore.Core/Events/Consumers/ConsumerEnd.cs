namespace Bookstore;

/// <summary>How a run ended.</summary>
internal enum ConsumerEnd
{
    /// <summary>It was stopped, or nothing was left to do.</summary>
    Told,

    /// <summary>The consumer is stopped on every host.</summary>
    Stopped,

    /// <summary>Another host has the consumer, or may have it.</summary>
    Lost,

    /// <summary>It begins anew at another position.</summary>
    Moved,

    /// <summary>An unexpected exception was thrown.</summary>
    Faulted,
}

/// <summary>How and why a run ends.</summary>
/// <param name="How">How.</param>
/// <param name="Why">Why, for people; <see langword="null"/> where nothing is wrong.</param>
/// <param name="MoveTo">Where the consumer continues; <see langword="null"/> where it is.</param>
internal sealed record ConsumerEnding(ConsumerEnd How, string? Why = null, ConsumerMove? MoveTo = null);

/// <summary>Where a consumer continues.</summary>
/// <param name="After">Behind this position; <see langword="null"/> for the oldest event that is kept then.</param>
internal sealed record ConsumerMove(long? After);
