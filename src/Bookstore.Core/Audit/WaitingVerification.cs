using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of orders that wait for copies: their lines, the queue of each book and its stock level say the same, and copies on hand are being allocated.</summary>
/// <remarks>They are read one after the other, and what changed meanwhile once more.</remarks>
internal static class WaitingVerification
{
    private const int MostReads = 3;
    private const int PageSize = 1_000;

    /// <summary>Checks a book that has orders which wait.</summary>
    public static async Task CheckStockAsync(AuditRun run, IBookstoreStore store, Isbn isbn, CancellationToken cancellationToken)
    {
        var before = await store.FindBookAsync(isbn, cancellationToken).ConfigureAwait(false);
        for (var read = 0; read < MostReads && before is not null; read++)
        {
            var waiting = await SumAsync(new WaitingQueue(store), isbn, cancellationToken).ConfigureAwait(false);
            var isDue = await IsAllocationKnownAsync(store, isbn, cancellationToken).ConfigureAwait(false);
            var after = await store.FindBookAsync(isbn, cancellationToken).ConfigureAwait(false);
            if (after?.Stock.Equals(before.Stock) == true)
            {
                Check(run, after.Stock, waiting, isDue);
                return;
            }

            before = after;
        }
    }

    /// <summary>Checks an order that waits for copies.</summary>
    public static async Task CheckOrderAsync(AuditRun run, IBookstoreStore store, Guid orderId, CancellationToken cancellationToken)
    {
        var before = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        for (var read = 0; read < MostReads && before is not null; read++)
        {
            var documents = await store.ListDocumentsOfAsync(orderId, WaitingLine.Documents.Name, null, Order.MaxLines + 1, cancellationToken).ConfigureAwait(false);
            var after = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
            if (after?.Version == before.Version && after.Order.Status == before.Order.Status)
            {
                Check(run, after.Order, documents);
                return;
            }

            before = after;
        }
    }

    /// <summary>Checks a line of the queue.</summary>
    public static async Task CheckLineAsync(AuditRun run, IBookstoreStore store, DocumentRecord document, CancellationToken cancellationToken)
    {
        var order = document.OwnerId is { } owner ? await store.FindOrderAsync(owner, cancellationToken).ConfigureAwait(false) : null;
        if (order is not null && Fits(order.Order, document))
        {
            return;
        }

        // It may have got its copies since it was listed.
        if (await store.FindDocumentAsync(document.Id, cancellationToken).ConfigureAwait(false) is { } again
            && (order is null || await store.FindOrderAsync(order.Order.Id, cancellationToken).ConfigureAwait(false) is not { } now || !Fits(now.Order, again)))
        {
            run.Find("waiting_line_mismatch", document.Id.Id, $"A line of order {document.OwnerId} is in the queue of a book, but the order does not wait for so many copies, or does not exist.");
        }
    }

    private static bool Fits(Order order, DocumentRecord document) =>
        order.Lines.Any(line => line.Waiting > 0 && WaitingLine.IdOf(line.Isbn, line.WaitingNumber) == document.Id && WaitingLine.Documents.Read(document).Copies == line.Waiting);

    private static void Check(AuditRun run, StockLevel level, long waiting, bool isDue)
    {
        if (waiting != level.Waiting)
        {
            run.Find("stock_waiting_mismatch", level.Isbn, $"The level says that orders wait for {level.Waiting} copies; the lines of the queue sum up to {waiting}.");
        }

        if (level.IsAllocationDue && !isDue)
        {
            run.Find("allocation_missing", level.Isbn, $"{level.Unallocated} copies on hand are allocated to no order, orders wait for {level.Waiting}, and nothing says that they are to be allocated.");
        }
    }

    private static void Check(AuditRun run, Order order, IReadOnlyList<DocumentRecord> documents)
    {
        var lines = order.Lines.Count(static line => line.Waiting > 0);
        if (lines != documents.Count || documents.Any(document => !Fits(order, document)))
        {
            run.Find("order_waiting_mismatch", order.Id, $"{lines} lines of the order wait for copies, and {documents.Count} are in the queues of their books, or for other numbers of copies.");
        }
    }

    private static async Task<long> SumAsync(WaitingQueue queue, Isbn isbn, CancellationToken cancellationToken)
    {
        var sum = 0L;
        IReadOnlyList<DocumentRecord> page = [];
        do
        {
            page = await queue.ListAsync(isbn, page.Count == 0 ? null : page[^1].Id.Id, PageSize, cancellationToken).ConfigureAwait(false);
            sum += page.Sum(static document => (long)WaitingLine.Documents.Read(document).Copies);
        }
        while (page.Count == PageSize);
        return sum;
    }

    private static async Task<bool> IsAllocationKnownAsync(IBookstoreStore store, Isbn isbn, CancellationToken cancellationToken)
    {
        var found = await store.ListDocumentsAsync(DueAllocation.Documents.Name, null, DueAllocation.IdOf(isbn, long.MaxValue), 1, cancellationToken).ConfigureAwait(false);
        return found is [{ } document] && DueAllocation.Documents.Read(document).Isbn == isbn.ToInt64();
    }
}
