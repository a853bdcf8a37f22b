using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The tries of all endpoints: those of this host in memory until they are stored, and those in the store. Thread-safe.</summary>
internal sealed class TryLogs(IBookstoreStore store, GroupCommit commit, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, TryLog> _logs = new();

    /// <summary>The tries of an endpoint on this host.</summary>
    public TryLog Of(Guid endpointId) => _logs.GetOrAdd(endpointId, _ => new TryLog(time));

    /// <summary>Forgets an endpoint.</summary>
    public void Forget(Guid endpointId) => _logs.TryRemove(endpointId, out _);

    /// <summary>Adds a try of the feed. It does not fail: the result of the delivery does not depend on the list of tries.</summary>
    /// <param name="endpointId">The endpoint.</param>
    /// <param name="made">The try.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="enabledAt">Since when the endpoint is enabled.</param>
    /// <param name="cancellationToken">Gives up what is read.</param>
    /// <returns>The failures since the last success; <see langword="null"/> after a success, and when those before cannot be read.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "See above.")]
    public async ValueTask<FailureRun?> AddAsync(Guid endpointId, TryBody made, DateTimeOffset now, DateTimeOffset enabledAt, CancellationToken cancellationToken)
    {
        var log = Of(endpointId);
        try
        {
            if (!made.IsSuccess && log.IsOld)
            {
                log.Know((await ReadAsync(endpointId, cancellationToken).ConfigureAwait(false))?.Failing);
            }

            return log.Add(made, now, enabledAt);
        }
        catch (Exception)
        {
            log.AddApart(made);
            return null;
        }
    }

    /// <summary>Stores the tries of the endpoints that have some, together, unless theirs were stored a moment ago.</summary>
    /// <exception cref="BookstoreException">They cannot be stored now. They stay in memory.</exception>
    public Task StoreAsync(bool all, CancellationToken cancellationToken) =>
        Task.WhenAll(_logs.Where(log => log.Value.IsDue(all)).Select(log => StoreAsync(log.Key, cancellationToken)).ToList());

    /// <summary>Stores the tries of an endpoint.</summary>
    public async Task StoreAsync(Guid endpointId, CancellationToken cancellationToken)
    {
        var log = Of(endpointId);
        var changes = log.Peek();
        if (await commit.SubmitAsync(new StoreTries(endpointId, changes), cancellationToken).ConfigureAwait(false))
        {
            log.Stored(changes);
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
        return [.. stored.With(waiting).Tries.Reverse()];
    }

    private async ValueTask<TryLogBody?> ReadAsync(Guid endpointId, CancellationToken cancellationToken) =>
        await store.FindDocumentAsync(WebhookDocuments.Tries.IdOf(endpointId), cancellationToken).ConfigureAwait(false) is { } stored ? WebhookDocuments.Tries.Read(stored) : null;
}
