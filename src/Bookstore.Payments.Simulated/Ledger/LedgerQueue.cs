using System.Threading.Channels;

namespace Bookstore.Payments.Simulated;

/// <summary>The calls that wait for the ledger's thread. Any thread adds; one waits and gathers.</summary>
internal sealed class LedgerQueue : IDisposable
{
    private readonly Channel<LedgerCall> _calls;
    private readonly ManualResetEventSlim _woken = new(initialState: false, spinCount: 0);
    private Task<bool>? _waiting;

    // The writer wakes the thread itself, without a thread of the pool in between.
    public LedgerQueue(int capacity) =>
        _calls = Channel.CreateBounded<LedgerCall>(new BoundedChannelOptions(capacity) { SingleReader = true, AllowSynchronousContinuations = true });

    /// <summary>Adds a call, and waits for room.</summary>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public ValueTask AddAsync(LedgerCall call, CancellationToken cancellationToken) =>
        _calls.Writer.TryWrite(call) ? ValueTask.CompletedTask : WaitForRoomAsync(call, cancellationToken);

    /// <summary>Takes no more calls.</summary>
    /// <returns>Whether it took calls until now.</returns>
    public bool TryComplete() => _calls.Writer.TryComplete();

    /// <summary>Sleeps until there are calls. It sleeps at once: a wait for a task spins first, which takes the processor from those who would write.</summary>
    /// <returns>Whether there are calls; <see langword="false"/> when there will be none, and <see langword="null"/> when the time is up.</returns>
    public bool? Wait(TimeSpan time)
    {
        _waiting ??= Begin();
        if (!_waiting.IsCompleted && !_woken.Wait(time))
        {
            return null;
        }

        var hasCalls = _waiting.GetAwaiter().GetResult();
        _waiting = null;
        return hasCalls;
    }

    /// <summary>Takes the calls that are there, up to one append. Calls come in groups, as the orders of one commit do: who yields while more of them arrive writes once for all of them.</summary>
    public void Gather(List<LedgerCall> batch)
    {
        int before;
        do
        {
            before = batch.Count;
            while (batch.Count < LedgerFile.MaxAppendedLines && _calls.Reader.TryRead(out var call))
            {
                batch.Add(call);
            }
        }
        while (batch.Count > before && batch.Count < LedgerFile.MaxAppendedLines && Thread.Yield());
    }

    public void Dispose() => _woken.Dispose();

    private Task<bool> Begin()
    {
        var waiting = _calls.Reader.WaitToReadAsync().AsTask();
        if (!waiting.IsCompleted)
        {
            _woken.Reset();
            waiting.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_woken.Set);
        }

        return waiting;
    }

    private async ValueTask WaitForRoomAsync(LedgerCall call, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.Writer.WriteAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new ObjectDisposedException("The payment gateway was disposed of.", exception);
        }
    }
}
