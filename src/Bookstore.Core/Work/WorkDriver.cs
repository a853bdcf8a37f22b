using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Drives one kind of durable work: lists what is due, acquires each record, has its call made and its result recorded, several at a time. Thread-safe.</summary>
/// <remarks>
/// A record that fails is logged and retried after growing pauses; the others continue. All calls of the kind share one limit, those of rounds and those that are made
/// at once after a commit. A call that hangs delays its own record alone: the repeated rounds do not wait for calls in progress, and do not begin their records again.
/// </remarks>
internal sealed class WorkDriver<TDue, TRecord>
{
    // A lease that leaves no time for its call is replaced at once by a longer one. No call was made under it, and if another host has acquired the record meanwhile, its fence says so.
    private const int MostLeases = 3;

    private readonly IDurableWork<TDue, TRecord> _work;
    private readonly WorkContext _context;
    private readonly RoundItems _items;
    private readonly DueRound _round;
    private readonly LeaseMargin _margin;

    /// <summary>Makes the driver.</summary>
    /// <param name="work">What is driven.</param>
    /// <param name="context">The store, the options and the time.</param>
    /// <param name="logger">The log.</param>
    /// <param name="slots">The calls in progress that other work counts as well; <see langword="null"/> for a limit of its own.</param>
    public WorkDriver(IDurableWork<TDue, TRecord> work, WorkContext context, ILogger logger, CallSlots? slots = null)
    {
        (_work, _context) = (work, context);
        var kind = work.Kind;
        Slots = slots ?? new CallSlots(kind.Concurrency, context.Options.WritePath.ContinuesInline);
        _items = new RoundItems(kind.Name, kind.Concurrency, context.Options.PollInterval, context.Clock.Time, logger, context.Options.WritePath.ContinuesInline);
        _margin = new LeaseMargin(context.Options.RecoveryGrace);
        _round = new DueRound(context.Clock, () => Lease, kind.PageSize, _items, kind.RoundLimit);
        Round = new WorkRound(kind.Name, kind.Part, context.Options.PollInterval, RunOnceAsync) { BeginAsync = BeginAsync, Items = _items };
    }

    /// <summary>The rounds of the work, for the hosted service.</summary>
    public WorkRound Round { get; }

    /// <summary>The limit of calls that are in progress at a time.</summary>
    public CallSlots Slots { get; }

    private TimeSpan Lease => _work.Kind.CallTimeout + _margin.Current;

    /// <summary>Works on each record that is due now, once, and waits for the calls. A record that is in progress is passed over.</summary>
    /// <param name="cancellationToken">Stops between two records.</param>
    /// <returns>How many records were finished.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => RunAsync(waits: true, cancellationToken);

    /// <summary>Begins to work on each record that is due now, and ends when each was begun. Calls that are slow stay in progress.</summary>
    /// <param name="cancellationToken">Stops between two records.</param>
    public Task BeginAsync(CancellationToken cancellationToken) => RunAsync(waits: false, cancellationToken);

    /// <summary>Begins to work on one record that was just written down, without a search for it. One that is in progress is passed over, and a round finds what cannot be begun now.</summary>
    /// <param name="due">The record.</param>
    /// <param name="cancellationToken">Stops waiting for a place.</param>
    public async Task BeginAsync(TDue due, CancellationToken cancellationToken)
    {
        if (await _context.Clock.ReadSteadyAsync(Lease, cancellationToken).ConfigureAwait(false) is { } now)
        {
            await _items.ForEachAsync([due], _work.ItemOf, (listed, item) => AcquireAndPerformAsync(listed, item, now, cancellationToken), waits: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells whether a call that begins now ends before the lease.</summary>
    /// <returns>The store's time; <see langword="null"/> when another host may have the record before the call has ended.</returns>
    public async ValueTask<DateTimeOffset?> ReadTimeBeforeCallAsync(DateTimeOffset? leasedUntil)
    {
        var now = await _context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        return now.Plus(_work.Kind.CallTimeout) < leasedUntil ? now : null;
    }

    private Task<int> RunAsync(bool waits, CancellationToken cancellationToken) => _round.RunAsync(
        (now, after, limit) => _work.ListDueAsync(now, after, limit, cancellationToken),
        _work.ItemOf,
        (due, item, now) => AcquireAndPerformAsync(due, item, now, cancellationToken),
        waits,
        cancellationToken);

    private async ValueTask<ItemOutcome> AcquireAndPerformAsync(TDue due, RoundItem item, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        // Not acquired before the call can be made: the lease is little longer than one call.
        var slot = await Slots.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Leased<TRecord>? leased = null;
            DateTimeOffset? now = null;
            for (var attempt = 1; now is null; attempt++)
            {
                var begun = _context.Clock.Time.GetTimestamp();
                leased = await _work.AcquireAsync(due, dueAt, Lease, leased).ConfigureAwait(false);
                if (leased is null)
                {
                    return attempt == 1 ? ItemOutcome.Untouched : ItemOutcome.Postponed;
                }

                item.Fence = leased.Fence;
                now = await ReadTimeBeforeCallAsync(leased.Until).ConfigureAwait(false);
                Note(leased, now is not null, _context.Clock.Time.GetElapsedTime(begun));
                if (now is null && attempt == MostLeases)
                {
                    return ItemOutcome.Postponed;
                }
            }

            return await _work.PerformAsync(leased!.Record, now!.Value).ConfigureAwait(false);
        }
        finally
        {
            Slots.Leave(slot);
        }
    }

    private void Note(Leased<TRecord> leased, bool isInTime, TimeSpan acquiring)
    {
        if (!isInTime)
        {
            _margin.TooLate(acquiring);
        }
        else if (leased.Until < DateTimeOffset.MaxValue)
        {
            _margin.InTime(acquiring);
        }
    }
}
