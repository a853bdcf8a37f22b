using System.Globalization;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The refunds of one gateway that are due: each is called for under its own id until its outcome is known.</summary>
/// <remarks>A gateway that is slow delays its own refunds alone; they share the limit of its captures and voids. Documents are not searched by gateway: each queue passes over those of the others, see <see cref="DueOfOthers"/>.</remarks>
internal sealed class RefundQueue : IDurableWork<RefundRecord, RefundRecord>
{
    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly GuardedGateway _gateway;
    private readonly UnreadableRefunds _unreadable;
    private readonly DueOfOthers _others;
    private readonly ILogger _logger;
    private readonly WorkDriver<RefundRecord, RefundRecord> _driver;

    /// <summary>Makes the queue of a gateway.</summary>
    /// <param name="name">The gateway's name.</param>
    /// <param name="context">The store, the options and the time.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="gateway">Makes the calls.</param>
    /// <param name="unreadable">Tells of refunds that cannot be read.</param>
    /// <param name="logger">The log.</param>
    public RefundQueue(string name, WorkContext context, GroupCommit commit, GuardedGateway gateway, UnreadableRefunds unreadable, ILogger logger)
    {
        (_context, _commit, _gateway, _unreadable, _logger) = (context, commit, gateway, unreadable, logger);
        _others = new DueOfOthers(context.Clock.Time);
        Kind = new WorkKind(nameof(RefundSettlement), name, context.Options.GatewayTimeout) { Concurrency = context.Options.SettlementConcurrency };
        _driver = new WorkDriver<RefundRecord, RefundRecord>(this, context, logger, gateway.SlotsOf(name));
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => _driver.Round;

    /// <inheritdoc/>
    public RoundItem ItemOf(RefundRecord due) => new(due.Refund.Id, due.Fence);

    /// <inheritdoc/>
    public async ValueTask<KeysetPage<RefundRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var start = _others.Start(after);
        var due = await _context.Store.ListDueDocumentsAsync(RefundDocuments.Kind.Name, null, now, start, limit, cancellationToken).ConfigureAwait(false);
        var own = new List<RefundRecord>();
        foreach (var document in due.Items)
        {
            if (await ReadAsync(document).ConfigureAwait(false) is { } refund && string.Equals(refund.Gateway, Kind.Part, StringComparison.Ordinal))
            {
                own.Add(refund);
            }
        }

        _others.Note(start, due.Next, own.Count, now);
        return new KeysetPage<RefundRecord, DuePosition>(own, due.Next);
    }

    /// <inheritdoc/>
    public async ValueTask<Leased<RefundRecord>?> AcquireAsync(RefundRecord due, DateTimeOffset now, TimeSpan lease, Leased<RefundRecord>? held = null)
    {
        var until = (await _context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false)).Plus(lease);
        var acquired = await _commit.SubmitAsync(new AcquireRefund(due, _context.Host.Id, now, until, held?.Fence), CancellationToken.None).ConfigureAwait(false);
        return acquired is null ? null : new Leased<RefundRecord>(acquired, acquired.Fence, until);
    }

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(RefundRecord record, DateTimeOffset now)
    {
        var answer = await _gateway.RefundAsync(record.Gateway, RequestOf(record), record.Attempts + 1).ConfigureAwait(false);
        var at = await _context.Clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var dueAt = at.Store.Plus(Backoff.After(record.Attempts, _context.Options.PollInterval));
        var recorded = await _commit.SubmitAsync(new RecordRefund(record, answer, dueAt, at), CancellationToken.None).ConfigureAwait(false);
        if (recorded.IsRecorded)
        {
            Report(record, answer);
        }
        else if (answer.Outcome == RefundOutcome.Refunded && recorded.IsDecidedOtherwise)
        {
            Log.RefundMadeAfterDecision(_logger, record.Refund.Id, record.Refund.OrderId, record.Refund.Amount);
        }

        return answer.Outcome is RefundOutcome.Refunded or RefundOutcome.Refused ? ItemOutcome.Done : ItemOutcome.Postponed;
    }

    // A document that cannot be read delays no other.
    private async ValueTask<RefundRecord?> ReadAsync(DocumentRecord document)
    {
        try
        {
            return RefundDocuments.Read(document);
        }
        catch (BookstoreStoreException fault)
        {
            await _unreadable.NoteAsync(document, fault).ConfigureAwait(false);
            return null;
        }
    }

    private void Report(RefundRecord record, RefundAnswer answer)
    {
        _context.Metrics.CountSettlement(answer.Outcome switch
        {
            RefundOutcome.Refunded => nameof(OrderTrigger.Refunded),
            RefundOutcome.Refused => nameof(OrderTrigger.RefundRefused),
            _ => "postponed",
        });
        if (answer.Outcome == RefundOutcome.Refused)
        {
            Log.RefundRefused(_logger, record.Refund.OrderId, answer.Code);
        }
        else if (answer.Outcome == RefundOutcome.NothingCaptured)
        {
            Log.PaymentContradicted(_logger, record.Refund.OrderId, PaymentStatus.Captured);
        }
    }

    private static RefundRequest RequestOf(RefundRecord record)
    {
        var refund = record.Refund;
        var key = record.Retries == 0 ? $"{refund.Id:N}-refund" : string.Create(CultureInfo.InvariantCulture, $"{refund.Id:N}-refund-{record.Retries}");
        return new RefundRequest(refund.OrderId, refund.Id, record.Reference, refund.Amount, refund.Reason, key) { Attempt = record.PaymentAttempt };
    }
}
