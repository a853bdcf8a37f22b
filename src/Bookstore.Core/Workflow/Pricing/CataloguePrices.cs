using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lines at the catalogue's prices, as they are read before a commit.</summary>
/// <param name="Lines">The lines; none where a book is missing.</param>
/// <param name="Books">The books of the lines.</param>
/// <param name="Refusal">Why there are none.</param>
internal readonly record struct CataloguePrices(OrderLine[] Lines, Book[] Books, PlaceOrderResult? Refusal)
{
    /// <summary>Reads the prices.</summary>
    /// <param name="store">The catalogue.</param>
    /// <param name="lines">The books.</param>
    /// <param name="requiresStock">Whether too few copies are a reason to refuse.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async ValueTask<CataloguePrices> ReadAsync(IBookReads store, ReservationLine[] lines, bool requiresStock, CancellationToken cancellationToken)
    {
        var priced = new OrderLine[lines.Length];
        var books = new Book[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var listing = await store.FindBookAsync(lines[i].Isbn, cancellationToken).ConfigureAwait(false);
            if (listing is not { Book.Price.IsCurrencyKnown: true })
            {
                return Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.BookNotFound, Isbn = lines[i].Isbn });
            }

            if (requiresStock && listing.Stock.Orderable < lines[i].Quantity)
            {
                return Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.InsufficientStock, Isbn = lines[i].Isbn, Available = listing.Stock.Orderable });
            }

            books[i] = listing.Book;
            priced[i] = new OrderLine(lines[i].Isbn, lines[i].Quantity, listing.Book.Price);
        }

        return new CataloguePrices(priced, books, null);
    }

    private static CataloguePrices Refuse(PlaceOrderResult refusal) => new([], [], refusal);
}
