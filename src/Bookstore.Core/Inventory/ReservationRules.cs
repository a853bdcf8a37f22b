using Bookstore.Storage;

namespace Bookstore;

/// <summary>What carts' reservations and orders have in common: lines that are merged, held and let go together.</summary>
internal static class ReservationRules
{
    /// <summary>Ends a held reservation and lets its copies go.</summary>
    public static Reservation End(WorkingSet records, Reservation reservation, ReservationStatus status, DateTimeOffset now)
    {
        for (var i = 0; i < reservation.Lines.Count; i++)
        {
            var line = reservation.Lines[i];
            StockLedger.Release(records, line.Isbn, line.Quantity, reservation.Id, now);
        }

        var ended = reservation with { Status = status };
        records.Reservations.Put(ended.Id, ended);
        return ended;
    }

    /// <summary>Gives copies that an unpaid order has just released back to the cart that they came from, as many as the cart held, if the cart's time is not over.</summary>
    /// <remarks>The expiry stays, so that orders that fail keep nothing longer. What the cart held and the order did not is not taken again: others may have it.</remarks>
    public static void GiveBack(WorkingSet records, Guid reservationId, IReadOnlyList<OrderLine> released, DateTimeOffset now)
    {
        if (records.Reservations.Find(reservationId) is not { Status: ReservationStatus.Ordered } ordered || ordered.ExpiresAt <= now)
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
            StockLedger.Reserve(records, lines[i].Isbn, lines[i].Quantity, reservationId, now);
        }

        records.Reservations.Put(reservationId, ordered with { Status = ReservationStatus.Held, Lines = lines });
    }

    /// <summary>Makes one line a book with the sum, by ascending ISBN, and checks the limits.</summary>
    public static ReservationLine[] Merge(IReadOnlyList<ReservationLine> lines, string name)
    {
        Require.InRange(lines.Count, 1, Reservation.MaxLines, name);
        var sums = new SortedDictionary<Isbn, int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i] ?? throw new ArgumentException($"{name}[{i}] must not be null.", name);
            Require.Isbn(line.Isbn, $"{name}[{i}].Isbn");
            Require.InRange(line.Quantity, 1, Order.MaxQuantity, $"{name}[{i}].Quantity");
            sums[line.Isbn] = sums.GetValueOrDefault(line.Isbn) + line.Quantity;
        }

        return Check(sums, name);
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

            var quantity = next < released.Count && released[next].Isbn == held[i].Isbn ? Math.Min(held[i].Quantity, released[next].Quantity) : 0;
            isSame &= quantity == held[i].Quantity;
            if (quantity > 0)
            {
                both.Add(held[i] with { Quantity = quantity });
            }
        }

        return isSame ? held : both;
    }

    private static ReservationLine[] Check(SortedDictionary<Isbn, int> sums, string name)
    {
        var merged = new ReservationLine[sums.Count];
        var next = 0;
        foreach (var (isbn, quantity) in sums)
        {
            Require.InRange(quantity, 1, Order.MaxQuantity, $"{name}: the quantity of {isbn}");
            merged[next++] = new ReservationLine(isbn, quantity);
        }

        return merged;
    }
}
