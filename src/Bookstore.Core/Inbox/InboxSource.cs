namespace Bookstore;

/// <summary>A sender of notifications as the inbox knows it: what it sends is read and kept, and the gateway or courier is asked later.</summary>
internal abstract class InboxSource
{
    /// <summary>The last segment of its address.</summary>
    public abstract string Name { get; }

    /// <summary>The longest that <see cref="AskAsync"/> takes.</summary>
    public abstract TimeSpan LongestCall { get; }

    /// <summary>Checks the signature first, and reads the notification then.</summary>
    public abstract InboxReading Read(IncomingNotification request, DateTimeOffset now);

    /// <summary>Finds out what is true, and does it.</summary>
    /// <exception cref="Exception">It could not be found out; the notification is retried, and parked in the end.</exception>
    public abstract ValueTask<InboxAnswer> AskAsync(InboxRecord record);
}

/// <summary>What a source made of a request.</summary>
/// <param name="IsAuthentic">Whether its signature is right.</param>
/// <param name="Body">What to keep; <see langword="null"/> when the shop needs nothing of it.</param>
internal readonly record struct InboxReading(bool IsAuthentic, InboxBody? Body = null);

/// <summary>What became of an entry.</summary>
/// <param name="IsDone">Whether nothing is left to do.</param>
/// <param name="Failure">Why it failed, where it is tried again for that.</param>
internal readonly record struct InboxAnswer(bool IsDone, string? Failure = null)
{
    public static InboxAnswer Done => new(true);

    /// <summary>Nothing failed: it is asked once more a little later.</summary>
    public static InboxAnswer Later => new(false);

    public static InboxAnswer Failed(string code) => new(false, code);
}
