using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The work that is left to do on a cart's reservation. A store keeps the result and knows no rule of its own.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class ReservationWork
{
    /// <summary>Returns when a sweep may release the reservation, in UTC.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <returns>The time; <see langword="null"/> when nothing is held for it any more.</returns>
    public static DateTimeOffset? DueAt(Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return reservation.Status == ReservationStatus.Held ? reservation.ExpiresAt : null;
    }
}
