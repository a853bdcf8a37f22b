using Bookstore.Storage;

namespace Bookstore;

/// <summary>Returns the copies of an unpaid order to the cart that they came from.</summary>
internal static class CartReturn
{
    /// <summary>Gives copies that an unpaid order has just released back to the cart that they came from, as many as the cart held, if the cart's time is not over.</summary>
    /// <remarks>The expiry stays, so that orders that fail keep nothing longer. What the cart held and the order did not is not taken again: others may have it.</remarks>
    public static void GiveBack(WorkingSet records, Guid reservationId, IReadOnlyList<OrderLine> released, Moment now)
    {
        if (records.Reservations.Find(reservationId) is not { Status: ReservationStatus.Ordered } ordered || ordered.ExpiresAt <= now.Store)
        {
            return;
        }

        var lines = InBoth(ordered.Lines, released);
        if (lines.Count == 0)
        {
            return;
        }

        for (var i = 0; i < lines.Count; i++)
        {
            StockLedger.Reserve(records, lines[i].Isbn, lines[i].Quantity, reservationId, now.Shown);
        }

        records.Reservations.Put(reservationId, ordered with { Status = ReservationStatus.Held, Lines = lines });
    }

    // Both are sorted by ISBN. The same lines are the same list, so that a store sees that nothing changed.
    private static IReadOnlyList<ReservationLine> InBoth(IReadOnlyList<ReservationLine> held, IReadOnlyList<OrderLine> released)
    {
        var both = new List<ReservationLine>(held.Count);
        var isSame = true;
        var next = 0;
        for (var i = 0; i < held.Count; i++)
        {
            while (next < released.Count && released[next].Isbn.CompareTo(held[i].Isbn) < 0)
            {
                next++;
            }

            var quantity = next < released.Count && released[next].Isbn == held[i].Isbn ? Math.Min(held[i].Quantity, released[next].Quantity - released[next].Waiting) : 0;
            isSame &= quantity == held[i].Quantity;
            if (quantity > 0)
            {
                both.Add(held[i] with { Quantity = quantity });
            }
        }

        return isSame ? held : both;
    }
}
