using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads what an audit compares, each page in one snapshot.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IAuditReads
{
    /// <summary>Adds up the stock of books for verification, each page out of one snapshot.</summary>
    /// <param name="after">Books after this one; <see langword="null"/> from the start.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The sums, by ascending ISBN.</returns>
    ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken);

    /// <summary>Reads orders and what is held for them for verification, each page out of one snapshot.</summary>
    /// <param name="after">Orders after this one; <see langword="null"/> from the oldest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The orders, by ascending id.</returns>
    ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Reads carts' reservations and what is held for them for verification, each page out of one snapshot.</summary>
    /// <param name="after">Reservations after this one; <see langword="null"/> from the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The reservations, by ascending id.</returns>
    ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken);
}
