using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The items of the rounds of one background work. An item that fails is logged and retried after growing pauses; the others continue. Thread-safe.</summary>
/// <remarks>
/// The limit of items in progress is one for all pages and rounds. An item that is in progress is not begun again, so a round may leave slow items behind.
/// </remarks>
/// <param name="work">The work's name, for the log.</param>
/// <param name="concurrency">How many items at a time.</param>
/// <param name="firstPause">How long an item is left alone after its first failure.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="continuesInline">See <see cref="CallSlots"/>.</param>
internal sealed class RoundItems(string work, int concurrency, TimeSpan firstPause, TimeProvider time, ILogger logger, bool continuesInline = false)
{
    // A store that is away fails every item alike: after so many in a row the round ends, and the next one begins with other items.
    private const int StoreFaultsInARow = 16;

    private readonly Setbacks _setbacks = new(firstPause, time);
    private readonly CallSlots _places = new(concurrency, continuesInline);
    private readonly ConcurrentDictionary<Guid, bool> _inProgress = new();

    /// <summary>How many items are in progress.</summary>
    public int InProgress => _inProgress.Count;

    /// <summary>Does the work on each item of a page, several at a time.</summary>
    /// <param name="items">The items.</param>
    /// <param name="itemOf">An item's id and fence.</param>
    /// <param name="act">The work on one item.</param>
    /// <param name="waits">Whether to wait until each item has ended. Otherwise the call ends when each was begun, and an item in progress counts as moved.</param>
    /// <param name="cancellationToken">Stops between two items.</param>
    /// <returns>The results of the items.</returns>
    /// <exception cref="BookstoreStoreException">The store is away: one item after the other failed by it.</exception>
    public async Task<RoundPage> ForEachAsync<T>(
        IReadOnlyList<T> items, Func<T, RoundItem> itemOf, Func<T, RoundItem, ValueTask<ItemOutcome>> act, bool waits, CancellationToken cancellationToken)
    {
        var page = new Page<T>(this, act, cancellationToken);
        var begun = new List<Task>(waits ? items.Count : 0);
        try
        {
            foreach (var listed in items)
            {
                var one = await BeginAsync(page, listed, itemOf(listed), cancellationToken).ConfigureAwait(false);
                if (waits && one is { IsCompleted: false })
                {
                    begun.Add(one);
                }
            }
        }
        finally
        {
            await Task.WhenAll(begun).ConfigureAwait(false);
            page.Leave();
        }

        page.ThrowIfEnded();
        return page.Result;
    }

    /// <summary>Waits until no item is in progress.</summary>
    public Task WaitUntilIdleAsync() => _places.WaitUntilFreeAsync();

    /// <summary>Whether a fault says that the store is away. A record that is locked or contended says nothing about the others.</summary>
    public static bool IsStoreAway(Exception exception) => exception is BookstoreStoreException { IsTransient: true, InnerException: not StoreConflictException { Keys: not null } };

    private async ValueTask<Task?> BeginAsync<T>(Page<T> page, T listed, RoundItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_setbacks.MustWait(item) || !_inProgress.TryAdd(item.Id, true))
        {
            return null;
        }

        var isBegun = false;
        try
        {
            var place = await _places.EnterAsync(cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested || page.IsEnded)
            {
                _places.Leave(place);
                cancellationToken.ThrowIfCancellationRequested();
                page.ThrowIfEnded();
            }

            isBegun = true;
            return RunAsync(page, listed, item, place);
        }
        finally
        {
            if (!isBegun)
            {
                _inProgress.TryRemove(item.Id, out _);
            }
        }
    }

    private async Task RunAsync<T>(Page<T> page, T listed, RoundItem item, int place)
    {
        try
        {
            await page.TryAsync(listed, item).ConfigureAwait(false);
        }
        finally
        {
            _inProgress.TryRemove(item.Id, out _);
            _places.Leave(place);
        }
    }

    private void Report(RoundItem item, Exception exception)
    {
        var (failures, pause) = _setbacks.Add(item);
        Log.BackgroundItemFailed(logger, work, item.Id, failures, pause, exception);
    }

    private sealed class Page<T>(RoundItems round, Func<T, RoundItem, ValueTask<ItemOutcome>> act, CancellationToken cancellationToken)
    {
        private int _done;
        private int _moved;
        private int _inProgress;
        private int _storeFaults;
        private volatile bool _isLeft;
        private ExceptionDispatchInfo? _end;

        public RoundPage Result => new(Volatile.Read(ref _done), Volatile.Read(ref _moved) + Volatile.Read(ref _inProgress));

        public bool IsEnded => Volatile.Read(ref _end) is not null;

        public void ThrowIfEnded() => Volatile.Read(ref _end)?.Throw();

        /// <summary>The round does not look at the page any more: what still fails is the item's own failure.</summary>
        public void Leave() => _isLeft = true;

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One bad item must not keep the others waiting.")]
        public async Task TryAsync(T listed, RoundItem item)
        {
            Interlocked.Increment(ref _inProgress);
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
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _end, ExceptionDispatchInfo.Capture(exception), null);
            }
            finally
            {
                Interlocked.Decrement(ref _inProgress);
            }
        }

        private bool EndsRound(Exception exception) => exception switch
        {
            OperationCanceledException => cancellationToken.IsCancellationRequested,
            BookstoreStoreException when !_isLeft && IsStoreAway(exception) => Interlocked.Increment(ref _storeFaults) >= StoreFaultsInARow,
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
/// <param name="Moved">How many were finished, postponed, or are in progress. Zero: the same page would come again.</param>
internal readonly record struct RoundPage(int Done, int Moved);
