using System.Diagnostics.CodeAnalysis;

namespace Bookstore.PostgreSql;

/// <summary>Bounds how many reads are made at a time. A bounded number of others waits, each for a bounded time.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A disposed semaphore would leave those who wait on it waiting for ever; it holds no handle.")]
internal sealed class ReadGate(int readers, TimeSpan patience, TimeProvider time)
{
    private const int WaitingForEachReader = 100;

    private readonly SemaphoreSlim _free = new(readers, readers);
    private int _waiting;

    /// <summary>Waits until a read may be made; <see cref="Leave"/> has to follow.</summary>
    /// <exception cref="BookstoreStoreException">Too many reads were under way for too long.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => _free.Wait(0, cancellationToken) ? Task.CompletedTask : WaitAsync(cancellationToken);

    /// <summary>Enters where a read may be made at once; then <see cref="Leave"/> has to follow.</summary>
    public bool TryEnter() => _free.Wait(0);

    public void Leave() => _free.Release();

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > readers * WaitingForEachReader)
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
        new("Too many reads are under way; this one was not made. Try again, or raise PostgreSqlStoreOptions.MaxReaders if the database can serve more at a time.") { IsTransient = true };
}
