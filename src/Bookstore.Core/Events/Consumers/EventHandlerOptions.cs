namespace Bookstore;

/// <summary>How a handler gets its events. Checked at start; each message names what to change.</summary>
public sealed class EventHandlerOptions
{
    /// <summary>Which types it gets: types of <see cref="EventTypes"/>, or groups such as <c>order.*</c>. Default none: all types.</summary>
    public IList<string> Types { get; } = [];

    /// <summary>Where a handler begins whose name the shop has not seen before. Default <see cref="EventStart.End"/>.</summary>
    public EventStart StartAt { get; set; }

    /// <summary>How many events it deals with at a time, each of another resource. 1 to 1,024. Default 16.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>How long it may take for one event; then the try has failed and is left behind. 100 milliseconds to 1 hour. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after its first try an event that failed is tried again; the pause doubles with each further try, and is made up to a fifth longer or shorter. 10 milliseconds to 1 hour. Default 5 seconds.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two tries. <see cref="FirstRetry"/> to 1 day. Default 1 hour.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// After how many tries an event is parked: it is kept and tried no more until someone sends it again (<see cref="IEventConsumers.SendAgainAsync"/>), and later events of its resource are delivered. 1 to 1,000, or
    /// <see langword="null"/>: it is tried for ever, and its resource waits. Default <see langword="null"/>.
    /// </summary>
    public int? ParkAfter { get; set; }

    /// <summary>How many events that failed, or wait behind one that did, are kept. With as many the handler pauses until there is room. 1 to 100,000. Default 10,000.</summary>
    public int MaxParked { get; set; } = 10_000;

    /// <summary>What the handler does when events that it did not get were removed, after <see cref="EventOptions.Retention"/>. Default <see cref="ExpiredPosition.Stop"/>.</summary>
    public ExpiredPosition WhenExpired { get; set; }
}
