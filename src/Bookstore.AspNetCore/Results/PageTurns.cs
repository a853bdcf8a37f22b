namespace Bookstore.AspNetCore;

/// <summary>
/// Lets only so many items of lists be read at a time; further pages wait in turn. What reads lists takes a store's readers, and memory for whole orders, from everything else. Thread-safe.
/// </summary>
/// <param name="most">The most items at a time. A page with more of them is read alone.</param>
internal sealed class PageTurns(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<(int Items, TaskCompletionSource Turn)> _waiting = new();
    private int _taken;

    /// <summary>Waits for its turn, which then has to be returned with <see cref="Leave"/>.</summary>
    public Task EnterAsync(int items, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits(items))
            {
                _taken += items;
                return Task.CompletedTask;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((items, turn));
        }

        return WaitAsync(turn, cancellationToken);
    }

    public void Leave(int items)
    {
        lock (_lock)
        {
            _taken -= items;
            while (_waiting.TryPeek(out var next) && Fits(next.Items))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    _taken += next.Items;
                }
            }
        }
    }

    private bool Fits(int items) => _taken == 0 || _taken + items <= most;

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        // Of the turn and the client's leaving the first counts, so that a turn is never given to a client that has left.
        using var left = cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), turn);
        await turn.Task.ConfigureAwait(false);
    }
}
