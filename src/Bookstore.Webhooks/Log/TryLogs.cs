using System.Collections.Concurrent;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The tries of all endpoints: those of this host in memory until they are stored, and those in the store. Thread-safe.</summary>
internal sealed class TryLogs(IBookstoreStore store, GroupCommit commit, TimeProvider time)
{
    // How often tries of an endpoint are stored at most.
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, TryLog> _logs = new();

    /// <summary>The tries of an endpoint on this host.</summary>
    public TryLog Of(Guid endpointId) => _logs.GetOrAdd(endpointId, static _ => new TryLog());

    /// <summary>Forgets an endpoint.</summary>
    public void Forget(Guid endpointId) => _logs.TryRemove(endpointId, out _);

    /// <summary>Adds a try of the feed.</summary>
    /// <returns>Since when every try has failed; <see langword="null"/> after a success.</returns>
    public async ValueTask<DateTimeOffset?> AddAsync(Guid endpointId, TryBody made, CancellationToken cancellationToken)
    {
        var log = Of(endpointId);
        if (log.IsOld(made.At))
        {
            log.Know((await ReadAsync(endpointId, cancellationToken).ConfigureAwait(false))?.FailingSince, made.At);
        }

        return log.Add(made);
    }

    /// <summary>Stores the tries of the endpoints that have some, unless theirs were stored a moment ago.</summary>
    /// <exception cref="BookstoreException">They cannot be stored now. They stay in memory.</exception>
    public async Task StoreAsync(bool all, CancellationToken cancellationToken)
    {
        foreach (var (endpointId, log) in _logs)
        {
            if (log.HasWaiting && (all || time.GetUtcNow() - log.StoredAt >= StoreEvery))
            {
                await StoreAsync(endpointId, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stores the tries of an endpoint.</summary>
    public async Task StoreAsync(Guid endpointId, CancellationToken cancellationToken)
    {
        var log = Of(endpointId);
        var (tries, failingSince) = log.Peek();
        if (await commit.SubmitAsync(new StoreTries(endpointId, tries, failingSince), cancellationToken).ConfigureAwait(false))
        {
            log.Stored(tries, time.GetUtcNow());
        }
        else
        {
            Forget(endpointId);
        }
    }

    /// <summary>The last tries of an endpoint, newest first, with those of this host that are not stored yet.</summary>
    public async ValueTask<IReadOnlyList<TryBody>> ListAsync(Guid endpointId, CancellationToken cancellationToken)
    {
        var waiting = _logs.TryGetValue(endpointId, out var log) ? log.Peek().Tries : [];
        var stored = await ReadAsync(endpointId, cancellationToken).ConfigureAwait(false) ?? new TryLogBody();
        var next = stored.Next;
        return [.. stored.Tries.Concat(waiting.Select(one => one with { Number = next++ })).TakeLast(TryLog.MaxTries).Reverse()];
    }

    private async ValueTask<TryLogBody?> ReadAsync(Guid endpointId, CancellationToken cancellationToken) =>
        await store.FindDocumentAsync(WebhookDocuments.Tries.IdOf(endpointId), cancellationToken).ConfigureAwait(false) is { } stored ? WebhookDocuments.Tries.Read(stored) : null;
}
