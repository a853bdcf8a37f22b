using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Allocates copies that became free, by a cancellation for example, to the orders that wait for them: those that came in first are served first.</summary>
/// <remarks>Copies that come in are allocated in the commit that receives them; what is left of more orders than one commit takes is done here. Two hosts may do the same at a time: each copy is allocated once.</remarks>
internal sealed class AllocationWork(WorkContext context, GroupCommit commit, IWaitingQueue queue, ILogger<AllocationWork> logger)
{
    private const int MostAtATime = 100;

    // A round ends, also while copies keep coming in.
    private const int MostSlices = 200;

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => new("Allocation", null, context.Options.PollInterval, RunOnceAsync);

    /// <summary>Allocates what is on hand for the books that are due.</summary>
    /// <returns>To how many orders copies were allocated.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = await context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var due = await context.Store.ListDueDocumentsAsync(DueAllocation.Documents.Name, null, now, null, MostAtATime, cancellationToken).ConfigureAwait(false);
        var allocated = 0;
        foreach (var document in due.Items)
        {
            try
            {
                allocated += await AllocateAsync(document, Isbn.FromStored(DueAllocation.Documents.Read(document).Isbn), cancellationToken).ConfigureAwait(false);
            }
            catch (BookstoreStoreException fault) when (fault.RecordId is not null)
            {
                // It delays no other book.
                Log.AllocationFailed(logger, document.Id.Id, fault);
            }
        }

        return allocated;
    }

    private async Task<int> AllocateAsync(DocumentRecord due, Isbn isbn, CancellationToken cancellationToken)
    {
        var allocated = 0;
        for (var slice = 0; slice < MostSlices; slice++)
        {
            var waiting = await queue.ReadAsync(isbn, cancellationToken).ConfigureAwait(false);
            var result = await commit.SubmitAsync(new AllocateCopies(isbn, due, waiting, context.Clock.Time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            allocated += result.Orders;
            if (result.IsDone || result.Orders == 0)
            {
                break;
            }
        }

        return allocated;
    }
}
