namespace Bookstore;

/// <summary>Reads the parked events of a run: all of them when it begins, and those whose time has come again and again.</summary>
internal sealed class ParkedLooks(ConsumerParts run, ConsumerLanes lanes)
{
    /// <summary>How many due events a look takes at the most, beside those that are being tried.</summary>
    public const int MostDue = 100;

    private bool _isLoading;
    private Guid? _loadedThrough;
    private bool _isLooking;
    private long? _lookedAt;

    /// <summary>Whether all parked events are known. Before the first event is dealt with they are: later ones of their resources wait.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Reads the next page of all parked events, unless one is being read.</summary>
    public void Load()
    {
        if (_isLoading)
        {
            return;
        }

        _isLoading = true;
        run.Mailbox.Start(
            () => run.Reads.ReadAsync(stop => run.Host.Store.ListDocumentsOfAsync(run.Lease.Lease.Consumer, ConsumerDocuments.ParkedEvents.Name, _loadedThrough, ConsumerFeed.PageSize, stop)),
            page =>
            {
                _isLoading = false;
                foreach (var document in page ?? [])
                {
                    lanes.AddParked(document);
                    _loadedThrough = document.Id.Id;
                }

                if (page is { Count: < ConsumerFeed.PageSize })
                {
                    IsLoaded = true;
                    lanes.Orphans.Promote();
                }
            });
    }

    /// <summary>Looks for due events when it is time to. What someone sends again on another host is found here as well.</summary>
    public void Look(DateTimeOffset now)
    {
        var isTime = !run.IsUntilIdle && (_lookedAt is not { } at || run.Host.Time.GetElapsedTime(at) >= run.Host.Context.Options.PollInterval);
        if (isTime && lanes.Due.Count < Math.Max(MostDue / 2, run.Consumer.Concurrency))
        {
            LookNow(now);
        }
    }

    /// <summary>Looks for due events, unless a look is in progress.</summary>
    public void LookNow(DateTimeOffset now)
    {
        if (_isLooking || lanes.Parked == 0)
        {
            return;
        }

        _isLooking = true;
        _lookedAt = run.Host.Time.GetTimestamp();
        lanes.Due.BeginLook();

        // Those that are being tried come first and are known: few of them, or there is no look.
        var limit = MostDue + lanes.Due.Count;
        run.Mailbox.Start(
            () => run.Reads.ReadAsync(stop => run.Host.Store.ListDueDocumentsAsync(ConsumerDocuments.ParkedEvents.Name, run.Lease.Lease.Consumer, now, null, limit, stop)),
            due =>
            {
                _isLooking = false;
                lanes.Due.EndLook(due?.Items ?? []);
            });
    }
}
