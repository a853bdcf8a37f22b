using Bookstore.Storage;

namespace Bookstore;

/// <summary>Moves the expiry of a reservation that is still held.</summary>
internal sealed class KeepReservation(Guid reservationId, DateTimeOffset expiresAt) : Operation<Reservation?>
{
    public override bool Begins => true;

    public override void Needs(RecordKeys keys) => keys.Reservations.Add(reservationId);

    protected override Reservation? DecideOn(WorkingSet records)
    {
        var reservation = records.Reservations.Find(reservationId);
        if (reservation is not { Status: ReservationStatus.Held })
        {
            return reservation;
        }

        var kept = reservation with { ExpiresAt = expiresAt };
        records.Reservations.Put(reservationId, kept);
        return kept;
    }
}
