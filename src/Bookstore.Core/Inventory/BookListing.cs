namespace Bookstore;

/// <summary>A book of the catalogue together with its stock.</summary>
/// <param name="Book">The catalogue's data.</param>
/// <param name="Stock">The stock as it was committed when the book was read.</param>
public sealed record BookListing(Book Book, StockLevel Stock)
{
    /// <summary>Changes with the catalogue's data and with the copies that can be sold. Opaque; computed each time it is read. See <see cref="ExpectedVersion"/>.</summary>
    public string Version => AddPublication(new Fingerprint()
        .Add(Book.Isbn.ToInt64())
        .Add(Book.Title)
        .Add(Book.Author)
        .Add(Book.Price.MinorUnits)
        .Add(Book.Price.Currency)
        .Add(Book.Publisher)
        .Add(Book.PublishedOn?.FirstDay.DayNumber ?? -1)
        .Add(Book.Language)
        .Add(Book.Format)
        .Add(Stock.Available))
        .ComputeVersion();

    /// <summary>A text for logs.</summary>
    /// <returns>The book and its stock.</returns>
    public override string ToString() => $"BookListing {{ Book = {Book}, Stock = {Stock} }}";

    // What most books do not have leaves their versions as they are.
    private Fingerprint AddPublication(Fingerprint fingerprint)
    {
        if (Book.PublishedOn is { Precision: not DatePrecision.Day and var precision })
        {
            fingerprint.Add((long)precision);
        }

        if (Book is not { SellableFrom: null, EmbargoUntil: null, BackorderLimit: 0 })
        {
            fingerprint.Add(Book.SellableFrom?.UtcTicks ?? -1).Add(Book.EmbargoUntil?.UtcTicks ?? -1).Add(Book.BackorderLimit).Add(Stock.Orderable);
        }

        return Book.StoredDetails is { } details ? fingerprint.Add(details.Text) : fingerprint;
    }
}
