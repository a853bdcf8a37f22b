using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The time of a database file: the newest commit in it, and what this process saw pass since. It does not advance while no process has the file open. Thread-safe.</summary>
/// <remarks>
/// All processes follow the commits of each other. One that waited for long is ahead of one that has just opened the file and knows its commits alone: when it sees
/// a commit of an earlier time than its own, it goes back to the time of that commit. Nothing is lost by it, because nothing was committed in between.
/// </remarks>
internal sealed class FileClock(TimeProvider time)
{
    // What a batch may take between the time that it names and its commit.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private DateTimeOffset? _now;
    private CommitTime? _newest;
    private CommitTime? _own;
    private long _timestamp = time.GetTimestamp();

    // The same for all processes of a machine.
    private TimeSpan Monotonic => time.GetElapsedTime(0);

    /// <summary>The time of a commit that this process makes now.</summary>
    /// <param name="at">The store's time, as the batch names it.</param>
    public CommitTime Note(DateTimeOffset at)
    {
        lock (_lock)
        {
            var commit = new CommitTime(at, Monotonic);
            _own = commit;
            return commit;
        }
    }

    /// <summary>Takes a reading of the file over.</summary>
    /// <param name="host">What the host knows about the time.</param>
    /// <param name="newest">The newest commit in the file, read after the call began.</param>
    public DateTimeOffset Read(HostTime host, CommitTime? newest)
    {
        lock (_lock)
        {
            var timestamp = time.GetTimestamp();
            var passed = time.GetElapsedTime(_timestamp, timestamp);
            _now = _now is { } last ? GoOn(last, passed, host.Expected, newest) : newest is { } commit ? TimeNow(commit, passed) : host.Clock;
            _timestamp = timestamp;

            // Two readings may come in the other order.
            _newest = newest?.At < _newest?.At ? _newest : newest;
            return _now.Value;
        }
    }

    // A commit is as old as the monotonic clock tells, but counts for no more than what this process saw pass itself.
    private DateTimeOffset TimeNow(CommitTime commit, TimeSpan passed)
    {
        var age = commit.Monotonic is { } committed ? Monotonic - committed : TimeSpan.Zero;
        return Later(commit.At, age < TimeSpan.Zero ? TimeSpan.Zero : age < passed ? age : passed);
    }

    private static DateTimeOffset Later(DateTimeOffset from, TimeSpan by) => DateTimeOffset.MaxValue - from > by ? from + by : DateTimeOffset.MaxValue;

    private DateTimeOffset GoOn(DateTimeOffset last, TimeSpan passed, DateTimeOffset? expected, CommitTime? newest)
    {
        var now = Later(last, passed);
        now = expected > now ? expected.Value : now;
        if (newest is not { } commit || commit == _newest || commit == _own || commit.At < _newest?.At)
        {
            return now;
        }

        var followed = TimeNow(commit, passed);
        return followed > now || now - followed > Tolerance ? followed : now;
    }
}

/// <summary>The time of a commit.</summary>
/// <param name="At">The store's time, see <see cref="CommitToken.At"/>.</param>
/// <param name="Monotonic">The machine's monotonic clock at that time; <see langword="null"/> where it was not written down.</param>
internal readonly record struct CommitTime(DateTimeOffset At, TimeSpan? Monotonic);
