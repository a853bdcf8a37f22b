using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Asks the gateway about orders whose customers have to act at the bank, each every few seconds and so many a round, and goes on with those whose customers have acted.</summary>
/// <remarks>A page of orders costs one commit, and each order one call to the gateway. With more of them than a round allows, each waits longer for its turn.</remarks>
/// <param name="store">The store.</param>
/// <param name="commit">The write path.</param>
/// <param name="progress">Asks the gateway.</param>
/// <param name="options">The limit of a round.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="recover">Takes an order and brings it on; its second argument says whether it must be due.</param>
internal sealed class CustomerPolls(
    IBookstoreStore store, GroupCommit commit, OrderProgress progress, IOptions<BookstoreOptions> options, TimeProvider time, ILogger logger, Func<Guid, bool, ValueTask<bool>> recover)
{
    /// <summary>How long after a question the next one is due. With rounds of a second, an order is confirmed within five seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int PageSize = 200;

    // A gateway that is away leaves every question without an answer: after so many the round ends.
    private const int MostUnanswered = 16;

    private readonly int _limit = options.Value.CustomerPollLimit;
    private readonly RoundItems _items = new(nameof(CustomerPolls), options.Value.SettlementConcurrency, options.Value.PollInterval, time, logger);

    /// <summary>Asks for as many of the orders that are due as a round allows, the longest due first.</summary>
    /// <returns>How many were confirmed or rejected.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var gateway in progress.Gateway.Names)
        {
            settled += await RunOfAsync(gateway, cancellationToken).ConfigureAwait(false);
        }

        return settled;
    }

    private async Task<int> RunOfAsync(string? gateway, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var settled = 0;
        var unanswered = 0;
        var left = _limit;
        while (left > 0 && unanswered < MostUnanswered)
        {
            var limit = Math.Min(PageSize, left);
            var due = await store.ListDueOrdersAsync(OrderWork.CustomerAction, gateway, now, limit, cancellationToken).ConfigureAwait(false);
            left -= due.Count;

            var over = due.Where(order => order.GiveUpAt <= now).ToList();
            settled += (await _items.ForEachAsync(over, static order => order.Order.Id, order => recover(order.Order.Id, true), cancellationToken).ConfigureAwait(false)).Done;
            var claimed = await ClaimAsync([.. due.Where(order => order.GiveUpAt > now)], now).ConfigureAwait(false);
            settled += (await _items.ForEachAsync(claimed, static order => order.Order.Id, AskAsync, cancellationToken).ConfigureAwait(false)).Done;
            if (due.Count < limit)
            {
                break;
            }
        }

        return settled;

        async ValueTask<bool> AskAsync(OrderRecord order)
        {
            if (Volatile.Read(ref unanswered) >= MostUnanswered)
            {
                return false;
            }

            var (outcome, payment) = await progress.FindAsync(order).ConfigureAwait(false);
            if (outcome == FindOutcome.NotAnswered)
            {
                Interlocked.Increment(ref unanswered);
                return false;
            }

            return payment?.Status != GatewayPaymentStatus.RequiresAction && await recover(order.Order.Id, false).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<OrderRecord>> ClaimAsync(IReadOnlyList<OrderRecord> waiting, DateTimeOffset now) => waiting.Count == 0
        ? waiting
        : await commit.SubmitAsync(new DeferCustomerPolls(waiting, now, now.Plus(Interval)), CancellationToken.None).ConfigureAwait(false);
}
