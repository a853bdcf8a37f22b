namespace Bookstore;

/// <summary>A customer of whom an order failed on this host: what the store said of their orders last, and what has happened here since. Thread-safe.</summary>
/// <param name="customerId">The customer.</param>
internal sealed class WatchedCustomer(string customerId)
{
    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _unpaid = [];
    private readonly List<DateTimeOffset> _declined = [];
    private int _confirmed;
    private long? _lookedAt;

    public string CustomerId => customerId;

    /// <summary>Whether the caller is to look into the store: one at a time, and not more often than the interval says, by the monotonic clock.</summary>
    public bool TryBeginLook(TimeProvider time, TimeSpan interval)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_lookedAt is { } lookedAt && time.GetElapsedTime(lookedAt, now) < interval)
            {
                return false;
            }

            _lookedAt = now;
            return true;
        }
    }

    /// <summary>Takes over what the store says.</summary>
    public void EndLook(FailedOrders found)
    {
        lock (_lock)
        {
            Replace(_unpaid, found.Unpaid);
            Replace(_declined, found.Declined);
            _confirmed = found.Confirmed;
        }
    }

    public void NoteConfirmed()
    {
        lock (_lock)
        {
            _confirmed++;
        }
    }

    public void NoteFailed(bool isDeclined, DateTimeOffset at)
    {
        lock (_lock)
        {
            var failed = isDeclined ? _declined : _unpaid;

            // No limit is higher; more than that says no more.
            if (failed.Count < FailedOrders.MostThatMatter)
            {
                failed.Add(at);
            }
        }
    }

    /// <summary>For how long orders are refused: until so many failures are older than the window that a limit is kept again.</summary>
    /// <remarks>While at least as many of the customer's orders are confirmed as fail, none is refused: an id that many customers share has failures every hour.</remarks>
    public TimeSpan? RefusedFor(int mostUnpaid, int mostDeclined, TimeSpan window, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_unpaid.Count + _declined.Count <= _confirmed)
            {
                return null;
            }

            var until = Until(_unpaid, mostUnpaid, window);
            var untilDeclined = Until(_declined, mostDeclined, window);
            until = untilDeclined > until ? untilDeclined : until;
            var rest = until - now;
            return rest > TimeSpan.Zero ? rest : null;
        }
    }

    private static DateTimeOffset Until(List<DateTimeOffset> failed, int most, TimeSpan window) =>
        most == 0 || failed.Count < most ? DateTimeOffset.MinValue : failed[^most].Plus(window);

    private static void Replace(List<DateTimeOffset> failed, IReadOnlyList<DateTimeOffset> found)
    {
        failed.Clear();
        failed.AddRange(found);
    }
}
