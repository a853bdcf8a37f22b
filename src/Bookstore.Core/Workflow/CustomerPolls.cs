using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Asks the gateway about orders whose customers have to act at the bank, each every few seconds and so many a round, and continues those whose customers have acted.</summary>
/// <remarks>
/// The claims of a page share a commit, and each order costs one call to the gateway. With more of them than a round allows, each waits longer for its turn.
/// Each gateway has rounds of its own: one that does not answer keeps no customer of another waiting.
/// </remarks>
internal sealed class CustomerPolls
{
    /// <summary>How long after a question the next one is due. With rounds of a second, an order is confirmed within five seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private const int PageSize = 200;

    // A gateway that is away leaves every question without an answer: after so many the round ends.
    private const int MostUnanswered = 16;

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly OrderProgress _progress;
    private readonly BookstoreOptions _options;
    private readonly StoreClock _clock;
    private readonly Recover _recover;
    private readonly Rounds[] _rounds;

    /// <summary>Makes the rounds of each gateway.</summary>
    /// <param name="store">The store.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="progress">Asks the gateway.</param>
    /// <param name="options">The limit of a round.</param>
    /// <param name="clock">The store's time.</param>
    /// <param name="logger">The log.</param>
    /// <param name="recover">Takes an order and brings it on.</param>
    public CustomerPolls(
        IBookstoreStore store, GroupCommit commit, OrderProgress progress, BookstoreOptions options, StoreClock clock, ILogger logger, Recover recover)
    {
        (_store, _commit, _progress, _options, _clock, _recover) = (store, commit, progress, options, clock, recover);
        _rounds = [.. progress.Gateway.Names.Select(NewRounds)];

        // All claims of a page are made at a time, so that they share a commit and none waits behind an order that is locked; the calls are bounded apart.
        Rounds NewRounds(string? gateway) => new(
            gateway,
            new RoundItems(nameof(CustomerPolls), PageSize, options.PollInterval, clock.Time, logger),
            new CallSlots(options.SettlementConcurrency, options.WritePath.ContinuesInline));
    }

    /// <summary>Takes an order and brings it on.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="now">The time of the round.</param>
    /// <param name="isDue">Whether it must be due by then.</param>
    public delegate ValueTask<ItemOutcome> Recover(Guid orderId, DateTimeOffset now, bool isDue);

    /// <summary>Asks for as many of the orders that are due as a round allows, the longest due first.</summary>
    /// <returns>How many were confirmed or rejected.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var settled = await Task.WhenAll(Array.ConvertAll(_rounds, round => RunOfAsync(round, cancellationToken))).ConfigureAwait(false);
        return settled.Sum();
    }

    /// <summary>Asks every few moments, until it is stopped.</summary>
    public Task RunUntilStoppedAsync(SharedRounds shared, CancellationToken stop) => Task.WhenAll(Array.ConvertAll(_rounds, round => shared.RunAsync(
        nameof(CustomerPolls), round.Gateway, stopping => RunOfAsync(round, stopping), _options.PollInterval, stop)));

    private async Task<int> RunOfAsync(Rounds of, CancellationToken cancellationToken)
    {
        var settled = 0;
        if (await _clock.ReadSteadyAsync(_options.GatewayTimeout + _options.RecoveryGrace, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return settled;
        }

        var unanswered = 0;
        var passed = new PassedItems();
        var left = _options.CustomerPollLimit;
        while (left > 0 && unanswered < MostUnanswered && !passed.IsFull)
        {
            // What was passed over is still due, and listed in front of the rest.
            var limit = Math.Min(PageSize, left) + passed.Count;
            var listed = await _store.ListDueOrdersAsync(OrderWork.CustomerAction, of.Gateway, now, limit, cancellationToken).ConfigureAwait(false);
            var due = passed.Without(listed, static order => order.Order.Id);
            var page = await of.Items.ForEachAsync(due, static order => order.Order.Id, PollAsync, cancellationToken, passed).ConfigureAwait(false);
            settled += page.Done;
            left -= page.Moved;
            if (listed.Count < limit)
            {
                break;
            }
        }

        return settled;

        async ValueTask<ItemOutcome> PollAsync(OrderRecord order)
        {
            if (order.GiveUpAt <= now)
            {
                return await InSlotAsync(of.Slots, () => _recover(order.Order.Id, now, true)).ConfigureAwait(false);
            }

            return await ClaimAsync(order, now).ConfigureAwait(false) is { } claimed
                ? await InSlotAsync(of.Slots, () => AskAsync(claimed)).ConfigureAwait(false)
                : ItemOutcome.Untouched;
        }

        async ValueTask<ItemOutcome> AskAsync(OrderRecord order)
        {
            if (Volatile.Read(ref unanswered) >= MostUnanswered)
            {
                return ItemOutcome.Postponed;
            }

            var (outcome, payment) = await _progress.FindAsync(order).ConfigureAwait(false);
            if (outcome == FindOutcome.NotAnswered)
            {
                Interlocked.Increment(ref unanswered);
                return ItemOutcome.Postponed;
            }

            return payment?.Status == GatewayPaymentStatus.RequiresAction ? ItemOutcome.Postponed : await _recover(order.Order.Id, now, false).ConfigureAwait(false);
        }
    }

    private static async ValueTask<ItemOutcome> InSlotAsync(CallSlots slots, Func<ValueTask<ItemOutcome>> call)
    {
        var slot = await slots.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            slots.Leave(slot);
        }
    }

    // Asked again some seconds from now, not from the beginning of the round, which may be long past.
    private Task<OrderRecord?> ClaimAsync(OrderRecord order, DateTimeOffset now) =>
        _commit.SubmitAsync(new DeferCustomerPoll(order, now, _clock.Now.Plus(Interval)), CancellationToken.None);

    private sealed record Rounds(string? Gateway, RoundItems Items, CallSlots Slots);
}
