namespace Bookstore;

/// <summary>One line of an order, at the catalogue's price of that moment.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
/// <param name="UnitPrice">The price of one copy when the order was placed.</param>
public sealed record OrderLine(Isbn Isbn, int Quantity, Money UnitPrice)
{
    private readonly Money _allocated;

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

    /// <summary>The line's share of the order's adjustments: negative where discounts outweigh the rest. Zero for an order that is older than shares.</summary>
    public Money Allocated
    {
        get => _allocated.IsDefault ? UnitPrice * 0 : _allocated;
        init => _allocated = value.MinorUnits == 0 ? default : value;
    }
}
