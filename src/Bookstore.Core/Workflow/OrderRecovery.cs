using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Finds pending orders that no host works on any more, asks the gateway about each, and confirms or rejects it.</summary>
/// <remarks>
/// It never authorizes, since no card is stored. It rejects only after the
/// authorization time-out plus a grace, and owes a void then, so that an authorization that arrives late is undone. Thread-safe.
/// </remarks>
internal sealed class OrderRecovery : BackgroundService
{
    private const int PageSize = 200;
    private const int Concurrency = 16;

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly OrderProgress _progress;
    private readonly HostIdentity _host;
    private readonly BookstoreOptions _options;
    private readonly StoreClock _clock;
    private readonly TimeSpan _lease;
    private readonly ILogger _logger;
    private readonly (string? Gateway, DueRound Round)[] _rounds;
    private readonly CustomerPolls _polls;
    private readonly SharedRounds _shared;

    internal OrderRecovery(
        IBookstoreStore store, GroupCommit commit, OrderProgress progress, HostIdentity host, IOptions<BookstoreOptions> options, StoreClock clock, ILogger<OrderRecovery> logger)
    {
        _store = store;
        _commit = commit;
        _progress = progress;
        _host = host;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _lease = _options.GatewayTimeout + _options.RecoveryGrace;

        // One that does not answer keeps the orders of the others waiting for nothing.
        _rounds = [.. progress.Gateway.Names.Select(gateway => (gateway, new DueRound(clock, _lease, PageSize, NewItems())))];
        _shared = new SharedRounds(store, host, clock.Time, logger);
        _polls = new CustomerPolls(store, commit, progress, _options, _clock, logger, RecoverAsync);

        RoundItems NewItems() => new(nameof(OrderRecovery), Concurrency, _options.PollInterval, clock.Time, logger);
    }

    /// <summary>Looks at every pending order that is due now, once; of those that wait for their customers, at as many as a round allows. An order that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two orders.</param>
    /// <returns>How many orders were confirmed or rejected.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default) =>
        await RecoverOnceAsync(cancellationToken).ConfigureAwait(false) + await _polls.RunOnceAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        Task.WhenAll(Array.ConvertAll(_rounds, round => _shared.RunAsync(nameof(OrderRecovery), round.Gateway, stop => RunOfAsync(round, stop), _options.PollInterval, stoppingToken))),
        _polls.RunUntilStoppedAsync(_shared, stoppingToken));

    private async Task<int> RecoverOnceAsync(CancellationToken cancellationToken)
    {
        var settled = await Task.WhenAll(Array.ConvertAll(_rounds, round => RunOfAsync(round, cancellationToken))).ConfigureAwait(false);
        return settled.Sum();
    }

    private Task<int> RunOfAsync((string? Gateway, DueRound Round) of, CancellationToken cancellationToken) => of.Round.RunAsync(
        (now, limit) => _store.ListDueOrdersAsync(OrderWork.Recovery, of.Gateway, now, limit, cancellationToken),
        static order => order.Order.Id,
        (order, now) => RecoverAsync(order.Order.Id, now, isDue: true),
        cancellationToken);

    private async ValueTask<ItemOutcome> RecoverAsync(Guid orderId, DateTimeOffset dueAt, bool isDue)
    {
        var now = await _clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        var lease = new OrderLease(orderId, _host.Id, dueAt, now.Plus(_lease));
        var taken = await _commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Recovery, isDue), CancellationToken.None).ConfigureAwait(false);
        if (!taken.Taken)
        {
            return ItemOutcome.Untouched;
        }

        var step = await _progress.InquireAsync(taken.Order!, isAsked: false).ConfigureAwait(false);
        var status = step.Order.Order.Status;
        Log.OrderRecovered(_logger, orderId, status);
        BookstoreMetrics.CountRecovery(_options.ShopName, status == OrderStatus.Pending ? "postponed" : status == OrderStatus.Rejected ? "rejected" : "confirmed");
        return status == OrderStatus.Pending ? ItemOutcome.Postponed : ItemOutcome.Done;
    }
}
