using System.Diagnostics.CodeAnalysis;

namespace Bookstore.PostgreSql;

/// <summary>A call that was begun with <see cref="ServerCalls"/>.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has neither a timer nor a handle, and it may be cancelled after its caller has continued.")]
internal sealed class ServerCall<T>
{
    private readonly ServerCalls _calls;
    private readonly Func<T, ValueTask>? _discard;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Task<T> _run;

    public ServerCall(ServerCalls calls, Func<CancellationToken, Task<T>> call, Func<T, ValueTask>? discard)
    {
        _calls = calls;
        _discard = discard;
        _run = call(_cancelled.Token);
    }

    /// <summary>Ends with the call, which may be after its caller has given up.</summary>
    public Task Ended => _run;

    /// <summary>Waits for the result.</summary>
    /// <exception cref="TimeoutException">There was none in time. The call is being cancelled.</exception>
    public async Task<T> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await _run.WaitAsync(patience, _calls.Time, cancellationToken).ConfigureAwait(false);
        }
        catch when (!_run.IsCompleted || _run.IsCompletedSuccessfully)
        {
            _calls.Cancel(_cancelled);
            _ = DiscardAsync();
            throw;
        }
    }

    private async Task DiscardAsync()
    {
        await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_run.IsCompletedSuccessfully && _discard is not null)
        {
            await _discard(await _run.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
