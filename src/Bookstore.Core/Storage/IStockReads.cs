using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads stock movements and carts' reservations.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IStockReads
{
    /// <summary>Lists a book's movements, newest first.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="after">The <see cref="MovementPage.Next"/> of the page before; <see langword="null"/> from the newest. A position that is not of this book gives an empty page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The movements and the position to continue from.</returns>
    ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>Finds a cart's reservation.</summary>
    /// <param name="reservationId">The reservation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The reservation, or <see langword="null"/>.</returns>
    ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken);

    /// <summary>Lists reservations that are held although they expired, the longest expired first.</summary>
    /// <param name="expiredAt">Expired at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The reservations that can be read, and the position to continue from. There may be none although more follow.</returns>
    ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken);
}
