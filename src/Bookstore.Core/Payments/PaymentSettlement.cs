using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Pays what is owed to the gateway: captures, voids and refunds, each tried again until it is known.</summary>
/// <remarks>
/// A hosted service; without a host call <see cref="RunOnceAsync"/> or <see cref="DrainAsync"/>. A debt is a durable record first; the
/// queue in memory only saves the search for it. Thread-safe.
/// </remarks>
public sealed class PaymentSettlement : BackgroundService
{
    private const int PageSize = 500;

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly GatewayCall _gateway;
    private readonly DebtPayment _payment;
    private readonly HandedOffDebts _handedOff;
    private readonly HostIdentity _host;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _lease;
    private readonly RoundItems _items;

    internal PaymentSettlement(
        IBookstoreStore store, GroupCommit commit, GatewayCall gateway, HostIdentity host, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<PaymentSettlement> logger)
    {
        _store = store;
        _commit = commit;
        _gateway = gateway;
        _host = host;
        _options = options.Value;
        _time = time;
        _logger = logger;

        // Longer than a call to the gateway may last: nobody else takes a debt while it is being paid.
        _lease = _options.AuthorizeTimeout + _options.RecoveryGrace;
        _payment = new DebtPayment(commit, gateway, options, time, logger);
        _handedOff = new HandedOffDebts(_payment, _options, logger);
        _items = new RoundItems(nameof(PaymentSettlement), _options.SettlementConcurrency, _options.PollInterval, time, logger);
    }

    /// <summary>Tries every debt that is due now, once. A debt that fails is logged and left alone for a while; the others go on.</summary>
    /// <param name="cancellationToken">Stops between two debts.</param>
    /// <returns>How many orders owe nothing any more.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var settled = 0;
        foreach (var gateway in _gateway.Names)
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
            var due = await _store.ListDueOrdersAsync(OrderWork.Settlement, gateway, now, PageSize, cancellationToken).ConfigureAwait(false);
            var page = await _items.ForEachAsync(due, static order => order.Order.Id, order => TakeAndSettleAsync(order.Order.Id), cancellationToken).ConfigureAwait(false);
            settled += page.Done;

            // Whatever was tried is either settled or due later.
            if (due.Count < PageSize || page.Tried == 0)
            {
                return settled;
            }
        }
    }

    /// <summary>Settles until nothing is owed any more to the gateways of this host, for a program that is about to end or to count its takings.</summary>
    /// <param name="cancellationToken">Gives up; what is owed stays on record.</param>
    /// <returns>A task that ends when the backlog is empty.</returns>
    /// <exception cref="OperationCanceledException">The backlog was not empty in time.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        while (await OwesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await RunOnceAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> OwesAsync(CancellationToken cancellationToken)
    {
        foreach (var gateway in _gateway.Names)
        {
            if ((await _store.ListDueOrdersAsync(OrderWork.Settlement, gateway, DateTimeOffset.MaxValue, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When a debt made now is due: at once, or, where this host is about to pay it, a while later for anybody else.</summary>
    internal DateTimeOffset DueAt(DateTimeOffset now) => _handedOff.HasRoom ? now.Plus(_lease) : now;

    /// <summary>Hands over a committed debt to be paid by this host, if its background work runs and has room. If not, a later round finds it.</summary>
    internal void HandOff(OrderRecord order)
    {
        if (order.Owed is not null && _gateway.Knows(order))
        {
            _handedOff.Add(order);
        }
    }

    /// <summary>Starts paying what <see cref="HandOff"/> gives.</summary>
    internal Task StartWorkers(CancellationToken stop) => _handedOff.RunAsync(stop);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        StartWorkers(stoppingToken),
        Rounds.RunAsync(nameof(PaymentSettlement), RunOnceAsync, _options.PollInterval, _time, _logger, stoppingToken));

    private async ValueTask<bool> TakeAndSettleAsync(Guid orderId)
    {
        var now = _time.GetUtcNow();
        var lease = new OrderLease(orderId, _host.Id, now, now.Plus(_lease));
        var taken = await _commit.SubmitAsync(new TakeOrder(lease, OrderWork.Settlement, isDue: true), CancellationToken.None).ConfigureAwait(false);
        return taken.Taken && await _payment.SettleAsync(taken.Order!).ConfigureAwait(false);
    }
}
