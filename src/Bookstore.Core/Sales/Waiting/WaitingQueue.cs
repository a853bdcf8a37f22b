using Bookstore.Storage;

namespace Bookstore;

/// <summary>Reads the queue of a book's waiting lines out of the store. Thread-safe.</summary>
internal sealed class WaitingQueue(IBookstoreStore store) : IWaitingQueue
{
    /// <summary>To how many orders copies are allocated in one commit at most.</summary>
    public const int MaxOrders = 500;

    public async ValueTask<IWaitingOrders> ReadAsync(Isbn isbn, CancellationToken cancellationToken)
    {
        var found = await ListAsync(isbn, null, MaxOrders, cancellationToken).ConfigureAwait(false);
        return new WaitingOrders(isbn, found);
    }

    /// <summary>Lists the documents of a book's waiting lines in the order of the queue.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="after">The id of the last one that was listed; <see langword="null"/> from the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<IReadOnlyList<DocumentRecord>> ListAsync(Isbn isbn, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var found = await store.ListDocumentsAsync(WaitingLine.Documents.Name, null, after ?? WaitingLine.BeforeFirst(isbn), limit, cancellationToken).ConfigureAwait(false);

        // Behind the last of the book come those of the book before.
        var last = DueAllocation.IdOf(isbn, 0);
        return [.. found.TakeWhile(document => document.Id.Id.CompareTo(last) >= 0)];
    }
}
