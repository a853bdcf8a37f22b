namespace Bookstore.Testing;

/// <summary>The life of one host: it can end at any boundary, and its pending work never continues.</summary>
/// <remarks>What a dead host calls never completes: no handler of its runs any more, as in a killed process.</remarks>
internal sealed class HostLifetime
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<CrashPoint> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _passed;
    private int _dieAt;
    private bool _isOver;

    /// <summary>Ends when the host has died at a boundary.</summary>
    public Task<CrashPoint> Crashed => _crashed.Task;

    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    /// <summary>Dies at a boundary, counted from now on.</summary>
    public void DieAt(int number)
    {
        lock (_lock)
        {
            _passed = 0;
            _dieAt = number;
        }
    }

    /// <summary>Dies now.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    /// <summary>Goes past a boundary, or dies there and never returns.</summary>
    public Task PassAsync(string site)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return Never;
            }

            if (++_passed != _dieAt)
            {
                return Task.CompletedTask;
            }

            _isOver = true;
        }

        _crashed.SetResult(new CrashPoint(_dieAt, site));
        return Never;
    }

    /// <summary>Returns if the host is alive, and never returns if it is dead.</summary>
    public Task StayAsync() => IsOver ? Never : Task.CompletedTask;
}
