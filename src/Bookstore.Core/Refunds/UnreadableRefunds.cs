using System.Collections.Concurrent;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Tells of due refunds that cannot be read: each is logged once by a host, and its order is listed as one that needs a person. Thread-safe.</summary>
internal sealed class UnreadableRefunds(WorkContext context, GroupCommit commit, ILogger logger)
{
    // More than so many are damage of another kind; the first of them say enough.
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<Guid, bool> _told = new();

    public async ValueTask NoteAsync(DocumentRecord document, BookstoreStoreException fault)
    {
        if (_told.Count >= Most || !_told.TryAdd(document.Id.Id, true))
        {
            return;
        }

        Log.RefundUnreadable(logger, document.Id.Id, document.OwnerId, fault);
        if (document.OwnerId is not { } orderId)
        {
            return;
        }

        try
        {
            var now = await context.Clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
            await commit.SubmitAsync(new NoteUnreadableRefund(orderId, now), CancellationToken.None).ConfigureAwait(false);
        }
        catch (BookstoreException)
        {
            // The next round tries again, and logs it again.
            _told.TryRemove(document.Id.Id, out _);
        }
    }
}
