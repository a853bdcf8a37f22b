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
            StockLedger.Release(records, line.Isbn, line.Quantity, 0, reservation.Id, now);
        }

        var ended = reservation with { Status = status };
        records.Reservations.Put(ended.Id, ended);
        return ended;
    }

    /// <summary>Makes one line a book with the sum, by ascending ISBN, and checks the limits.</summary>
    public static ReservationLine[] Merge(IReadOnlyList<ReservationLine> lines, string name)
    {
        Require.Count(lines.Count, 1, Reservation.MaxLines, name);
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
