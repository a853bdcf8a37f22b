using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Events.Consumers;

/// <summary>A consumer whose tries the test sees and decides.</summary>
internal sealed class RecordingConsumer : IEventConsumerSource
{
    private readonly ConcurrentQueue<(long Position, int Attempt)> _tries = new();

    public RecordingConsumer(Func<EventConsumer, EventConsumer>? configure = null)
    {
        var consumer = new EventConsumer { Name = "test", StartAt = EventStart.Oldest, RetryAfter = static tries => TimeSpan.FromSeconds(10 * tries), Handle = HandleAsync };
        Consumer = configure?.Invoke(consumer) ?? consumer;
    }

    public EventConsumer Consumer { get; set; }

    /// <summary>What becomes of a try. Default done.</summary>
    public Func<BookstoreEvent, int, CancellationToken, ValueTask<ConsumeOutcome>> Answer { get; set; } = static (_, _, _) => new(ConsumeOutcome.Done);

    /// <summary>The positions and numbers of the tries, in the order in which they began.</summary>
    public IReadOnlyList<(long Position, int Attempt)> Tries => [.. _tries];

    public IEnumerable<long> Positions => Tries.Select(static tried => tried.Position);

    /// <summary>Adds it to the services of the shop without a name.</summary>
    public void Register(IServiceCollection services) => services.AddSingleton<IEventConsumerSource>(this);

    /// <summary>Fails the events at these positions.</summary>
    public void Fail(params long[] positions) => Answer = (happened, _, _) => new(positions.Contains(happened.Position) ? ConsumeOutcome.Failed("as told") : ConsumeOutcome.Done);

    public void Clear() => _tries.Clear();

    public bool IsListed { get; set; } = true;

    /// <summary>Whether it is listed twice, which is a mistake.</summary>
    public bool IsTwice { get; set; }

    public ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken) => new(!IsListed ? [] : IsTwice ? [Consumer, Consumer] : [Consumer]);

    private ValueTask<ConsumeOutcome> HandleAsync(BookstoreEvent happened, int attempt, CancellationToken cancellationToken)
    {
        _tries.Enqueue((happened.Position, attempt));
        return Answer(happened, attempt, cancellationToken);
    }
}
