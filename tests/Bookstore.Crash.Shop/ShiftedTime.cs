namespace Bookstore.Crash;

/// <summary>The system's clock, off by some time, on a machine where time can be let pass: what was left behind is due without anybody waiting for it.</summary>
internal sealed class ShiftedTime(TimeSpan off) : TimeProvider
{
    private long _passed;
    private volatile Moment? _stopped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => (_stopped?.Utc ?? base.GetUtcNow()).AddTicks(off.Ticks + Interlocked.Read(ref _passed));

    public override long GetTimestamp() => (_stopped?.Timestamp ?? System.GetElapsedTime(0).Ticks) + Interlocked.Read(ref _passed);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);

    /// <summary>Stops the clock: from here on time passes by <see cref="Advance"/> alone, however slow the machine is.</summary>
    public void Stop() => _stopped = new Moment(base.GetUtcNow(), System.GetElapsedTime(0).Ticks);

    private sealed record Moment(DateTimeOffset Utc, long Timestamp);
}
