using System.Collections.Concurrent;
using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Refuses further orders of a customer whose orders of the last hour mostly went unpaid or were declined. Thread-safe.</summary>
/// <remarks>
/// A customer is watched on this host from the first order of theirs that fails here. Only then the store is asked, at most once a second for each customer, for
/// their newest orders and those that wait: those count, of all hosts and from before a restart. In between, the failures of this host are added. A customer with no failed order here
/// costs one look into a dictionary. Orders whose payment is being authorized at the moment do not count.
/// </remarks>
internal sealed class CustomerLimits(IOrderReads store, IOptions<BookstoreOptions> options, StoreClock clock)
{
    // Forgetting a customer lets one more order through: their failed orders are in the store.
    private const int MostWatched = 10_000;
    private const int NewestOrders = 200;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WatchedCustomer> _watched = new(StringComparer.Ordinal);
    private readonly int _mostUnpaid = options.Value.MaxUnpaidOrdersPerCustomer;
    private readonly int _mostDeclined = options.Value.MaxDeclinedOrdersPerCustomer;
    private readonly HashSet<string> _shared = new(options.Value.SharedCustomerIds, StringComparer.Ordinal);
    private readonly TimeSpan _leastDeadline = options.Value.LeastDeadline();
    private readonly TimeSpan _longestDeadline = options.Value.LongestDeadline();
    private volatile int _count;

    /// <summary>The customer, if one of their orders failed on this host.</summary>
    public WatchedCustomer? Find(string customerId) => _count > 0 && _watched.TryGetValue(customerId, out var watched) ? watched : null;

    /// <summary>For how long the customer's orders are refused; <see langword="null"/> when they are not.</summary>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    public async Task<TimeSpan?> RefusedForAsync(WatchedCustomer watched, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        if (watched.TryBeginLook(clock.Time, LookInterval))
        {
            var newest = await store.ListOrdersAsync(new OrderFilter { CustomerId = watched.CustomerId }, null, NewestOrders, cancellationToken).ConfigureAwait(false);
            var waiting = await store.ListOrdersAsync(
                new OrderFilter { CustomerId = watched.CustomerId, Status = OrderStatus.Pending }, null, FailedOrders.MostThatMatter + 1, cancellationToken).ConfigureAwait(false);
            watched.EndLook(FailedOrders.Of(newest.Items, waiting.Items, Window, now, _leastDeadline, _longestDeadline));
        }

        return watched.RefusedFor(_mostUnpaid, _mostDeclined, Window, now);
    }

    /// <summary>Notes how an order ended: a failure is counted, and begins the watch.</summary>
    /// <param name="watched">The customer, where they were watched before the order.</param>
    /// <param name="customerId">The customer.</param>
    /// <param name="result">The result of the order.</param>
    public void Note(WatchedCustomer? watched, string customerId, PlaceOrderResult result)
    {
        if (result.Replayed)
        {
            return;
        }

        if (result.Outcome == PlaceOrderOutcome.Created)
        {
            if (result.Order?.PaymentStatus != PaymentStatus.NotRequired)
            {
                watched?.NoteConfirmed();
            }
        }
        else if (result.Outcome is PlaceOrderOutcome.Pending or PlaceOrderOutcome.Declined)
        {
            (watched ?? Watch(customerId))?.NoteFailed(result.Outcome == PlaceOrderOutcome.Declined, clock.Now);
        }
    }

    private WatchedCustomer? Watch(string customerId)
    {
        if ((_mostUnpaid == 0 && _mostDeclined == 0) || _shared.Contains(customerId))
        {
            return null;
        }

        if (_count >= MostWatched)
        {
            _watched.Clear();
            _count = 0;
        }

        var watched = new WatchedCustomer(customerId);
        if (!_watched.TryAdd(customerId, watched))
        {
            return _watched.GetOrAdd(customerId, watched);
        }

        Interlocked.Increment(ref _count);
        return watched;
    }
}
