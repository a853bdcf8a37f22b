using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Finds pending orders that no host works on any more, asks the gateway about each, and confirms or rejects it.</summary>
/// <remarks>
/// It never authorizes, since no card is stored. It rejects only after the
/// authorization time-out plus a grace, and needs a void then, so that an authorization that arrives late is undone. Thread-safe.
/// </remarks>
internal sealed class OrderRecovery
{
    private readonly WorkRound[] _recovery;
    private readonly WorkRound[] _polls;
    private readonly UnnamedOrders _unnamed;

    public OrderRecovery(WorkContext context, GroupCommit commit, OrderProgress progress, UnnamedOrders unnamed, ILogger<OrderRecovery> logger)
    {
        _unnamed = unnamed;
        var queues = progress.Gateway.Names.Select(gateway => new RecoveryQueue(gateway, context, commit, progress, logger)).ToArray();
        _recovery = Array.ConvertAll(queues, static queue => queue.Round);
        _polls = Array.ConvertAll(queues, queue => new CustomerPolls(queue, context, commit, progress, logger).Round);
    }

    /// <summary>The rounds of all gateways, and those for customers at the bank.</summary>
    public IEnumerable<WorkRound> Rounds => [.. _recovery, .. _polls];

    /// <summary>Looks at every pending order that is due now, once; of those that wait for their customers, at as many as a round allows. An order that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two orders.</param>
    /// <returns>How many orders were confirmed or rejected.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var naming = _unnamed.RunOnceAsync(cancellationToken);
        await ((Task)naming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var recovered = await WorkRound.RunAllOnceAsync(_recovery, cancellationToken).ConfigureAwait(false) + await WorkRound.RunAllOnceAsync(_polls, cancellationToken).ConfigureAwait(false);
        await naming.ConfigureAwait(false);
        return recovered;
    }
}
