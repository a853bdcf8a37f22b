namespace Bookstore;

/// <summary>How a consumer of the feed is doing.</summary>
public sealed record EventConsumerStatus
{
    /// <summary>The name of the event handler, or the one that another package has given it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it runs.</summary>
    public required EventConsumerState State { get; init; }

    /// <summary>Everything up to here is dealt with or parked. Stored every 250 milliseconds, or 500 events; <see langword="null"/> before the oldest event.</summary>
    public required long? Position { get; init; }

    /// <summary>How many events are behind the position, those of types that it does not get included.</summary>
    public required long EventsBehind { get; init; }

    /// <summary>How long ago the first of them happened; zero when there is none.</summary>
    public required TimeSpan TimeBehind { get; init; }

    /// <summary>How many events are parked, those that wait behind them included. Stored with the position, and a few seconds late.</summary>
    public required int Parked { get; init; }

    /// <summary>What went wrong last; <see langword="null"/> when nothing did. It may be long over, see <see cref="LastErrorAt"/>.</summary>
    public string? LastError { get; init; }

    /// <summary>When it went wrong, by the clock of the host that ran it.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }
}

/// <summary>The states of a consumer.</summary>
public enum EventConsumerState
{
    /// <summary>No host runs it now: it is about to be taken over, or no host with background work has it.</summary>
    Idle = 0,

    /// <summary>A host runs it.</summary>
    Running = 1,

    /// <summary>A host runs it, and it takes no more events until there is room for parked ones (<see cref="EventHandlerOptions.MaxParked"/>). Send them again, or mend what they fail by.</summary>
    Paused = 2,

    /// <summary>It has stopped on every host, until <see cref="IEventConsumers.ResumeAsync"/>: <see cref="EventConsumerStatus.LastError"/> says why.</summary>
    Stopped = 3,
}
