using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Webhooks.Tests;

/// <summary>The clock of a host on which it is set wrong. Timers and timestamps are right.</summary>
internal sealed class WrongTime(TimeProvider right, TimeSpan ahead) : TimeProvider
{
    /// <summary>By how much it is ahead.</summary>
    public TimeSpan Ahead { get; set; } = ahead;

    public override long TimestampFrequency => right.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Ahead;

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => right.CreateTimer(callback, state, dueTime, period);
}

/// <summary>A store in memory that has a clock of its own, as a database server has.</summary>
internal sealed class StoreWithClock(TimeProvider time) : DelegatingStore(new InMemoryStore())
{
    public override bool HasOwnClock => true;

    public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) => ValueTask.FromResult(time.GetUtcNow());
}
