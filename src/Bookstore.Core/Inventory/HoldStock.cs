using Bookstore.Storage;

namespace Bookstore;

/// <summary>Holds copies for a cart: all lines or none.</summary>
internal sealed class HoldStock(Guid reservationId, ReservationLine[] lines, Moment now, DateTimeOffset expiresAt) : Operation<HoldStockResult>
{
    public override bool CanBeShed => true;

    public override int Weight => lines.Length + 1;

    public override Isbn? StockPartition => lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(reservationId);
        keys.Reservations.Add(reservationId);
        foreach (var line in lines)
        {
            keys.Books.Add(line.Isbn);
            keys.Stock.Add(line.Isbn);
        }
    }

    protected override HoldStockResult DecideOn(WorkingSet records)
    {
        if (records.Reservations.Find(reservationId) is { } known)
        {
            return new HoldStockResult { Outcome = HoldStockOutcome.AlreadyExists, Reservation = known };
        }

        // What is held for an order stands under the order's id.
        if (records.Orders.Find(reservationId) is not null)
        {
            return new HoldStockResult { Outcome = HoldStockOutcome.AlreadyExists };
        }

        foreach (var line in lines)
        {
            if (records.Books.Find(line.Isbn) is null)
            {
                return new HoldStockResult { Outcome = HoldStockOutcome.BookNotFound, Isbn = line.Isbn };
            }

            var available = StockLedger.LevelOf(records, line.Isbn).Available;
            if (available < line.Quantity)
            {
                return new HoldStockResult { Outcome = HoldStockOutcome.InsufficientStock, Isbn = line.Isbn, Available = available };
            }
        }

        return new HoldStockResult { Outcome = HoldStockOutcome.Held, Reservation = Stage(records) };
    }

    private Reservation Stage(WorkingSet records)
    {
        foreach (var line in lines)
        {
            StockLedger.Reserve(records, line.Isbn, line.Quantity, reservationId, now.Shown);
        }

        var reservation = new Reservation { Id = reservationId, Lines = lines, Status = ReservationStatus.Held, ExpiresAt = expiresAt, CreatedAt = now.Store };
        records.Reservations.Put(reservationId, reservation);
        return reservation;
    }
}
