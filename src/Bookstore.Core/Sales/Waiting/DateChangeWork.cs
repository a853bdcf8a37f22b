using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Has the feed name the orders that wait for a book whose date has moved, or for the end of its embargo: up to 100 of them in one event.</summary>
internal sealed class DateChangeWork(WorkContext context, GroupCommit commit, WaitingQueue queue, ILogger<DateChangeWork> logger)
{
    /// <summary>How many orders an event names at most.</summary>
    public const int MaxOrders = 100;

    private const int MostAtATime = 100;

    // A round ends, however many orders there are. The next one continues from there.
    private const int MostSlices = 100;

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
                told += await TellAsync(document, now, cancellationToken).ConfigureAwait(false);
            }
            catch (BookstoreStoreException fault) when (fault.RecordId is not null)
            {
                // It delays no other book.
                Log.DateChangeNotTold(logger, document.Id.Id, fault);
            }
        }

        return told;
    }

    private async Task<int> TellAsync(DocumentRecord due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = 0;
        var document = due;
        for (var slice = 0; document is not null && slice < MostSlices; slice++)
        {
            var change = DateChange.Documents.Read(document);
            var (orders, next) = change.IsQueueDone ? await NextAllocatedAsync(change, now, cancellationToken).ConfigureAwait(false) : await NextWaitingAsync(change, cancellationToken).ConfigureAwait(false);
            told += await commit.SubmitAsync(new TellDateChange(document, change, orders, next, context.Clock.Time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false) ? 1 : 0;
            document = next is null ? null : await context.Store.FindDocumentAsync(document.Id, cancellationToken).ConfigureAwait(false);
        }

        return told;
    }

    private async Task<(IReadOnlyList<Guid> Orders, DateChange? Next)> NextWaitingAsync(DateChange change, CancellationToken cancellationToken)
    {
        var waiting = await queue.ListAsync(Isbn.FromStored(change.Isbn), change.After, MaxOrders, cancellationToken).ConfigureAwait(false);
        return
        (
            [.. waiting.Select(static line => line.OwnerId!.Value)],
            waiting.Count == MaxOrders ? change with { After = waiting[^1].Id.Id } : change.NamesAllocated ? change with { IsQueueDone = true } : null
        );
    }

    // Who has copies of a book is in its movements: those that reserved them, back to the time when none were reserved.
    private async Task<(IReadOnlyList<Guid> Orders, DateChange? Next)> NextAllocatedAsync(DateChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!change.IsOfEmbargoAfter(now))
        {
            return ([], null);
        }

        var isbn = Isbn.FromStored(change.Isbn);
        var page = await context.Store.ListMovementsAsync(isbn, change.Movement, MaxOrders, cancellationToken).ConfigureAwait(false);
        var holders = new HashSet<Guid>();
        var isLast = page.Next is null;
        foreach (var movement in page.Items)
        {
            if (movement is { ReservedChange: > 0, CauseId: { } holder })
            {
                holders.Add(holder);
            }

            if (movement.ReservedAfter == movement.ReservedChange)
            {
                isLast = true;
                break;
            }
        }

        var orders = new List<Guid>();
        foreach (var holder in holders)
        {
            if (await context.Store.FindOrderAsync(holder, cancellationToken).ConfigureAwait(false) is { } found && WaitsForEmbargo(found.Order, isbn))
            {
                orders.Add(holder);
            }
        }

        return (orders, isLast ? null : change with { Movement = page.Next });
    }

    // Orders that wait for copies as well were named with the queue.
    private static bool WaitsForEmbargo(Order order, Isbn isbn) => order.Status is OrderStatus.Pending or OrderStatus.Created
        && order.Lines.Any(line => line.Isbn == isbn && line.Waiting == 0 && line.Cancelled + line.Dispatched < line.Quantity);
}
