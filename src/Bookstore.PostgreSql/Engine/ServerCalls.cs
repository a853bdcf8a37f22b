using System.Diagnostics.CodeAnalysis;

namespace Bookstore.PostgreSql;

/// <summary>Ends what is asked of a server in time for its caller, also where the server does not answer at all.</summary>
/// <remarks>
/// Npgsql asks a server to cancel over a new connection and blocks the thread until the server has answered: the one that cancels the token, or one of the pool after a time-out of its own. A server that hangs would take a thread
/// of the pool for each connection, and other shops of the process use that pool too. So these calls have no time-out of Npgsql's, and their tokens are cancelled on a few threads of the store's own.
/// </remarks>
internal sealed class ServerCalls(TimeProvider time)
{
    // Each may wait for a server that hangs for as long as it takes to connect.
    public const int MostThreads = 4;

    private readonly Queue<CancellationTokenSource> _waiting = new();
    private int _threads;

    public TimeProvider Time { get; } = time;

    /// <summary>Begins a call. Its commands have the time-out 0 and are given the token.</summary>
    /// <param name="call">The call, which opens and closes its connection itself.</param>
    /// <param name="discard">What becomes of a result that came after the caller had given up.</param>
    public ServerCall<T> Begin<T>(Func<CancellationToken, Task<T>> call, Func<T, ValueTask>? discard = null) => new(this, call, discard);

    /// <summary>Begins a call and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and is being cancelled.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan patience, CancellationToken cancellationToken, Func<T, ValueTask>? discard = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Begin(call, discard).WaitAsync(patience, cancellationToken);
    }

    /// <summary>Cancels a token on a thread that may be blocked.</summary>
    public void Cancel(CancellationTokenSource source)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(source);
            if (_threads == MostThreads)
            {
                return;
            }

            _threads++;
        }

        new Thread(CancelAll) { IsBackground = true, Name = "Bookstore.PostgreSql cancels" }.UnsafeStart();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What a callback throws would end the process; the call reports how it ended.")]
    private void CancelAll()
    {
        while (TakeNext() is { } source)
        {
            try
            {
                source.Cancel();
            }
            catch (Exception)
            {
                continue;
            }
        }
    }

    private CancellationTokenSource? TakeNext()
    {
        lock (_waiting)
        {
            if (_waiting.TryDequeue(out var source))
            {
                return source;
            }

            _threads--;
            return null;
        }
    }
}
