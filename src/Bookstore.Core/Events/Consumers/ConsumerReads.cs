namespace Bookstore;

/// <summary>Reads what a run needs, until the run ends.</summary>
/// <param name="host">What all runs of the host share.</param>
internal sealed class ConsumerReads(ConsumerHost host) : IDisposable
{
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the run ends.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Makes a read. What cannot be read for now is read again by the loop, which the timer sees to.</summary>
    /// <returns>What was read; <see langword="null"/> when it could not be, or when the run ends.</returns>
    public async Task<T?> ReadAsync<T>(Func<CancellationToken, ValueTask<T>> read)
        where T : class
    {
        try
        {
            return await read(Stop).ConfigureAwait(false);
        }
        catch (BookstoreStoreException fault) when (fault.IsTransient)
        {
            await Task.Delay(FaultPause, host.Time, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Ends the reads that are in progress.</summary>
    public void End() => host.Cancel(_stop);

    public void Dispose() => _stop.Dispose();
}
