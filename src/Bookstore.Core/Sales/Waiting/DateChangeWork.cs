using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Has the feed name the orders that wait for a book whose date has moved: up to 100 of them in one event, each once.</summary>
internal sealed class DateChangeWork(WorkContext context, GroupCommit commit, WaitingQueue queue, ILogger<DateChangeWork> logger)
{
    /// <summary>How many orders an event names at most.</summary>
    public const int MaxOrders = 100;

    private const int MostAtATime = 100;

    // A round ends, however long the queue is. The next one continues from there.
    private const int MostEvents = 100;

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => new("DateChanges", null, context.Options.PollInterval, RunOnceAsync);

    /// <summary>Appends the events of the date changes that are due.</summary>
    /// <returns>How many events were appended.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = await context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var due = await context.Store.ListDueDocumentsAsync(DateChange.Documents.Name, null, now, null, MostAtATime, cancellationToken).ConfigureAwait(false);
        var told = 0;
        foreach (var document in due.Items)
        {
            try
            {
                told += await TellAsync(document, cancellationToken).ConfigureAwait(false);
            }
            catch (BookstoreStoreException fault) when (fault.RecordId is not null)
            {
                // It delays no other book.
                Log.DateChangeNotTold(logger, document.Id.Id, fault);
            }
        }

        return told;
    }

    private async Task<int> TellAsync(DocumentRecord due, CancellationToken cancellationToken)
    {
        var told = 0;
        var document = due;
        while (document is not null && told < MostEvents)
        {
            var change = DateChange.Documents.Read(document);
            var waiting = await queue.ListAsync(Isbn.FromStored(change.Isbn), change.After, MaxOrders, cancellationToken).ConfigureAwait(false);
            var isLast = waiting.Count < MaxOrders;
            told += await commit.SubmitAsync(new TellDateChange(document, change, waiting, isLast, context.Clock.Time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false) ? 1 : 0;
            document = isLast ? null : await context.Store.FindDocumentAsync(document.Id, cancellationToken).ConfigureAwait(false);
        }

        return told;
    }
}
