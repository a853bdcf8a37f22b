using Bookstore.Storage;

namespace Bookstore;

/// <summary>Where the due refunds of a gateway begin: behind those of other gateways that were due long ago, so that they are not read again in each round. Thread-safe.</summary>
/// <remarks>Documents are not searched by gateway. What is due is listed by its time, and a refund does not become due in the past: behind a position that is old, nothing is added.</remarks>
/// <param name="time">The clock of this host.</param>
internal sealed class RefundsOfOthers(TimeProvider time)
{
    // Far longer than a commit takes from the time that its refunds are due at.
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);

    // A document that was repaired, or restored from a backup, is found again.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private Position? _passed;

    /// <summary>Where to list from.</summary>
    /// <param name="after">The position that is asked for; <see langword="null"/> from the longest due.</param>
    public DuePosition? Start(DuePosition? after)
    {
        var passed = Volatile.Read(ref _passed);
        return after is null && passed is not null && time.GetElapsedTime(passed.Since) < Forgotten ? passed.Due : after;
    }

    /// <summary>Notes that a page has no refund of the gateway's.</summary>
    /// <param name="start">Where the page begins, see <see cref="Start"/>.</param>
    /// <param name="next">Where the next one begins.</param>
    /// <param name="now">The store's time.</param>
    public void Pass(DuePosition? start, DuePosition next, DateTimeOffset now)
    {
        var passed = Volatile.Read(ref _passed);
        var isFirst = start is null || start == passed?.Due;
        if (isFirst && next.DueAt < now - Old)
        {
            var since = start is null || passed is null ? time.GetTimestamp() : passed.Since;
            Interlocked.CompareExchange(ref _passed, new Position(next, since), passed);
        }
    }

    private sealed record Position(DuePosition Due, long Since);
}
