namespace Bookstore;

/// <summary>One line of an order, at the catalogue's price of that moment.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
/// <param name="UnitPrice">The price of one copy when the order was placed.</param>
public sealed record OrderLine(Isbn Isbn, int Quantity, Money UnitPrice)
{
    private readonly Money _allocated;
    private readonly Money _allocatedShipping;

    /// <summary>The copies that were cancelled before they left the house. 0 to <see cref="Quantity"/>.</summary>
    public int Cancelled { get; init; }

    /// <summary>The copies that have left the house and have not come back undelivered. 0 to <see cref="Quantity"/>, with <see cref="Cancelled"/>.</summary>
    public int Dispatched { get; init; }

    /// <summary>The copies that were lost on their way. They count as dispatched. 0 to <see cref="Dispatched"/>, with <see cref="Delivered"/>.</summary>
    public int Lost { get; init; }

    /// <summary>The copies that have arrived. 0 to <see cref="Dispatched"/>.</summary>
    public int Delivered { get; init; }

    /// <summary>The copies that the customer gave back after they had arrived. 0 to <see cref="Delivered"/>.</summary>
    public int Returned { get; init; }

    /// <summary>The copies on back-order: they are neither allocated to the order yet nor dispatched. 0 to <see cref="Quantity"/>; it only falls.</summary>
    public int Waiting { get; init; }

    /// <summary>The number of the movement that reserved the copies of a line that waits or waited: its place in the queue. Zero for other lines.</summary>
    internal long WaitingNumber { get; init; }

    /// <summary>The cancelled copies that were never charged, because nothing was captured yet. 0 to <see cref="Cancelled"/>.</summary>
    internal int Uncharged { get; init; }

    /// <summary>The line's share of the order's adjustments: negative where discounts outweigh the rest. Zero for an order that is older than shares.</summary>
    public Money Allocated
    {
        get => _allocated.IsDefault ? UnitPrice * 0 : _allocated;
        init => _allocated = value.MinorUnits == 0 ? default : value;
    }

    /// <summary>The part of <see cref="Allocated"/> that is shipping.</summary>
    public Money AllocatedShipping
    {
        get => _allocatedShipping.IsDefault ? UnitPrice * 0 : _allocatedShipping;
        init => _allocatedShipping = value.MinorUnits == 0 ? default : value;
    }

    /// <summary>What copies of the line cost without shipping: their price, and their share of <see cref="Allocated"/> but <see cref="AllocatedShipping"/>.</summary>
    /// <remarks>Each copy has the same share, cut to the currency's minor unit; the last copy of the line has what that leaves over. So all copies together cost what the line does, to the minor unit.</remarks>
    /// <param name="copies">How many copies: 0 to those that are left.</param>
    /// <param name="before">How many copies of the line were counted before: 0 to <see cref="Quantity"/>.</param>
    /// <returns>The amount. It is negative only where discounts exceed the line.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The line does not have so many copies.</exception>
    public Money WorthOf(int copies, int before = 0)
    {
        Require.InRange(before, 0, Quantity);
        Require.InRange(copies, 0, Quantity - before);
        var share = _allocated.MinorUnits - _allocatedShipping.MinorUnits;
        return UnitPrice.Plus(checked((UnitPrice.MinorUnits * (copies - 1L)) + ShareOfCopies(share, Quantity, copies, before + copies == Quantity)));
    }

    /// <summary>The one rule by which an amount is divided among copies: each has the same part, cut to the minor unit, and the last one has what that leaves over.</summary>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="all">How many copies share it.</param>
    /// <param name="copies">How many of them are asked for.</param>
    /// <param name="withLast">Whether the last one is among them.</param>
    internal static long ShareOfCopies(long amount, int all, int copies, bool withLast)
    {
        var each = amount / all;
        return (each * copies) + (withLast && copies > 0 ? amount - (each * all) : 0);
    }
}
