using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bookstore.Diagnostics;
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

    private readonly Channel<OrderRecord> _handedOff;
    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly GatewayCall _gateway;
    private readonly HostIdentity _host;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _lease;
    private volatile bool _isRunning;

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
        _handedOff = Channel.CreateBounded<OrderRecord>(new BoundedChannelOptions(2 * _options.MaxOrdersInFlight)
        {
            FullMode = BoundedChannelFullMode.Wait,
            AllowSynchronousContinuations = _options.WritePath.ContinuesInline,
        });
    }

    /// <summary>Tries every debt that is due now, once.</summary>
    /// <param name="cancellationToken">Stops between two debts.</param>
    /// <returns>How many orders owe nothing any more.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var settled = 0;
        var now = _time.GetUtcNow();
        while (true)
        {
            var due = await _store.ListDueOrdersAsync(OrderWork.Settlement, now, PageSize, cancellationToken).ConfigureAwait(false);
            settled += await Rounds.ForEachAsync(due, order => TakeAndSettleAsync(order.Order.Id), _options.SettlementConcurrency, cancellationToken).ConfigureAwait(false);

            // Whatever was tried is either settled or due later.
            if (due.Count < PageSize)
            {
                return settled;
            }
        }
    }

    /// <summary>Settles until nothing is owed any more, for a program that is about to end or to count its takings.</summary>
    /// <param name="cancellationToken">Gives up; what is owed stays on record.</param>
    /// <returns>A task that ends when the backlog is empty.</returns>
    /// <exception cref="OperationCanceledException">The backlog was not empty in time.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        while ((await _store.ListDueOrdersAsync(OrderWork.Settlement, DateTimeOffset.MaxValue, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            if (await RunOnceAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>When a debt made now is due: at once, or, where this host's workers are about to be handed it, a while later for anybody else.</summary>
    internal DateTimeOffset DueAt(DateTimeOffset now) => _isRunning && _handedOff.Reader.Count < 2 * _options.MaxOrdersInFlight ? now + _lease : now;

    /// <summary>Hands a committed debt to this host's workers, if they run and have room. If not, a later round finds it.</summary>
    internal void HandOff(OrderRecord order)
    {
        if (order.Owed is not null && _isRunning)
        {
            _handedOff.Writer.TryWrite(order);
        }
    }

    /// <summary>Starts the workers that pay what <see cref="HandOff"/> gives them.</summary>
    internal Task StartWorkers(CancellationToken stop)
    {
        var workers = new Task[_options.SettlementConcurrency];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = _options.WritePath.ContinuesInline ? WorkAsync(stop) : Task.Run(() => WorkAsync(stop), CancellationToken.None);
        }

        _isRunning = true;
        return Task.WhenAll(workers);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = StartWorkers(stoppingToken);
        var rounds = Rounds.RunAsync(nameof(PaymentSettlement), RunOnceAsync, _options.PollInterval, _time, _logger, stoppingToken);
        await Task.WhenAll(workers, rounds).ConfigureAwait(false);
        _isRunning = false;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The debt is on record; a worker that ended here would not pay the next one.")]
    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var order in _handedOff.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                try
                {
                    await SettleAsync(order).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    Log.SettlementPostponed(_logger, order.Order.Id, order.Owed!.Value, order.Attempts + 1, exception);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: the debts are durable, and are found again at the next start.
        }
    }

    private async ValueTask<bool> TakeAndSettleAsync(Guid orderId)
    {
        var now = _time.GetUtcNow();
        var lease = new OrderLease(orderId, _host.Id, now, now + _lease, DateTimeOffset.MinValue);
        var taken = await _commit.SubmitAsync(new TakeOrder(lease, OrderWork.Settlement, isDue: true), CancellationToken.None).ConfigureAwait(false);
        return taken.Taken && await SettleAsync(taken.Order!).ConfigureAwait(false);
    }

    // A void that came too late turns into a refund, which is paid at once.
    private async Task<bool> SettleAsync(OrderRecord order)
    {
        while (order.Owed is not null)
        {
            var settled = await _gateway.SettleAsync(order).ConfigureAwait(false);
            var next = settled is { } orderEvent
                ? await RecordAsync(order, orderEvent).ConfigureAwait(false)
                : await PostponeAsync(order).ConfigureAwait(false);
            if (settled is null || next.Fence != order.Fence || next.Owed == order.Owed)
            {
                return false;
            }

            order = next;
        }

        return true;
    }

    private async Task<OrderRecord> RecordAsync(OrderRecord order, OrderEvent orderEvent)
    {
        var now = _time.GetUtcNow();
        var operation = new RecordSettlement(order, orderEvent, now, AskAgainAt(order, orderEvent, now));
        var next = await _commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        if (next.Fence != order.Fence)
        {
            return next;
        }

        BookstoreMetrics.CountSettlement(Names[(int)orderEvent]);
        if (orderEvent == OrderEvent.CaptureRefused)
        {
            Log.CaptureRefused(_logger, order.Order.Id);
        }

        return next;
    }

    // While an authorization can still arrive, a void is not the last word.
    private DateTimeOffset? AskAgainAt(OrderRecord order, OrderEvent orderEvent, DateTimeOffset now)
    {
        var last = order.GiveUpAt + _gateway.LateAuthorizationWindow;
        return orderEvent == OrderEvent.Voided && order.Owed == OwedPayment.Void && _gateway.LateAuthorizationWindow > TimeSpan.Zero && now < last ? last : null;
    }

    private async Task<OrderRecord> PostponeAsync(OrderRecord order)
    {
        BookstoreMetrics.CountSettlement("postponed");
        var dueAt = _time.GetUtcNow() + Backoff.After(order.Attempts, _options.PollInterval);
        return await _commit.SubmitAsync(new PostponeOrder(order, dueAt, order.GiveUpAt), CancellationToken.None).ConfigureAwait(false);
    }

    private static readonly string[] Names = Enum.GetNames<OrderEvent>();
}
