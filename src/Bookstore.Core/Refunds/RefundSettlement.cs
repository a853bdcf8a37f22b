using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Makes the pending refunds, gateway by gateway. Thread-safe.</summary>
internal sealed class RefundSettlement
{
    private readonly WorkContext _context;
    private readonly RefundQueue[] _queues;

    public RefundSettlement(WorkContext context, GroupCommit commit, GuardedGateway gateway, ILogger<RefundSettlement> logger)
    {
        _context = context;
        _queues = [.. gateway.Names.Select(name => new RefundQueue(name, context, commit, gateway, logger))];
        Rounds = Array.ConvertAll(_queues, static queue => queue.Round);
    }

    /// <summary>The rounds of all gateways.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Tries every refund that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two refunds.</param>
    /// <returns>How many refunds ended.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

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
}
