namespace Bookstore;

/// <summary>Divides the adjustments of an order among its lines, to the minor unit: the shares of an adjustment sum to it.</summary>
internal static class Allocation
{
    /// <summary>Gives each line its share of the adjustments. One that is included in the prices is not divided.</summary>
    /// <param name="lines">The lines, each replaced by one with its share.</param>
    /// <param name="adjustments">The adjustments, in the currency of the lines. One that names a book names one of the lines.</param>
    public static void Allocate(OrderLine[] lines, IReadOnlyList<OrderAdjustment> adjustments)
    {
        Span<long> all = stackalloc long[lines.Length];
        Span<long> shipping = stackalloc long[lines.Length];
        Span<long> shares = stackalloc long[lines.Length];
        foreach (var adjustment in adjustments)
        {
            if (adjustment.IsIncluded)
            {
                continue;
            }

            Divide(lines, adjustment, shares);
            for (var i = 0; i < lines.Length; i++)
            {
                all[i] += shares[i];
                shipping[i] += string.Equals(adjustment.Kind, OrderAdjustment.Shipping, StringComparison.Ordinal) ? shares[i] : 0;
            }
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var nothing = lines[i].UnitPrice * 0;
            lines[i] = lines[i] with { Allocated = nothing.Plus(all[i]), AllocatedShipping = nothing.Plus(shipping[i]) };
        }
    }

    /// <summary>Finds a line that the adjustments of its own book make negative.</summary>
    public static Isbn? FindNegative(OrderLine[] lines, OrderAdjustment[] adjustments)
    {
        foreach (var adjustment in adjustments)
        {
            if (adjustment is { Isbn: { } isbn, IsIncluded: false, Amount.MinorUnits: < 0 })
            {
                var sum = AmountOf(Array.Find(lines, line => line.Isbn == isbn)!);
                foreach (var other in adjustments)
                {
                    sum += other.Isbn == isbn && !other.IsIncluded ? other.Amount.MinorUnits : 0;
                }

                if (sum < 0)
                {
                    return isbn;
                }
            }
        }

        return null;
    }

    private static void Divide(OrderLine[] lines, OrderAdjustment adjustment, Span<long> shares)
    {
        if (adjustment.Isbn is { } isbn)
        {
            shares.Clear();
            shares[Array.FindIndex(lines, line => line.Isbn == isbn)] = adjustment.Amount.MinorUnits;
            return;
        }

        Divide(lines, adjustment.Amount.MinorUnits, shares);
    }

    // By largest remainder: what cutting leaves over goes, one minor unit each, to those who lost most by it, and among equals to the first.
    private static void Divide(OrderLine[] lines, long amount, Span<long> shares)
    {
        Int128 whole = 0;
        foreach (var line in lines)
        {
            whole += AmountOf(line);
        }

        // Lines that cost nothing share by their copies.
        var byCopies = whole == 0;
        if (byCopies)
        {
            foreach (var line in lines)
            {
                whole += line.Quantity;
            }
        }

        Span<Int128> remainders = stackalloc Int128[lines.Length];
        var magnitude = Int128.Abs(amount);
        var left = (long)magnitude;
        for (var i = 0; i < lines.Length; i++)
        {
            var (share, remainder) = Int128.DivRem(magnitude * (byCopies ? lines[i].Quantity : AmountOf(lines[i])), whole);
            (shares[i], remainders[i]) = ((long)share, remainder);
            left -= (long)share;
        }

        for (; left > 0; left--)
        {
            var largest = 0;
            for (var i = 1; i < lines.Length; i++)
            {
                largest = remainders[i] > remainders[largest] ? i : largest;
            }

            shares[largest]++;
            remainders[largest] = -1;
        }

        for (var i = 0; amount < 0 && i < lines.Length; i++)
        {
            shares[i] = -shares[i];
        }
    }

    private static Int128 AmountOf(OrderLine line) => (Int128)line.UnitPrice.MinorUnits * line.Quantity;
}
