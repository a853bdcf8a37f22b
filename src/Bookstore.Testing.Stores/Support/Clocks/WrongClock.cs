namespace Bookstore.Testing.Stores;

/// <summary>A clock that is off by some time, and can be set at any moment. Its timestamps and timers are those of the clock behind it, as they are when a real clock is set.</summary>
internal sealed class WrongClock(TimeProvider inner, TimeSpan off = default) : TimeProvider
{
    public TimeSpan Off { get; set; } = off;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Off;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
