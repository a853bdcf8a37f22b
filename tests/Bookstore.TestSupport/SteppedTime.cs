namespace Bookstore.Support;

/// <summary>A clock whose timestamps move when the test says so. Its timers are those of the system.</summary>
/// <param name="start">The time of day at timestamp zero, which moves along; <see langword="null"/>: the system's time of day.</param>
public sealed class SteppedTime(DateTimeOffset? start = null) : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start?.AddTicks(GetTimestamp()) ?? base.GetUtcNow();

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
