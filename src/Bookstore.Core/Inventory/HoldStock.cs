using Bookstore.Storage;

namespace Bookstore;

/// <summary>Holds copies for a cart: all lines or none.</summary>
/// <param name="reservationId">The reservation's id.</param>
/// <param name="lines">What to hold, one line a book.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the hold.</param>
/// <param name="expiresAt">When it expires, in the store's time.</param>
/// <param name="mayHold">Whether a new reservation is within the limits. Otherwise it is refused, unless there is one already.</param>
internal sealed class HoldStock(Guid reservationId, ReservationLine[] lines, KeyClaim? claim, Moment now, DateTimeOffset expiresAt, bool mayHold = true) : Operation<HoldStockDecision>
{
    public override bool CanBeShed => true;

    public override int Weight => lines.Length + 1;

    public override Isbn? StockPartition => lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(reservationId);
        keys.Reservations.Add(reservationId);
        foreach (var line in lines)
        {
            keys.Books.Add(line.Isbn);
            keys.Stock.Add(line.Isbn);
        }
    }

    protected override HoldStockDecision DecideOn(WorkingSet records)
    {
        if (claim?.Find(records) is not { } claimed)
        {
            return new HoldStockDecision(Hold(records), null);
        }

        return claim.Matches(claimed)
            ? new HoldStockDecision(new HoldStockResult { Outcome = HoldStockOutcome.Held, Replayed = true }, claimed.ResourceId)
            : new HoldStockDecision(new HoldStockResult { Outcome = HoldStockOutcome.IdempotencyKeyReused }, null);
    }

    private HoldStockResult Hold(WorkingSet records)
    {
        if (records.Reservations.Find(reservationId) is { } known)
        {
            return new HoldStockResult { Outcome = HoldStockOutcome.AlreadyExists, Reservation = known };
        }

        // What is held for an order is kept under the order's id.
        if (records.Orders.Find(reservationId) is not null)
        {
            return new HoldStockResult { Outcome = HoldStockOutcome.AlreadyExists };
        }

        if (!mayHold)
        {
            return new HoldStockResult { Outcome = HoldStockOutcome.LimitReached };
        }

        foreach (var line in lines)
        {
            if (records.Books.Find(line.Isbn) is not { } book)
            {
                return new HoldStockResult { Outcome = HoldStockOutcome.BookNotFound, Isbn = line.Isbn };
            }

            if (book.SellableFrom > now.Store)
            {
                return new HoldStockResult { Outcome = HoldStockOutcome.NotSellableYet, Isbn = line.Isbn, SellableFrom = book.SellableFrom };
            }

            // A cart holds copies that are there: what is on back-order is for orders.

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
            var before = StockLedger.LevelOf(records, line.Isbn).Available;
            StockLedger.Reserve(records, line.Isbn, line.Quantity, reservationId, now.Shown);
            BookEvents.AppendIfDepleted(records, line.Isbn, before, now.Shown);
        }

        var reservation = new Reservation { Id = reservationId, Lines = lines, Status = ReservationStatus.Held, ExpiresAt = expiresAt, CreatedAt = now.Store };
        records.Reservations.Put(reservationId, reservation);
        claim?.Stage(records, reservationId);
        return reservation;
    }
}

/// <summary>The result of holding stock.</summary>
/// <param name="Result">The result for the caller.</param>
/// <param name="Replayed">The reservation of the first request with the key; <see langword="null"/> unless it is replayed.</param>
internal readonly record struct HoldStockDecision(HoldStockResult Result, Guid? Replayed);
