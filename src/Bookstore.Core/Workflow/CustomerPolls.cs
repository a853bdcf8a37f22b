using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Asks one gateway about orders whose customers have to act at the bank, each every few seconds and so many a round, and continues those whose customers have acted.</summary>
/// <remarks>
/// Claims that are made at a time share a commit, and each order costs one call to the gateway. With more of them than a round allows, each waits longer for its turn.
/// A gateway that does not answer keeps no customer of another waiting.
/// </remarks>
internal sealed class CustomerPolls : IDurableWork<OrderRecord, OrderRecord>
{
    /// <summary>How long after a question the next one is due. With rounds of a second, an order is confirmed within five seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // A gateway that is away leaves every question without an answer: after so many in a row each round asks one question, until one is answered.
    private const int MostUnanswered = 16;

    private readonly RecoveryQueue _recovery;
    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly OrderProgress _progress;
    private readonly WorkDriver<OrderRecord, OrderRecord> _driver;
    private readonly UnansweredCalls _calls = new(MostUnanswered);

    /// <summary>Makes the rounds of a gateway.</summary>
    /// <param name="recovery">Continues the orders of the gateway.</param>
    /// <param name="context">The store, the options and the time.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="progress">Asks the gateway.</param>
    /// <param name="logger">The log.</param>
    public CustomerPolls(RecoveryQueue recovery, WorkContext context, GroupCommit commit, OrderProgress progress, ILogger logger)
    {
        (_recovery, _context, _commit, _progress) = (recovery, context, commit, progress);
        var options = context.Options;
        Kind = new WorkKind(nameof(CustomerPolls), recovery.Kind.Part, options.GatewayTimeout) { Concurrency = options.SettlementConcurrency, RoundLimit = options.CustomerPollLimit };
        _driver = new WorkDriver<OrderRecord, OrderRecord>(this, context, logger);
        Round = _driver.Round with { RunOnceAsync = RunOnceAsync, BeginAsync = BeginAsync };
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round { get; }

    /// <inheritdoc/>
    public RoundItem ItemOf(OrderRecord due) => new(due.Order.Id, due.Fence);

    /// <inheritdoc/>
    public async ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        !_calls.MayCall
        ? new KeysetPage<OrderRecord, DuePosition>([], null)
        : await _context.Store.ListDueOrdersAsync(OrderWork.CustomerAction, Kind.Part, now, after, limit, cancellationToken).ConfigureAwait(false);

    /// <summary>Acquires the lease of an order whose deadline has passed. For a question, which changes nothing, it claims the order without a lease.</summary>
    public async ValueTask<Leased<OrderRecord>?> AcquireAsync(OrderRecord due, DateTimeOffset now, TimeSpan lease, Leased<OrderRecord>? held = null)
    {
        if (due.GiveUpAt <= now)
        {
            return await _recovery.AcquireAsync(due, now, lease, held).ConfigureAwait(false);
        }

        // Not claimed: it is due still when the gateway answers again.
        if (!_calls.TryTake())
        {
            return null;
        }

        // Asked again some seconds from now, not from the beginning of the round, which may be long past.
        var claim = new DeferCustomerPoll(due, now, _context.Clock.Now.Plus(Interval));
        var claimed = await _commit.SubmitAsync(claim, CancellationToken.None).ConfigureAwait(false);
        return claimed is null ? null : new Leased<OrderRecord>(claimed, claimed.Fence, DateTimeOffset.MaxValue);
    }

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(OrderRecord record, DateTimeOffset now)
    {
        if (record.LeaseHolder is not null)
        {
            return await _recovery.PerformAsync(record, now).ConfigureAwait(false);
        }

        var begun = _calls.Begin();
        var (outcome, payment) = await _progress.FindAsync(record).ConfigureAwait(false);
        _calls.End(begun, outcome != FindOutcome.NotAnswered);
        if (outcome == FindOutcome.NotAnswered)
        {
            return ItemOutcome.Postponed;
        }

        return payment?.Status == GatewayPaymentStatus.RequiresAction ? ItemOutcome.Postponed : await _recovery.ContinueAsync(record, now).ConfigureAwait(false);
    }

    private Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        _calls.BeginRound();
        return _driver.RunOnceAsync(cancellationToken);
    }

    private Task BeginAsync(CancellationToken cancellationToken)
    {
        _calls.BeginRound();
        return _driver.BeginAsync(cancellationToken);
    }
}
