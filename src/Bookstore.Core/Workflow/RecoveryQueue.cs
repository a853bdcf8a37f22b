using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The recovery of one gateway's orders. A gateway that does not answer delays its own orders alone.</summary>
internal sealed class RecoveryQueue : IDurableWork<OrderRecord, OrderRecord>
{
    private readonly WorkContext _context;
    private readonly OrderProgress _progress;
    private readonly OrderLeases _leases;
    private readonly ILogger _logger;

    public RecoveryQueue(string gateway, WorkContext context, GroupCommit commit, OrderProgress progress, ILogger logger)
    {
        (_context, _progress, _logger) = (context, progress, logger);
        _leases = new OrderLeases(context, commit);
        Kind = new WorkKind(nameof(OrderRecovery), gateway, context.Options.GatewayTimeout);
        Round = new WorkDriver<OrderRecord, OrderRecord>(this, context, logger).Round;
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round { get; }

    /// <inheritdoc/>
    public RoundItem ItemOf(OrderRecord due) => new(due.Order.Id, due.Fence);

    /// <inheritdoc/>
    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        _context.Store.ListDueOrdersAsync(OrderWork.Recovery, Kind.Part, now, after, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Leased<OrderRecord>?> AcquireAsync(OrderRecord due, DateTimeOffset now, TimeSpan lease, Leased<OrderRecord>? held = null) =>
        _leases.AcquireAsync(due, OrderWork.Recovery, now, lease, heldFence: held?.Fence);

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(OrderRecord record, DateTimeOffset now)
    {
        var step = await _progress.InquireAsync(record, isAsked: false).ConfigureAwait(false);
        var status = step.Order.Order.Status;
        Log.OrderRecovered(_logger, record.Order.Id, status);
        _context.Metrics.CountRecovery(status == OrderStatus.Pending ? "postponed" : status == OrderStatus.Rejected ? "rejected" : "confirmed");
        return status == OrderStatus.Pending ? ItemOutcome.Postponed : ItemOutcome.Done;
    }

    /// <summary>Continues an order that waits for its customer, due or not.</summary>
    public async ValueTask<ItemOutcome> ContinueAsync(OrderRecord order, DateTimeOffset now)
    {
        var leased = await _leases.AcquireAsync(order, OrderWork.Recovery, now, _context.LeaseOf(Kind.CallTimeout), isDue: false).ConfigureAwait(false);
        return leased is null ? ItemOutcome.Untouched : await PerformAsync(leased.Record, now).ConfigureAwait(false);
    }
}
