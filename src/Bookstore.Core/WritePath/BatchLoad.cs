using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The part of a batch in which nothing has been written yet, so that a caller whose time is up gets an exception, however long the store takes.</summary>
/// <remarks>The worker begins and ends a load; in between, operations may be taken out on any thread. When none is left, the store is asked to give the load up.</remarks>
/// <param name="isInline">Whether the store is asked on the same thread.</param>
/// <param name="stop">Gives up at once.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as the write path; the token that it links to ends with that.")]
internal sealed class BatchLoad(bool isInline, CancellationToken stop)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Operation> _taken = [];
    private List<Operation>? _batch;
    private CancellationTokenSource? _giveUp;

    /// <summary>Begins a load.</summary>
    /// <param name="batch">The operations, which are not changed until the load ends.</param>
    /// <returns>Gives the load up.</returns>
    public CancellationToken Begin(List<Operation> batch)
    {
        lock (_gate)
        {
            _batch = batch;
            _giveUp ??= CancellationTokenSource.CreateLinkedTokenSource(stop);
            return _giveUp.Token;
        }
    }

    /// <summary>Ends a load. The operations that were taken out are removed from its batch: they have an answer, and must not be decided.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_taken.Count > 0)
            {
                _batch!.RemoveAll(_taken.Contains);
                _taken.Clear();
            }

            _batch = null;
        }
    }

    /// <summary>Takes out the operations whose time is up while a load is in progress. They are to be failed: nothing of them was written, and nothing will be.</summary>
    /// <param name="isLate">Whether an operation's time is up.</param>
    public List<Operation> TakeLate(Func<Operation, bool> isLate)
    {
        List<Operation> late;
        CancellationTokenSource? giveUp = null;
        lock (_gate)
        {
            if (_batch is not { } batch)
            {
                return [];
            }

            late = batch.FindAll(operation => !_taken.Contains(operation) && isLate(operation));
            _taken.UnionWith(late);
            if (late.Count > 0 && _taken.Count == batch.Count)
            {
                // The next load has one of its own.
                (giveUp, _giveUp) = (_giveUp, null);
            }
        }

        if (giveUp is not null)
        {
            GiveUp(giveUp);
        }

        return late;
    }

    private void GiveUp(CancellationTokenSource giveUp)
    {
        if (isInline)
        {
            giveUp.Cancel();
            giveUp.Dispose();
            return;
        }

        _ = GiveUpAsync(giveUp);
    }

    // A store that is asked to give up delays and fails no caller, also when it throws.
    private static async Task GiveUpAsync(CancellationTokenSource giveUp)
    {
        await giveUp.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        giveUp.Dispose();
    }
}
