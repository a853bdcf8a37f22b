using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Keeps what comes in, and works on it, source by source.</summary>
internal sealed class Inbox : IInbox
{
    private const int MaxSourceLength = 50;

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly Dictionary<string, INotificationSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InboxQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Checks the sources' names.</summary>
    /// <exception cref="InvalidOperationException">A name is out of range, or two sources have the same.</exception>
    public Inbox(IReadOnlyList<INotificationSource> sources, WorkContext context, GroupCommit commit, IOrderWorkflow workflow, OrderReconciliation reconciliation, ILogger<Inbox> logger)
    {
        (_context, _commit) = (context, commit);
        var unreadable = new UnreadableNotifications(logger);
        foreach (var source in sources)
        {
            var name = source.Source;
            if (name is not { Length: >= 1 and <= MaxSourceLength } || !name.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
            {
                throw new InvalidOperationException($"The Source of {source.GetType().Name} must be 1 to {MaxSourceLength} lower-case letters, digits and hyphens, such as stripe.");
            }

            if (!_sources.TryAdd(name, source))
            {
                throw new InvalidOperationException($"Two sources of notifications have the name '{name}'. Register it once, or give one of them another name.");
            }

            _queues.Add(name, new InboxQueue(source, context, commit, new NotifiedPayment(workflow, reconciliation), unreadable, logger));
        }

        Rounds = [.. _queues.Values.Select(static queue => queue.Round)];
    }

    /// <summary>The rounds of all sources.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Works on every notification that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <returns>How many notifications were finished, and how many removed.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

    /// <summary>Works on what has just come in, until it is stopped. Rounds find what this loses.</summary>
    public Task StartWorkers(CancellationToken stop) => Task.WhenAll(_queues.Values.Select(queue => queue.RunHandedOffAsync(stop)));

    public async Task<ReceiveNotificationOutcome> ReceiveAsync(string source, IncomingNotification request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        if (!_sources.TryGetValue(source, out var known))
        {
            return ReceiveNotificationOutcome.SourceNotFound;
        }

        var reading = known.Read(request);
        if (!reading.IsAuthentic)
        {
            return ReceiveNotificationOutcome.Unauthorized;
        }

        if (reading.Notification is not { } notification)
        {
            return ReceiveNotificationOutcome.Ignored;
        }

        var now = await _context.Clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        if (await _commit.SubmitAsync(new ReceiveNotification(source, notification, now), cancellationToken).ConfigureAwait(false) is not { } received)
        {
            return ReceiveNotificationOutcome.Duplicate;
        }

        _queues[source].HandOff(received);
        return ReceiveNotificationOutcome.Accepted;
    }

    public async ValueTask<IReadOnlyList<InboxEntry>> ListParkedAsync(Guid? after = null, int limit = 100, CancellationToken cancellationToken = default)
    {
        var parked = await _context.Store.ListDocumentsAsync(InboxDocuments.Kind.Name, (int)InboxState.Parked, after, Require.Limit(limit), cancellationToken).ConfigureAwait(false);
        return [.. parked.Select(static document => InboxDocuments.EntryOf(InboxDocuments.Read(document)))];
    }

    public async Task<bool> RetryAsync(Guid entryId, CancellationToken cancellationToken = default)
    {
        var now = await _context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return await _commit.SubmitAsync(new RetryNotification(Require.Id(entryId), now), cancellationToken).ConfigureAwait(false);
    }
}
