using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>The store's time as this host knows it: the last reading plus what a monotonic clock measured since. Thread-safe.</summary>
/// <remarks>
/// All that decides over an order, a delivery, a reservation or an idempotency key is in this time. The host's own clock, which may be wrong or set at any
/// moment, is shown, <see cref="Order.CreatedAt"/> and the like, and only ever delays a start: see <see cref="ReadSteadyAsync"/>. The first reading also tells the newest ids of the store, so that later ids ascend.
/// On Linux the monotonic clock stops while the machine is suspended. So a host whose own clock has gone ahead of it reads the store again, whichever
/// of the two clocks is right.
/// </remarks>
internal sealed class StoreClock
{
    // A reading may differ that much from what is expected, for the way to the store and back.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    // A host without background work reads now and then, too.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly IBookstoreStore _store;
    private readonly TimeOrderedIds _ids;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<Task<DateTimeOffset>> _read;
    private readonly Lock _lock = new();
    private volatile Reading? _last;
    private long? _movedAt;
    private (TimeSpan Ahead, long At)? _begunAhead;

    /// <summary>Makes a clock that has not been read.</summary>
    /// <param name="store">The store.</param>
    /// <param name="ids">What makes ids that ascend with the store's time.</param>
    /// <param name="time">The host's own clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="continuesInline">See <see cref="WritePathOptions.ContinuesInline"/>: then each caller reads by itself, on its own thread.</param>
    public StoreClock(IBookstoreStore store, TimeOrderedIds ids, TimeProvider time, ILogger<StoreClock> logger, bool continuesInline = false)
    {
        (_store, _ids, _time, _logger) = (store, ids, time, logger);

        // Hundreds may ask at once when a gateway is slow; a store reads its time for one at a time.
        _read = continuesInline ? ReadOnceAsync : new SharedCall<DateTimeOffset>(ReadOnceAsync).RunAsync;
    }

    /// <summary>The host's own clock, for what is shown and not compared, and for timers.</summary>
    public TimeProvider Time => _time;

    /// <summary>The store's time now, without asking the store unless its last reading is old, or this machine may have been suspended since.</summary>
    /// <exception cref="BookstoreStoreException">The store cannot be read now, and has not been read yet, or not since this machine may have been suspended.</exception>
    public ValueTask<DateTimeOffset> NowAsync(CancellationToken cancellationToken) =>
        FreshMoment is { } now ? new ValueTask<DateTimeOffset>(now.Store) : RefreshAsync(cancellationToken);

    /// <summary>The store's time now, after <see cref="NowAsync"/> has returned once.</summary>
    public DateTimeOffset Now => TimeAt(_last!, _time.GetTimestamp());

    /// <summary>This moment by both clocks; <see langword="null"/> when the store has to be asked first, see <see cref="MomentAsync"/>.</summary>
    /// <remarks>The path of each order asks here first: an awaited moment makes the state of every caller larger.</remarks>
    public Moment? FreshMoment
    {
        get
        {
            // In this order, so that a pause between the two reads the store once too often and never once too seldom.
            var (timestamp, clock) = (_time.GetTimestamp(), _time.GetUtcNow());
            return _last is { } last && _time.GetElapsedTime(last.AskedAt, timestamp) < MaxAge && !HasSlept(last, timestamp, clock)
                ? new Moment(clock, TimeAt(last, timestamp))
                : null;
        }
    }

    /// <summary>This moment by both clocks, see <see cref="NowAsync"/>.</summary>
    public async Task<Moment> MomentAsync(CancellationToken cancellationToken) =>
        new(_time.GetUtcNow(), await NowAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the store's time. One reading serves all who asked before it began.</summary>
    /// <exception cref="BookstoreStoreException">The store cannot be read now.</exception>
    public ValueTask<DateTimeOffset> ReadAsync(CancellationToken cancellationToken) => new(_read().WaitAsync(cancellationToken));

    /// <summary>Reads the store's time for a round of background work, which gives up, takes over or removes what is due by it.</summary>
    /// <remarks>
    /// Whether a clock of the store's own was set before the first reading is not known. A first reading that is ahead of the host's own clock by more than half of <paramref name="since"/> counts as moved, because
    /// then the deadlines of orders that other hosts work on may only seem to be over. A host whose own clock is that wrong begins its rounds later by <paramref name="since"/>, once.
    /// </remarks>
    /// <param name="since">For how long the store's time must have gone as time does.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The time; <see langword="null"/> when it went otherwise, so that the round must not act by it.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be read now.</exception>
    public async ValueTask<DateTimeOffset?> ReadSteadyAsync(TimeSpan since, CancellationToken cancellationToken)
    {
        var now = await ReadAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan ahead;
        lock (_lock)
        {
            if (_movedAt is { } moved && _time.GetElapsedTime(moved) < since)
            {
                return null;
            }

            if (_begunAhead is not { } begun || begun.Ahead <= since / 2)
            {
                return now;
            }

            // From here on it is as if it had moved then.
            (ahead, _movedAt, _begunAhead) = (begun.Ahead, begun.At, null);
            if (_time.GetElapsedTime(begun.At) >= since)
            {
                return now;
            }
        }

        Log.StoreTimeAhead(_logger, ahead, since);
        return null;
    }

    /// <summary>A time of the store as this host's clock will show it, for a caller. It does not fail once the store has been read.</summary>
    public async ValueTask<DateTimeOffset> ShowAsync(DateTimeOffset storeTime)
    {
        var now = await MomentToShowAsync().ConfigureAwait(false);

        // In whole seconds, so that the same time is shown the same again.
        return Later(storeTime, TimeSpan.FromSeconds(Math.Round((now.Shown - now.Store).TotalSeconds)));
    }

    private static DateTimeOffset Later(DateTimeOffset from, TimeSpan by)
    {
        var ticks = (Int128)from.UtcTicks + by.Ticks;
        return new DateTimeOffset((long)Int128.Clamp(ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
    }

    // What is shown belongs to what has been committed: a store that cannot be read now must not turn it into a failure.
    private async ValueTask<Moment> MomentToShowAsync()
    {
        try
        {
            return await MomentAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (BookstoreStoreException) when (_last is not null)
        {
            return new Moment(_time.GetUtcNow(), Now);
        }
    }

    private DateTimeOffset TimeAt(Reading reading, long timestamp) => Later(reading.Time, _time.GetElapsedTime(reading.Timestamp, timestamp));

    private bool HasSlept(Reading last, long timestamp, DateTimeOffset clock) => clock - last.Clock - _time.GetElapsedTime(last.AskedAt, timestamp) > Tolerance;

    private async ValueTask<DateTimeOffset> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreStoreException) when (_last is { } last && !HasSlept(last, _time.GetTimestamp(), _time.GetUtcNow()))
        {
            return TimeAt(_last, _time.GetTimestamp());
        }
    }

    private async Task<DateTimeOffset> ReadOnceAsync()
    {
        if (_last is not { } last)
        {
            return await ReadFirstAsync(CancellationToken.None).ConfigureAwait(false);
        }

        var (clock, askedAt) = (_time.GetUtcNow(), _time.GetTimestamp());
        var told = await _store.ReadTimeAsync(new HostTime(clock, TimeAt(last, askedAt)), CancellationToken.None).ConfigureAwait(false);
        return Take(clock, askedAt, told);
    }

    private async ValueTask<DateTimeOffset> ReadFirstAsync(CancellationToken cancellationToken)
    {
        var (clock, askedAt) = (_time.GetUtcNow(), _time.GetTimestamp());
        var told = await _store.ReadTimeAsync(new HostTime(clock, Expected: null), cancellationToken).ConfigureAwait(false);
        var reading = new Reading(told, _time.GetTimestamp(), clock, askedAt);
        _ids.StartAfter(await FindNewestAsync(_store.ListOrdersAsync(new OrderFilter(), null, 1, cancellationToken), static order => order.Order.Id).ConfigureAwait(false), told);
        _ids.StartAfter(await FindNewestAsync(_store.ListDeliveriesAsync(DeliveryFilter.All, null, 1, cancellationToken), static delivery => delivery.Delivery.Id).ConfigureAwait(false), told);
        lock (_lock)
        {
            if (_last is null)
            {
                _last = reading;

                // By the clock after the answer, so that a store that answers late is no clock that is ahead.
                var ahead = told - _time.GetUtcNow();
                _begunAhead = _store.HasOwnClock && ahead > Tolerance ? (ahead, reading.Timestamp) : null;
            }

            return TimeAt(_last, _time.GetTimestamp());
        }
    }

    // A row that cannot be read has its id all the same.
    private static async ValueTask<Guid> FindNewestAsync<TRecord>(ValueTask<KeysetPage<TRecord, Guid>> list, Func<TRecord, Guid> idOf)
    {
        try
        {
            var newest = await list.ConfigureAwait(false);
            return newest.Items.Count == 0 ? default : idOf(newest.Items[0]);
        }
        catch (BookstoreStoreException fault) when (Guid.TryParse(fault.RecordId, out _))
        {
            return Guid.Parse(fault.RecordId);
        }
    }

    private DateTimeOffset Take(DateTimeOffset clock, long askedAt, DateTimeOffset told)
    {
        var now = _time.GetTimestamp();
        TimeSpan moved;
        lock (_lock)
        {
            var last = _last!;
            var (earliest, latest) = (TimeAt(last, askedAt), TimeAt(last, now));
            if (askedAt < last.AskedAt)
            {
                return latest;
            }

            if (told >= earliest && told <= latest)
            {
                _last = last with { Clock = clock, AskedAt = askedAt };
                return latest;
            }

            _last = new Reading(told, now, clock, askedAt);
            moved = told < earliest ? told - earliest : told - latest;
            if (moved.Duration() <= Tolerance)
            {
                return told;
            }

            _movedAt = now;
        }

        Log.StoreTimeMoved(_logger, moved);
        return told;
    }

    /// <summary>A reading of the store's time.</summary>
    /// <param name="Time">The time.</param>
    /// <param name="Timestamp">When it was that time, by the monotonic clock.</param>
    /// <param name="Clock">When the store was asked last, by the host's own clock.</param>
    /// <param name="AskedAt">When the store was asked last, by the monotonic clock.</param>
    private sealed record Reading(DateTimeOffset Time, long Timestamp, DateTimeOffset Clock, long AskedAt);
}
