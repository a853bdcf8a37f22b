using System.Collections.Concurrent;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Tells of due notifications that cannot be read: each is logged once by a host, whichever queue finds it. Thread-safe.</summary>
internal sealed class UnreadableNotifications(ILogger logger)
{
    // More than so many are damage of another kind; the first of them say enough.
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<Guid, bool> _told = new();

    public void Note(Guid entryId, BookstoreStoreException fault)
    {
        if (_told.Count < Most && _told.TryAdd(entryId, true))
        {
            Log.NotificationUnreadable(logger, entryId, fault);
        }
    }
}
