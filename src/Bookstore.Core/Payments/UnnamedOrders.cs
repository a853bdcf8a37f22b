using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Finds out to which gateway the orders belong that a version stored which kept no gateway's name, and writes the name into the records. No call that moves money is made before. Thread-safe.</summary>
/// <remarks>
/// A gateway has such an order when it knows the order's payment. Where it knows of none, which is also the answer of another shop's or a simulated gateway, the order is its own only if it knows the payment of
/// another order without a name, or if <see cref="BookstoreOptions.GatewayOfUnnamedOrders"/> names it.
/// </remarks>
internal sealed class UnnamedOrders
{
    private const int PageSize = 200;

    // Orders that wait for the answers of gateways, each of which has a lower limit of its own.
    private const int Concurrency = 256;

    // Of the newest orders so many are looked through for some whose payment a gateway must know, and so many are asked about.
    private const int MostPages = 10;
    private const int MostAsked = 5;

    private static readonly OrderWork[] Kinds = [OrderWork.Settlement, OrderWork.Recovery, OrderWork.CustomerAction];

    // Only a host of an older version writes new ones.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    // A search for a gateway that finds none is repeated only so often.
    private static readonly TimeSpan SearchInterval = TimeSpan.FromMinutes(5);

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly GuardedGateway _gateway;
    private readonly PaymentOwners _owners;
    private readonly ILogger _logger;
    private readonly RoundItems _items;
    private readonly DueRound[] _rounds;
    private readonly Setbacks _unknown;
    private readonly Lock _lock = new();
    private string? _found;
    private Task<string?>? _search;
    private long _searchedAt;
    private long? _emptyAt;

    public UnnamedOrders(WorkContext context, GroupCommit commit, GuardedGateway gateway, ILogger<UnnamedOrders> logger)
    {
        (_context, _commit, _gateway, _logger) = (context, commit, gateway, logger);
        var (options, time) = (context.Options, context.Clock.Time);
        _owners = new PaymentOwners(gateway, options.WritePath.ContinuesInline);
        _found = options.GatewayOfUnnamedOrders;
        _unknown = new Setbacks(options.PollInterval, time);
        _items = new RoundItems(nameof(UnnamedOrders), Concurrency, options.PollInterval, time, logger, options.WritePath.ContinuesInline);
        var lease = context.LeaseOf(options.GatewayTimeout);
        _rounds = Array.ConvertAll(Kinds, _ => new DueRound(context.Clock, () => lease, PageSize, _items));

        // Not shared: another host may have other gateways.
        Round = new WorkRound(nameof(UnnamedOrders), null, options.PollInterval, RunOnceAsync) { IsShared = false, BeginAsync = BeginAsync, Items = _items };
    }

    /// <summary>The rounds for orders that are due.</summary>
    public WorkRound Round { get; }

    /// <summary>Names the gateway of each order without one that is due now.</summary>
    /// <returns>How many orders have a gateway now.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => RunAsync(waits: true, cancellationToken);

    /// <summary>Begins with each order without a gateway's name that is due now. Gateways that do not answer leave questions in progress.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => RunAsync(waits: false, cancellationToken);

    private async Task<int> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        if (_gateway.Names.Count == 0 || WasEmpty())
        {
            return 0;
        }

        _owners.BeginRound();
        var (named, empty) = (0, 0);
        for (var i = 0; i < Kinds.Length; i++)
        {
            var work = Kinds[i];
            named += await _rounds[i].RunAsync(
                async (now, after, limit) =>
                {
                    var due = await _context.Store.ListDueOrdersAsync(work, null, now, after, limit, cancellationToken).ConfigureAwait(false);
                    empty += after is null && due.Items.Count == 0 && due.Next is null ? 1 : 0;
                    return due;
                },
                static order => new RoundItem(order.Order.Id, order.Fence),
                (order, item, _) => NameAsync(order, item, cancellationToken),
                waits,
                cancellationToken).ConfigureAwait(false);
        }

        lock (_lock)
        {
            _emptyAt = empty == Kinds.Length ? _context.Clock.Time.GetTimestamp() : null;
        }

        return named;
    }

    private bool WasEmpty()
    {
        lock (_lock)
        {
            return _emptyAt is { } emptyAt && _context.Clock.Time.GetElapsedTime(emptyAt) < LookInterval;
        }
    }

    private async ValueTask<ItemOutcome> NameAsync(OrderRecord order, RoundItem item, CancellationToken cancellationToken)
    {
        if (_unknown.MustWait(item))
        {
            return ItemOutcome.Untouched;
        }

        if (await FindGatewayOfAsync(order, cancellationToken).ConfigureAwait(false) is { } name
            && await _commit.SubmitAsync(new NameGateway(order, name), cancellationToken).ConfigureAwait(false))
        {
            _unknown.Remove(item.Id);
            Log.GatewayOfOrderFound(_logger, order.Order.Id, name);
            return ItemOutcome.Done;
        }

        _unknown.Add(item);
        return ItemOutcome.Untouched;
    }

    private async ValueTask<string?> FindGatewayOfAsync(OrderRecord order, CancellationToken cancellationToken)
    {
        if (_context.Options.GatewayOfUnnamedOrders is { } named)
        {
            return _gateway.Names.Contains(named) ? named : null;
        }

        var (owner, isUnknownToAll) = await _owners.FindAsync(order).ConfigureAwait(false);
        if (owner is not null)
        {
            Volatile.Write(ref _found, owner);
            return owner;
        }

        return isUnknownToAll ? Volatile.Read(ref _found) ?? await SearchOnceAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    // Orders that are asked about at a time share one search.
    private Task<string?> SearchOnceAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isRecent = _search is { IsCompletedSuccessfully: true } && _context.Clock.Time.GetElapsedTime(_searchedAt) < SearchInterval;
            if (_search is { IsCompleted: false } || isRecent)
            {
                return _search!;
            }

            _searchedAt = _context.Clock.Time.GetTimestamp();
            return _search = SearchAsync(cancellationToken);
        }
    }

    // Whether a gateway of this host was that of the shop: it knows the payment of some order without a name that was paid.
    private async Task<string?> SearchAsync(CancellationToken cancellationToken)
    {
        var paid = await ListPaidAsync(cancellationToken).ConfigureAwait(false);
        var calls = paid.ConvertAll(order => _owners.FindAsync(order));
        while (calls.Count > 0)
        {
            var ended = await Task.WhenAny(calls).ConfigureAwait(false);
            calls.Remove(ended);
            if ((await ended.ConfigureAwait(false)).Owner is { } owner)
            {
                Volatile.Write(ref _found, owner);
                return owner;
            }
        }

        return null;
    }

    private async Task<List<OrderRecord>> ListPaidAsync(CancellationToken cancellationToken)
    {
        var paid = new List<OrderRecord>();
        Guid? after = null;
        for (var page = 0; page < MostPages && paid.Count < MostAsked; page++)
        {
            var orders = await _context.Store.ListOrdersAsync(new OrderFilter(), after, PageSize, cancellationToken).ConfigureAwait(false);
            paid.AddRange(orders.Items.Where(static order => order.Gateway is null && IsPaid(order.Order.PaymentStatus)).Take(MostAsked - paid.Count));
            if (orders.Next is not { } next)
            {
                break;
            }

            after = next;
        }

        return paid;
    }

    private static bool IsPaid(PaymentStatus status) => status is PaymentStatus.Authorized or PaymentStatus.Captured or PaymentStatus.Refunded or PaymentStatus.Voided;
}
