namespace Bookstore.Support;

/// <summary>A clock that stands still until it is told to go on; timers fire while it does.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Called with the due time of each timer that is made.</summary>
    public Action<TimeSpan>? OnTimer { get; set; }

    /// <summary>Called each time a timer is set, also one that was made before, with the state of its callback and the due time.</summary>
    public Action<object?, TimeSpan>? OnSet { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        OnTimer?.Invoke(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }

        // Several threads may advance it at a time: it does not go back for the slower one.
        lock (_lock)
        {
            _now = until > _now ? until : _now;
        }
    }

    private ManualTimer? NextDue(DateTimeOffset until)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt);
            if (next is null)
            {
                return null;
            }

            _now = next.DueAt > _now ? next.DueAt : _now;
            next.Reschedule();
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    DueAt = time._now + dueTime;
                    time._timers.Add(this);
                }
            }

            time.OnSet?.Invoke(state, dueTime);
            return true;
        }

        public void Reschedule()
        {
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period;
            }
            else
            {
                time._timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
