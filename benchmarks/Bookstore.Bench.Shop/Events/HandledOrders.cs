using System.Diagnostics;

namespace Bookstore.Bench.Events;

/// <summary>Notes when the handler is told of an order.</summary>
internal sealed class HandledOrders : IBookstoreEventHandler
{
    private Latencies _times = new();

    /// <summary>The times since <see cref="Begin"/>.</summary>
    public Latencies Times => Volatile.Read(ref _times);

    /// <summary>Begins to count anew.</summary>
    public void Begin() => Volatile.Write(ref _times, new Latencies());

    public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
    {
        var ago = TimeProvider.System.GetUtcNow() - happened.OccurredAt;
        Times.Record(Stopwatch.GetTimestamp() - (long)(ago.TotalSeconds * Stopwatch.Frequency));
        return Task.CompletedTask;
    }
}
