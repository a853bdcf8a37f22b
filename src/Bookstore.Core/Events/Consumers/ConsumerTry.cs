using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>Has an event dealt with, in bounded time.</summary>
/// <param name="consumer">The consumer.</param>
/// <param name="bulkhead">Keeps one that blocks its thread from blocking others.</param>
/// <param name="time">Measures the time-out.</param>
/// <param name="stop">Cancelled when the run ends: what is in progress is asked to end, and its outcome counts if it has one all the same.</param>
internal sealed class ConsumerTry(EventConsumer consumer, Bulkhead bulkhead, TimeProvider time, CancellationToken stop)
{
    /// <summary>Tries it once.</summary>
    /// <returns>The outcome; <see langword="null"/> when the run ended first.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "With every exception, the try has failed.")]
    public async Task<ConsumeOutcome?> RunAsync(BookstoreEvent happened, int attempt)
    {
        using var timeout = new CancellationTokenSource(consumer.Timeout, time);
        var call = new Call(consumer, happened, attempt);
        try
        {
            // The handler gets a token of its own: what it registers there neither blocks nor ends this wait.
            return await bulkhead.CallStoppableAsync(call, static (call, asked) => call.BeginAsync(asked), timeout.Token, stop).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // Where calls that were left behind occupy all threads, the handler has seen nothing of this one.
            return call.HasBegun ? ConsumeOutcome.Failed($"It took longer than {consumer.Timeout}.") : ConsumeOutcome.NotBegun;
        }
        catch (Exception fault)
        {
            return ConsumeOutcome.Of(fault);
        }
    }

    private sealed class Call(EventConsumer consumer, BookstoreEvent happened, int attempt)
    {
        private volatile bool _hasBegun;

        public bool HasBegun => _hasBegun;

        public ValueTask<ConsumeOutcome> BeginAsync(CancellationToken asked)
        {
            _hasBegun = true;
            return consumer.Handle(happened, attempt, asked);
        }
    }
}
