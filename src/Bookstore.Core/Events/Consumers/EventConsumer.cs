namespace Bookstore;

/// <summary>One consumer of the feed as this host knows it: which events it gets, what is done with each, and its limits.</summary>
internal sealed record EventConsumer
{
    public const int MaxNameLength = 100;

    /// <summary>The name, 1 to 100 characters. Its position is stored under it: it never changes.</summary>
    public required string Name { get; init; }

    /// <summary>Says by <see cref="object.Equals(object)"/> whether this is the same as before. A consumer that has changed is begun anew where it is.</summary>
    public object? Revision { get; init; }

    /// <summary>Which events it gets. Default all.</summary>
    public EventFilter Filter { get; init; } = EventFilter.Of(null);

    /// <summary>Deals with an event. The number is that of the try, beginning with 1. An exception is a failed try.</summary>
    public required Func<BookstoreEvent, int, CancellationToken, ValueTask<ConsumeOutcome>> Handle { get; init; }

    /// <summary>How many events are dealt with at a time, each of another resource. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How many events are held in memory. Default 1,000.</summary>
    public int Window { get; init; } = 1_000;

    /// <summary>How many events may be parked. With more of them the consumer pauses until there is room. Default 10,000.</summary>
    public int MaxParked { get; init; } = 10_000;

    /// <summary>How long a try may take; then it has failed and is left behind. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many tries an event is kept without a further one, so that later events of its resource are delivered; <see langword="null"/> for never. Default <see langword="null"/>.</summary>
    public int? ParkAfter { get; init; }

    /// <summary>How long to wait after so many failed tries. It is made up to a fifth longer or shorter, so that what failed together is not tried together again.</summary>
    public Func<int, TimeSpan> RetryAfter { get; init; } = static tries => Backoff.After(tries - 1, TimeSpan.FromSeconds(5));

    /// <summary>Where it begins. Default the end.</summary>
    public EventStart StartAt { get; init; }

    /// <summary>What it does when its position is no longer kept. Default it stops.</summary>
    public ExpiredPosition WhenExpired { get; init; }

    /// <summary>Whether it begins where it has no position yet. Otherwise it waits until something else stores one. Default <see langword="true"/>.</summary>
    public bool BeginsByItself { get; init; } = true;

    /// <summary>Whether it sends to a third party, and stops when that is switched off: then how far it is behind says nothing of the shop. Default <see langword="false"/>.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Its name in metrics; <see langword="null"/> for <see cref="Name"/>.</summary>
    public string? MetricName { get; init; }
}

/// <summary>Knows consumers of one shop. It is asked again and again, on every host: those that it lists no more are stopped there.</summary>
internal interface IEventConsumerSource
{
    ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Called when a host stops, after its consumers have ended. It has a few seconds.</summary>
    ValueTask EndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
