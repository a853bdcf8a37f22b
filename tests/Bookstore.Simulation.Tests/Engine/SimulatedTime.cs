namespace Bookstore.Simulation;

/// <summary>The clock as one host sees it: before or after the true time by any amount, and set at any moment. Its timestamps and timers are true, as a monotonic clock is.</summary>
/// <param name="host">The host.</param>
/// <param name="clock">The true time.</param>
/// <param name="skew">How far the host is off.</param>
/// <param name="guard">Called at each use.</param>
internal sealed class SimulatedTime(Host host, Clock clock, TimeSpan skew, Action guard) : TimeProvider
{
    /// <summary>How far the host's clock is off.</summary>
    public TimeSpan Skew { get; set; } = skew;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        guard();
        return clock.Look() + Skew;
    }

    public override long GetTimestamp() => clock.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        guard();
        var timer = new SimulatedTimer(host, clock, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}

/// <summary>A timer that fires when the seed says so, never before its time.</summary>
internal sealed class SimulatedTimer(Host host, Clock clock, Action fire) : ITimer
{
    public Host Host => host;

    public DateTimeOffset DueAt { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Remove(this);
        if (period > TimeSpan.Zero)
        {
            throw new NotSupportedException("The simulation begins each round of background work itself.");
        }

        if (dueTime >= TimeSpan.Zero)
        {
            DueAt = clock.Now + dueTime;
            clock.Add(this);
        }

        return true;
    }

    public void Fire()
    {
        clock.Remove(this);
        fire();
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
