using Bookstore.Storage;

namespace Bookstore;

/// <summary>Where the due documents of one queue begin: behind those of other gateways or sources that were due long ago, so that they are not read again in each round. Thread-safe.</summary>
/// <remarks>Documents are not searched by what they are for. What is due is listed by its time, and a document does not become due in the past: behind a position that is old, nothing is added.</remarks>
/// <param name="time">The clock of this host.</param>
internal sealed class DueOfOthers(TimeProvider time)
{
    // Far longer than a commit takes from the time that its documents are due at.
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

    /// <summary>Notes a page. One that has nothing of the queue's is passed over from now on.</summary>
    /// <param name="start">Where the page begins, see <see cref="Start"/>.</param>
    /// <param name="next">Where the next one begins; <see langword="null"/> after the last one.</param>
    /// <param name="own">How much of the page is the queue's.</param>
    /// <param name="now">The store's time.</param>
    public void Note(DuePosition? start, DuePosition? next, int own, DateTimeOffset now)
    {
        // A page of what is due at any time says nothing about what is due long since.
        if (own > 0 || next is not { } end || now == DateTimeOffset.MaxValue)
        {
            return;
        }

        var passed = Volatile.Read(ref _passed);
        var isFirst = start is null || start == passed?.Due;
        if (isFirst && end.DueAt < now - Old)
        {
            var since = start is null || passed is null ? time.GetTimestamp() : passed.Since;
            Interlocked.CompareExchange(ref _passed, new Position(end, since), passed);
        }
    }

    private sealed record Position(DuePosition Due, long Since);
}
