namespace Bookstore.Operating;

/// <summary>The system's time, moved by as much as a test says. Its timers are those of the system.</summary>
public sealed class ShiftedTime(TimeSpan shift = default) : TimeProvider
{
    private long _ticks = shift.Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Interlocked.Read(ref _ticks) * ((double)TimestampFrequency / TimeSpan.TicksPerSecond));

    public void Shift(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
