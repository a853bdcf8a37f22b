namespace Bookstore.Operating;

/// <summary>The books that sell and of which few copies are left. They are read once for each reading of the sales.</summary>
/// <param name="fewerThan">A book with fewer available copies is low; zero looks at none.</param>
internal sealed class LowStock(int fewerThan)
{
    private Reading? _last;

    /// <summary>Reads them, those with the fewest copies first.</summary>
    public async ValueTask<IReadOnlyList<BookListing>> ReadAsync(IInventoryService inventory, HourlySales sales, CancellationToken cancellationToken)
    {
        if (_last is { } last && ReferenceEquals(last.Sales, sales))
        {
            return last.Books;
        }

        var low = new List<BookListing>();
        foreach (var isbn in fewerThan == 0 ? [] : sales.Sold)
        {
            if (await inventory.FindBookAsync(isbn, cancellationToken).ConfigureAwait(false) is { } listing && listing.Stock.Available < fewerThan)
            {
                low.Add(listing);
            }
        }

        low.Sort(static (one, other) => one.Stock.Available.CompareTo(other.Stock.Available));
        _last = new Reading(sales, low);
        return low;
    }

    private sealed record Reading(HourlySales Sales, IReadOnlyList<BookListing> Books);
}
