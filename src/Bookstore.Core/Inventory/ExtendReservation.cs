using Bookstore.Storage;

namespace Bookstore;

/// <summary>Moves the expiry of a reservation that is still held, as far as the longest time from its first hold allows.</summary>
/// <param name="reservationId">The reservation.</param>
/// <param name="expiresAt">The expiry that is asked for.</param>
/// <param name="longest">How long after its first hold the expiry can be at most, unless it is later already.</param>
internal sealed class ExtendReservation(Guid reservationId, DateTimeOffset expiresAt, TimeSpan longest) : Operation<Reservation?>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Reservations.Add(reservationId);

    protected override Reservation? DecideOn(WorkingSet records)
    {
        var reservation = records.Reservations.Find(reservationId);
        if (reservation is not { Status: ReservationStatus.Held })
        {
            return reservation;
        }

        var limit = reservation.CreatedAt.Plus(longest);
        limit = limit > reservation.ExpiresAt ? limit : reservation.ExpiresAt;
        var kept = reservation with { ExpiresAt = expiresAt < limit ? expiresAt : limit };
        records.Reservations.Put(reservationId, kept);
        return kept;
    }
}
