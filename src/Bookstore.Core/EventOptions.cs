namespace Bookstore;

/// <summary>The settings of the event feed.</summary>
public sealed class EventOptions
{
    /// <summary>Whether events are written with what causes them. What was written before can be read all the same. Default <see langword="true"/>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long events are kept; a consumer that is further behind gets an <see cref="EventCursorExpiredException"/>. 1 hour to 3,650 days. Default 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How often a host on which someone waits for events looks for those of other hosts; for one interval after it found some, it looks four times as often, at most every millisecond. What the host itself commits in a store of one host is seen at once. 1 millisecond to 10 seconds. Default 10 milliseconds.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(10);
}
