using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Finds pending orders that nobody works on any more, asks the gateway about each, and confirms or rejects it.</summary>
/// <remarks>
/// A hosted service; without a host call <see cref="RunOnceAsync"/>. It never authorizes, since no card is stored. It rejects only after the
/// authorization time-out plus a grace, and owes a void then, so that an authorization that arrives late is undone. Thread-safe.
/// </remarks>
public sealed class OrderRecovery : BackgroundService
{
    private const int PageSize = 200;
    private const int Concurrency = 16;

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly OrderProgress _progress;
    private readonly HostIdentity _host;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RoundItems _items;
    private readonly CustomerPolls _polls;

    internal OrderRecovery(
        IBookstoreStore store, GroupCommit commit, OrderProgress progress, HostIdentity host, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<OrderRecovery> logger)
    {
        _store = store;
        _commit = commit;
        _progress = progress;
        _host = host;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _items = new RoundItems(nameof(OrderRecovery), Concurrency, _options.PollInterval, time, logger);
        _polls = new CustomerPolls(store, commit, progress, options, time, logger, RecoverAsync);
    }

    /// <summary>Looks at every pending order that is due now, once; of those that wait for their customers, at as many as a round allows. An order that fails is logged and left alone for a while; the others go on.</summary>
    /// <param name="cancellationToken">Stops between two orders.</param>
    /// <returns>How many orders were confirmed or rejected.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default) =>
        await RecoverOnceAsync(cancellationToken).ConfigureAwait(false) + await _polls.RunOnceAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        Rounds.RunAsync(nameof(OrderRecovery), RecoverOnceAsync, _options.PollInterval, _time, _logger, stoppingToken),
        Rounds.RunAsync(nameof(CustomerPolls), _polls.RunOnceAsync, _options.PollInterval, _time, _logger, stoppingToken));

    private async Task<int> RecoverOnceAsync(CancellationToken cancellationToken)
    {
        var settled = 0;
        foreach (var gateway in _progress.Gateway.Names)
        {
            settled += await RunOfAsync(gateway, cancellationToken).ConfigureAwait(false);
        }

        return settled;
    }

    private async Task<int> RunOfAsync(string? gateway, CancellationToken cancellationToken)
    {
        var settled = 0;
        var now = _time.GetUtcNow();
        while (true)
        {
            var due = await _store.ListDueOrdersAsync(OrderWork.Recovery, gateway, now, PageSize, cancellationToken).ConfigureAwait(false);
            var page = await _items.ForEachAsync(due, static order => order.Order.Id, order => RecoverAsync(order.Order.Id, isDue: true), cancellationToken).ConfigureAwait(false);
            settled += page.Done;

            // Whatever was looked at is either done or due later.
            if (due.Count < PageSize || page.Tried == 0)
            {
                return settled;
            }
        }
    }

    private async ValueTask<bool> RecoverAsync(Guid orderId, bool isDue)
    {
        var now = _time.GetUtcNow();
        var until = now.Plus(_options.AuthorizeTimeout + _options.RecoveryGrace);
        var lease = new OrderLease(orderId, _host.Id, now, until);
        var taken = await _commit.SubmitAsync(new TakeOrder(lease, OrderWork.Recovery, isDue), CancellationToken.None).ConfigureAwait(false);
        if (!taken.Taken)
        {
            return false;
        }

        var step = await _progress.InquireAsync(taken.Order!).ConfigureAwait(false);
        var status = step.Order.Order.Status;
        Log.OrderRecovered(_logger, orderId, status);
        BookstoreMetrics.CountRecovery(status == OrderStatus.Pending ? "postponed" : status == OrderStatus.Rejected ? "rejected" : "confirmed");
        return status != OrderStatus.Pending;
    }
}
