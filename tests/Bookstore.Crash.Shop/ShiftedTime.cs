namespace Bookstore.Crash;

/// <summary>The system's clock, off by some time, on a machine where time can be let pass: what was left behind is due without anybody waiting for it.</summary>
internal sealed class ShiftedTime(TimeSpan off) : TimeProvider
{
    private long _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(off.Ticks + Interlocked.Read(ref _passed));

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _passed);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);
}
