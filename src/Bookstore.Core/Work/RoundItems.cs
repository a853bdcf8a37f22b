using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The items of the rounds of one background work. An item that fails is logged and retried after growing pauses; the others continue.</summary>
/// <param name="work">The work's name, for the log.</param>
/// <param name="concurrency">How many items at a time.</param>
/// <param name="firstPause">How long an item is left alone after its first failure.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class RoundItems(string work, int concurrency, TimeSpan firstPause, TimeProvider time, ILogger logger)
{
    // A store that is away fails every item alike: after so many in a row the round ends, and the next one begins with other items.
    private const int StoreFaultsInARow = 16;

    private readonly Setbacks _setbacks = new(firstPause, time);

    /// <summary>Does the work on each item of a page, several at a time.</summary>
    /// <param name="items">The items.</param>
    /// <param name="itemOf">An item's id and fence.</param>
    /// <param name="act">The work on one item.</param>
    /// <param name="cancellationToken">Stops between two items.</param>
    /// <returns>The results of the items.</returns>
    /// <exception cref="BookstoreStoreException">The store is away: one item after the other failed by it.</exception>
    public async Task<RoundPage> ForEachAsync<T>(
        IReadOnlyList<T> items, Func<T, RoundItem> itemOf, Func<T, RoundItem, ValueTask<ItemOutcome>> act, CancellationToken cancellationToken)
    {
        var page = new Page<T>(this, items, itemOf, act, cancellationToken);
        var workers = new Task[Math.Min(concurrency, items.Count)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = page.WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        return page.Result;
    }

    /// <summary>Whether a fault says that the store is away. A record that is locked or contended says nothing about the others.</summary>
    public static bool IsStoreAway(Exception exception) => exception is BookstoreStoreException { IsTransient: true, InnerException: not StoreConflictException { Keys: not null } };

    private void Report(RoundItem item, Exception exception)
    {
        var (failures, pause) = _setbacks.Add(item);
        Log.Safely(() => Log.BackgroundItemFailed(logger, work, item.Id, failures, pause, exception));
    }

    private sealed class Page<T>(
        RoundItems round, IReadOnlyList<T> items, Func<T, RoundItem> itemOf, Func<T, RoundItem, ValueTask<ItemOutcome>> act, CancellationToken cancellationToken)
    {
        private int _next = -1;
        private int _done;
        private int _moved;
        private int _storeFaults;

        public RoundPage Result => new(_done, _moved);

        public async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref _next); i < items.Count; i = Interlocked.Increment(ref _next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var item = itemOf(items[i]);
                if (!round._setbacks.MustWait(item))
                {
                    await TryAsync(items[i], item).ConfigureAwait(false);
                }
            }
        }

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One bad item must not keep the others waiting.")]
        private async Task TryAsync(T listed, RoundItem item)
        {
            try
            {
                var outcome = await act(listed, item).ConfigureAwait(false);
                Interlocked.Add(ref _done, outcome == ItemOutcome.Done ? 1 : 0);
                Interlocked.Add(ref _moved, outcome == ItemOutcome.Untouched ? 0 : 1);
                Volatile.Write(ref _storeFaults, 0);
                round._setbacks.Remove(item.Id);
            }
            catch (Exception exception) when (!EndsRound(exception))
            {
                round.Report(item, exception);
            }
            catch
            {
                Volatile.Write(ref _next, items.Count);
                throw;
            }
        }

        private bool EndsRound(Exception exception) => exception switch
        {
            OperationCanceledException => cancellationToken.IsCancellationRequested,
            BookstoreStoreException when IsStoreAway(exception) => Interlocked.Increment(ref _storeFaults) >= StoreFaultsInARow,
            _ => exception is ObjectDisposedException,
        };
    }
}

/// <summary>What a round did with one item.</summary>
internal enum ItemOutcome
{
    /// <summary>Nothing: another host has it, or it is not due. It may be listed again.</summary>
    Untouched,

    /// <summary>It is due later.</summary>
    Postponed,

    /// <summary>It is finished.</summary>
    Done,
}

/// <summary>What a round did with one page of items.</summary>
/// <param name="Done">How many were finished.</param>
/// <param name="Moved">How many were finished or postponed. Zero: the same page would come again.</param>
internal readonly record struct RoundPage(int Done, int Moved);
