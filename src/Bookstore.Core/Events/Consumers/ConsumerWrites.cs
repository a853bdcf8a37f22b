using Bookstore.Storage;

namespace Bookstore;

/// <summary>Writes what a run stores. What cannot be written for now, or of which it is not known whether it was, is written again: each write decides the same twice.</summary>
/// <param name="commit">The write path.</param>
/// <param name="clock">The store's time.</param>
/// <param name="lost">Cancelled when the lease is over: then nothing is written any more.</param>
internal sealed class ConsumerWrites(GroupCommit commit, StoreClock clock, CancellationToken lost)
{
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Submits an operation, as often as it takes.</summary>
    /// <returns>Its result; the default, which is that of an operation whose host has lost the lease, when the lease is over.</returns>
    public async Task<T?> SubmitAsync<T>(Func<Moment, Operation<T>> make)
    {
        while (!lost.IsCancellationRequested)
        {
            try
            {
                var moment = clock.FreshMoment ?? await clock.MomentAsync(lost).ConfigureAwait(false);
                return await commit.SubmitAsync(make(moment), lost).ConfigureAwait(false);
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient || fault.IsOutcomeUnknown)
            {
                await Task.Delay(FaultPause, clock.Time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lost.IsCancellationRequested)
            {
                break;
            }
        }

        return default;
    }
}
