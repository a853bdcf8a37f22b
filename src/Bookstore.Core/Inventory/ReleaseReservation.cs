using Bookstore.Storage;

namespace Bookstore;

/// <summary>Releases a cart's reservation that is still held: for its owner, or for a sweep that found it expired.</summary>
/// <param name="reservation">The reservation as it was read; its lines never grow.</param>
/// <param name="expiredAt">For a sweep: only if it has expired by then, since its owner may have kept it meanwhile.</param>
/// <param name="now">The time of the release.</param>
internal sealed class ReleaseReservation(Reservation reservation, DateTimeOffset? expiredAt, DateTimeOffset now) : Operation<Reservation?>
{
    public override bool CanBeShed => expiredAt is null;

    public override int Weight => reservation.Lines.Count + 1;

    public override Isbn? StockPartition => reservation.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Reservations.Add(reservation.Id);
        foreach (var line in reservation.Lines)
        {
            keys.Stock.Add(line.Isbn);
        }
    }

    protected override Reservation? DecideOn(WorkingSet records)
    {
        var current = records.Reservations.Find(reservation.Id);
        if (current is not { Status: ReservationStatus.Held } || current.ExpiresAt > (expiredAt ?? DateTimeOffset.MaxValue))
        {
            return current;
        }

        var status = expiredAt is null ? ReservationStatus.Released : ReservationStatus.Expired;
        return ReservationRules.End(records, current, status, now);
    }
}
