using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Makes the pending refunds, gateway by gateway. Thread-safe.</summary>
internal sealed class RefundSettlement
{
    private const int MostCounted = 1_000;

    private readonly WorkContext _context;
    private readonly RefundQueue[] _queues;
    private readonly UnservedWork<RefundBacklog> _unserved;
    private readonly Func<string, bool> _serves;

    public RefundSettlement(WorkContext context, GroupCommit commit, GuardedGateway gateway, ILogger<RefundSettlement> logger)
    {
        _context = context;
        var unreadable = new UnreadableRefunds(context, commit, logger);
        _queues = [.. gateway.Names.Select(name => new RefundQueue(name, context, commit, gateway, unreadable, logger))];
        _serves = name => gateway.Names.Contains(name);
        _unserved = new UnservedWork<RefundBacklog>(
            ListUnservedAsync,
            static backlog => backlog.Gateway,
            backlog => Log.RefundsNotServed(logger, backlog.Gateway, backlog.Refunds, backlog.DueSince),
            (name, backlog) => context.Metrics.CountUnservedRefunds(name, backlog?.Refunds ?? 0),
            context.LeaseOf(context.Options.GatewayTimeout),
            context.Clock);
        Rounds =
        [
            .. _queues.Select(static queue => queue.Round),
            new WorkRound(nameof(RefundSettlement), null, context.Options.PollInterval, LookForUnservedAsync) { IsShared = false },
        ];
    }

    /// <summary>The rounds of all gateways, and the watch for gateways that no host has.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Tries every refund that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two refunds.</param>
    /// <returns>How many refunds ended.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

    /// <summary>Logs gateways with refunds that no host has, each once.</summary>
    public Task<int> LookForUnservedAsync(CancellationToken cancellationToken) => _unserved.LookAsync(cancellationToken);

    /// <summary>Makes refunds until none is pending at the gateways of this host.</summary>
    /// <param name="cancellationToken">Gives up; pending refunds stay on record.</param>
    /// <exception cref="OperationCanceledException">Some were pending still.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (await HasPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await RunOnceAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _context.Clock.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> HasPendingAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues)
        {
            DuePosition? after = null;
            do
            {
                var page = await queue.ListDueAsync(DateTimeOffset.MaxValue, after, 200, cancellationToken).ConfigureAwait(false);
                if (page.Items.Count > 0)
                {
                    return true;
                }

                after = page.Next;
            }
            while (after is not null);
        }

        return false;
    }

    // Counted up to a limit: who sees it knows enough.
    private async Task<IReadOnlyList<RefundBacklog>> ListUnservedAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = await _context.Store.ListDueDocumentsAsync(RefundDocuments.Kind.Name, null, dueAt, null, MostCounted, cancellationToken).ConfigureAwait(false);
        return [.. due.Items.Select(RefundDocuments.TryRead).OfType<RefundRecord>().Where(refund => !_serves(refund.Gateway))
            .GroupBy(static refund => refund.Gateway, StringComparer.Ordinal)
            .Select(static refunds => new RefundBacklog(refunds.Key, refunds.Count(), refunds.Min(static refund => refund.DueAt)!.Value))];
    }
}
