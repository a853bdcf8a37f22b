using Bookstore.Storage;

namespace Bookstore;

/// <summary>The orders that wait for copies of a book, first come first served.</summary>
internal interface IWaitingQueue
{
    /// <summary>Reads the first of the orders that wait for copies of a book.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The orders, which may be none.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    ValueTask<IWaitingOrders> ReadAsync(Isbn isbn, CancellationToken cancellationToken);
}

/// <summary>The first orders that wait for copies of a book, as they were read. Those that do not wait any more are passed over, and none can come before them.</summary>
internal interface IWaitingOrders
{
    /// <summary>How many records are touched, about.</summary>
    int Weight { get; }

    /// <summary>Names the records that <see cref="Allocate"/> looks at, but the book's stock.</summary>
    void DeclareKeys(RecordKeys keys);

    /// <summary>Allocates the copies on hand, as many as there are, with each order's event.</summary>
    /// <param name="records">The batch, which has loaded the book's stock.</param>
    /// <param name="now">When.</param>
    /// <returns>To how many orders copies were allocated.</returns>
    int Allocate(WorkingSet records, DateTimeOffset now);
}
