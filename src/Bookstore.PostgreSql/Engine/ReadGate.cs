using System.Diagnostics.CodeAnalysis;

namespace Bookstore.PostgreSql;

/// <summary>Bounds how many reads are made at a time. A bounded number of others waits, each for a bounded time.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A disposed semaphore would leave those who wait on it waiting for ever; it holds no handle.")]
internal sealed class ReadGate(int readers, TimeSpan patience, TimeProvider time)
{
    private const int WaitingForEachReader = 100;

    private readonly SemaphoreSlim _free = new(readers, readers);
    private readonly int _readers = readers;
    private int _waiting;

    /// <summary>Waits until a read may be made; <see cref="Leave"/> has to follow.</summary>
    /// <exception cref="BookstoreStoreException">Too many reads were in progress for too long.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => _free.Wait(0, cancellationToken) ? Task.CompletedTask : WaitAsync(cancellationToken);

    /// <summary>Waits until a read may be made by one of several gates; <see cref="Leave"/> of that one has to follow.</summary>
    /// <param name="gates">The gates, those to try first before the others. The first counts who waits.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="BookstoreStoreException">Too many reads were in progress for too long.</exception>
    public static ValueTask<ReadGate> EnterAnyAsync(ReadGate[] gates, CancellationToken cancellationToken)
    {
        foreach (var gate in gates)
        {
            if (gate._free.Wait(0, cancellationToken))
            {
                return ValueTask.FromResult(gate);
            }
        }

        return new ValueTask<ReadGate>(gates[0].WaitForAnyAsync(gates, cancellationToken));
    }

    public void Leave() => _free.Release();

    /// <summary>Leaves when a read has ended, which may be after its caller has given up: its connection is in use until then.</summary>
    public void LeaveAfter(Task read)
    {
        if (read.IsCompleted)
        {
            Leave();
            return;
        }

        _ = LeaveLaterAsync(read);
    }

    private async Task LeaveLaterAsync(Task read)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Leave();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > _readers * WaitingForEachReader)
            {
                throw Busy();
            }

            await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<ReadGate> WaitForAnyAsync(ReadGate[] gates, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > gates.Sum(static gate => gate._readers) * WaitingForEachReader)
            {
                throw Busy();
            }

            using var outOfPatience = new CancellationTokenSource(patience, time);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outOfPatience.Token);
            var waits = Array.ConvertAll(gates, gate => gate._free.WaitAsync(ended.Token));
            await Task.WhenAny(waits).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            ReadGate? entered = null;
            for (var i = 0; i < waits.Length; i++)
            {
                await waits[i].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (waits[i].IsCompletedSuccessfully && entered is not null)
                {
                    gates[i].Leave();
                }
                else if (waits[i].IsCompletedSuccessfully)
                {
                    entered = gates[i];
                }
            }

            if (entered is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw Busy();
            }

            return entered;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        using var outOfPatience = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, outOfPatience.Token);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Busy();
        }
    }

    private static BookstoreStoreException Busy() =>
        new("Too many reads are in progress; this one was not made. Try again, or raise PostgreSqlStoreOptions.MaxReaders if the database can serve more at a time.") { IsTransient = true };
}
