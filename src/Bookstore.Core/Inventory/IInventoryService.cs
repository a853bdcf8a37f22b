namespace Bookstore;

/// <summary>The catalogue and the stock: what there is, what is promised, and why.</summary>
/// <remarks>
/// Safe for use from any number of threads. Every write is durable when its task completes. Writes throw
/// <see cref="BookstoreOverloadedException"/> when the write queue is full and <see cref="BookstoreStoreException"/> when the
/// store cannot be used; cancellation counts until the write has been gathered into a batch, and not after.
/// </remarks>
public interface IInventoryService
{
    /// <summary>Finds a book and its stock.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The book, or <see langword="null"/> when the catalogue does not have it.</returns>
    ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken = default);

    /// <summary>Lists books by ascending ISBN, one page.</summary>
    /// <param name="query">Which books, and which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one.</returns>
    /// <exception cref="ArgumentException">A limit or a text of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The query's cursor is not one of this list.</exception>
    ValueTask<Page<BookListing>> ListBooksAsync(BookQuery query, CancellationToken cancellationToken = default);

    /// <summary>Adds a book to the catalogue, or replaces its data. Stock is left alone.</summary>
    /// <example>
    /// <code>
    /// await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "Emma", Author = "Jane Austen", Price = new Money(9.99m, "USD") }, cancellationToken: cancellationToken);
    /// </code>
    /// </example>
    /// <param name="book">The data.</param>
    /// <param name="expectedVersion">The version that the book must have; else <see cref="SaveBookOutcome.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>Whether it was added or replaced, and its stock.</returns>
    /// <exception cref="ArgumentException">A member of the book is out of its range.</exception>
    Task<SaveBookResult> SaveBookAsync(Book book, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Saves a stream of books, many to a commit. What was saved before a failure stays saved; running it again does no harm.</summary>
    /// <remarks>
    /// A book that the store or the write queue refuses for now is retried; the import fails after a minute in which no book could be saved. An exception of the stream or of the progress ends
    /// the import and is thrown as it is, after the books in progress have been saved; so is a cancellation. <see cref="SaveBooksResult.Of"/> says what had been saved by then.
    /// </remarks>
    /// <param name="books">The books; read as fast as they can be written, never all held in memory.</param>
    /// <param name="progress">Called after every 256 books and at the end, also before an exception: the last report says how many books are saved. If it throws, it is not called again.</param>
    /// <param name="cancellationToken">Stops reading the stream; what was submitted is still written.</param>
    /// <returns>How many were added and replaced, and which ones were refused and why (the first 1,000).</returns>
    Task<SaveBooksResult> SaveBooksAsync(IAsyncEnumerable<Book> books, IProgress<SaveBooksProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Takes copies into stock.</summary>
    /// <param name="change">The book, a positive quantity, and the reason.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The new level and its movement, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    Task<ChangeStockResult> ReceiveStockAsync(StockChange change, CancellationToken cancellationToken = default);

    /// <summary>Corrects the count of a book, up or down: a stock-taking or a write-off. Reserved copies cannot be written off.</summary>
    /// <param name="change">The book, a quantity other than zero, and the reason.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The new level and its movement, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    Task<ChangeStockResult> AdjustStockAsync(StockChange change, CancellationToken cancellationToken = default);

    /// <summary>Reads the stock of a book.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The level, or <see langword="null"/> when the catalogue does not have the book.</returns>
    ValueTask<StockLevel?> FindStockAsync(Isbn isbn, CancellationToken cancellationToken = default);

    /// <summary>Lists what moved a book's stock, newest first: the answer to "why is stock N?".</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one; empty for a book that never had stock.</returns>
    /// <exception cref="ArgumentException">The limit is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list.</exception>
    ValueTask<Page<StockMovement>> ListMovementsAsync(Isbn isbn, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Holds copies for a cart: all lines or none.</summary>
    /// <remarks>Expires <see cref="BookstoreOptions.MaxReservationTime"/> from now at the latest. Customers, clients and the host have limits of reservations, see <see cref="HoldStockOutcome.LimitReached"/>.</remarks>
    /// <param name="request">The id, the lines, and for how long.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The reservation, or what there was too little of. Holding again under an id returns the reservation as it is.</returns>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    Task<HoldStockResult> HoldAsync(HoldStockRequest request, CancellationToken cancellationToken = default);

    /// <summary>Keeps a reservation for longer: moves its expiry to now plus the time given, at most to <see cref="BookstoreOptions.MaxReservationTime"/> after its first hold.</summary>
    /// <remarks>Where the limit is reached, the expiry stays as it is. An expiry that is later than that, from a time at which the limit was longer, stays.</remarks>
    /// <param name="reservationId">The reservation.</param>
    /// <param name="duration">For how long from now: 1 second to 30 days.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The reservation, or <see langword="null"/> when there is none under this id. Where it is held no more, nothing changed.</returns>
    /// <exception cref="ArgumentException">The duration is out of range.</exception>
    Task<Reservation?> ExtendAsync(Guid reservationId, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Releases a reservation. Doing it twice changes nothing.</summary>
    /// <param name="reservationId">The reservation.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The reservation as it is now, or <see langword="null"/> when there is none under this id.</returns>
    Task<Reservation?> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken = default);

    /// <summary>Finds a reservation.</summary>
    /// <param name="reservationId">The reservation.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The reservation, or <see langword="null"/> when there is none under this id.</returns>
    ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken = default);
}
