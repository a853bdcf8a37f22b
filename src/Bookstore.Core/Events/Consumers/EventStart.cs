namespace Bookstore;

/// <summary>Where a consumer begins that the shop has not seen before.</summary>
public enum EventStart
{
    /// <summary>At the end of the feed: it gets what happens from now on.</summary>
    End = 0,

    /// <summary>With the oldest event that is kept.</summary>
    Oldest = 1,
}

/// <summary>What a consumer does whose next events were removed (<see cref="EventOptions.Retention"/>), or whose position the feed does not have.</summary>
public enum ExpiredPosition
{
    /// <summary>It stops, on every host, until a person has looked at it and resumes it. Nothing is passed over unseen.</summary>
    Stop = 0,

    /// <summary>It continues with the oldest event that is kept, and the log says so.</summary>
    ContinueFromOldest = 1,
}
