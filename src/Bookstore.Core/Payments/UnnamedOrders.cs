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
    private readonly ILogger _logger;
    private readonly DueRound[] _rounds;
    private readonly Setbacks _unknown;
    private string? _found;
    private long? _searchedAt;
    private long? _emptyAt;

    public UnnamedOrders(WorkContext context, GroupCommit commit, GuardedGateway gateway, ILogger<UnnamedOrders> logger)
    {
        (_context, _commit, _gateway, _logger) = (context, commit, gateway, logger);
        _found = context.Options.GatewayOfUnnamedOrders;
        _unknown = new Setbacks(context.Options.PollInterval, context.Clock.Time);
        var lease = context.LeaseOf(context.Options.GatewayTimeout);
        _rounds = Array.ConvertAll(Kinds, _ => new DueRound(
            context.Clock, () => lease, PageSize, new RoundItems(nameof(UnnamedOrders), 1, context.Options.PollInterval, context.Clock.Time, logger, context.Options.WritePath.ContinuesInline)));

        // Not shared: another host may have other gateways.
        Round = new WorkRound(nameof(UnnamedOrders), null, context.Options.PollInterval, RunOnceAsync) { IsShared = false };
    }

    /// <summary>The rounds for orders that are due.</summary>
    public WorkRound Round { get; }

    /// <summary>Names the gateway of each order without one that is due now.</summary>
    /// <returns>How many orders have a gateway now.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_gateway.Names.Count == 0 || (_emptyAt is { } emptyAt && _context.Clock.Time.GetElapsedTime(emptyAt) < LookInterval))
        {
            return 0;
        }

        var (named, isEmpty) = (0, true);
        for (var i = 0; i < Kinds.Length; i++)
        {
            var work = Kinds[i];
            named += await _rounds[i].RunAsync(
                async (now, after, limit) =>
                {
                    var due = await _context.Store.ListDueOrdersAsync(work, null, now, after, limit, cancellationToken).ConfigureAwait(false);
                    isEmpty &= due.Items.Count == 0 && due.Next is null;
                    return due;
                },
                static order => new RoundItem(order.Order.Id, order.Fence),
                (order, item, _) => NameAsync(order, item, cancellationToken),
                waits: true,
                cancellationToken).ConfigureAwait(false);
        }

        _emptyAt = isEmpty ? _context.Clock.Time.GetTimestamp() : null;
        return named;
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

        var areSilent = true;
        foreach (var name in _gateway.Names)
        {
            var (outcome, payment) = await _gateway.FindAsync(order with { Gateway = name }).ConfigureAwait(false);
            if (payment is not null)
            {
                Volatile.Write(ref _found, name);
                return name;
            }

            // One that does not answer now, or contradicts the record, may have the payment.
            areSilent &= outcome == FindOutcome.Answered;
        }

        return areSilent ? Volatile.Read(ref _found) ?? await SearchAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    // Whether a gateway of this host was that of the shop: it knows the payment of some order without a name that was paid.
    private async Task<string?> SearchAsync(CancellationToken cancellationToken)
    {
        if (_searchedAt is { } searchedAt && _context.Clock.Time.GetElapsedTime(searchedAt) < SearchInterval)
        {
            return null;
        }

        _searchedAt = _context.Clock.Time.GetTimestamp();
        var asked = 0;
        Guid? after = null;
        for (var page = 0; page < MostPages && asked < MostAsked; page++)
        {
            var orders = await _context.Store.ListOrdersAsync(new OrderFilter(), after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var paid in orders.Items.Where(static order => order.Gateway is null && IsPaid(order.Order.PaymentStatus)).Take(MostAsked - asked))
            {
                asked++;
                foreach (var name in _gateway.Names)
                {
                    if ((await _gateway.FindAsync(paid with { Gateway = name }).ConfigureAwait(false)).Payment is not null)
                    {
                        Volatile.Write(ref _found, name);
                        return name;
                    }
                }
            }

            if (orders.Next is not { } next)
            {
                break;
            }

            after = next;
        }

        return null;
    }

    private static bool IsPaid(PaymentStatus status) => status is PaymentStatus.Authorized or PaymentStatus.Captured or PaymentStatus.Refunded or PaymentStatus.Voided;
}
