using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads orders.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IOrderReads
{
    /// <summary>Finds an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The order, or <see langword="null"/>.</returns>
    ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken);

    /// <summary>Lists orders by descending id.</summary>
    /// <remarks>It MUST look at no more than <see cref="KeysetPage.MaxLookedAt"/> records and then return what it has found, with the position to continue from.</remarks>
    /// <param name="filter">Which orders.</param>
    /// <param name="after">Orders older than this one; <see langword="null"/> from the newest. Any id is a position, also one that is not in the list.</param>
    /// <param name="limit">The most orders to return.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The orders and the position to continue from.</returns>
    ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists orders of one gateway with work left to do (<see cref="OrderRecord.DueAt"/> is set and not later), the longest due first.</summary>
    /// <remarks>What it costs MUST NOT grow with the due orders of other gateways, for pending payment actions (<see cref="OrderRecord.PendingAction"/>).</remarks>
    /// <param name="work">Which work.</param>
    /// <param name="gateway">Orders whose <see cref="OrderRecord.Gateway"/> is this one; <see langword="null"/>: those that name none.</param>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The orders that can be read, and the position to continue from. There may be none although more follow.</returns>
    ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the orders of every gateway with work left to do: by gateway, those that name none first, then the longest due first.</summary>
    /// <remarks>For a person, page by page. What a page costs MUST NOT grow with the number of orders that are due, for pending payment actions (<see cref="OrderRecord.PendingAction"/>).</remarks>
    /// <param name="work">Which work.</param>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The orders that can be read, and the position to continue from. There may be none although more follow.</returns>
    ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Counts the orders with work left to do, of any kind, for each gateway.</summary>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The gateways with such orders, at most 1,000, in any order.</returns>
    ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken);
}
