namespace Bookstore.Client.Tests;

/// <summary>A clock that a test moves. Short waits, such as pauses between tries, are over at once and are noted; long ones, such as time-outs, wait for the test.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TimeSpan> _pauses = [];
    private DateTimeOffset _now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Waits up to this long are over at once.</summary>
    public TimeSpan ShortWait { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Called with each wait that begins.</summary>
    public Action<TimeSpan>? WaitBegins { get; set; }

    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (_gate)
            {
                return [.. _pauses];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        FireWhatIsDue();
    }

    private void Schedule(ManualTimer timer, TimeSpan dueTime)
    {
        var isShort = dueTime <= ShortWait && dueTime > TimeSpan.Zero;
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            if (isShort)
            {
                _now += dueTime;
                _pauses.Add(dueTime);
            }

            timer.DueAt = isShort ? _now : _now + dueTime;
            _timers.Add(timer);
        }

        WaitBegins?.Invoke(dueTime);
        FireWhatIsDue();
    }

    private void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private void FireWhatIsDue()
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            due = _timers.FindAll(timer => timer.DueAt <= _now);
            _timers.RemoveAll(due.Contains);
        }

        // On another thread: the one that made the timer has not got it in its hands yet.
        due.ForEach(static timer => ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false));
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
