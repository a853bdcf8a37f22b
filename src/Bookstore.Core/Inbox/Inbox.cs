using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Keeps what comes in, and works on it, source by source.</summary>
internal sealed class Inbox : IInbox
{
    private const int MaxSourceLength = 50;

    private const int MostCounted = 1_000;

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly Dictionary<string, InboxSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InboxQueue> _queues = new(StringComparer.Ordinal);
    private readonly UnservedWork<InboxBacklog> _unserved;

    /// <summary>Checks the sources' names.</summary>
    /// <exception cref="InvalidOperationException">A name is out of range, or two senders have the same.</exception>
    public Inbox(IReadOnlyList<INotificationSource> payments, CourierBooking couriers, DeliveryScans scans, WorkContext context, GroupCommit commit, NotifiedPayment payment, ILogger<Inbox> logger)
    {
        (_context, _commit) = (context, commit);
        var unreadable = new UnreadableNotifications(logger);
        foreach (var source in payments)
        {
            CheckName(source);
            Add(new PaymentInboxSource(source, context, payment, logger));
        }

        foreach (var (name, courier) in couriers.Notifying)
        {
            Add(new CourierInboxSource(name, courier, scans));
        }

        var removal = new InboxRemoval(context, commit, _sources.ContainsKey, logger);
        _unserved = new UnservedWork<InboxBacklog>(
            ListUnservedAsync,
            static backlog => backlog.Source,
            backlog => Log.NotificationsNotServed(logger, backlog.Source, backlog.Notifications, backlog.DueSince),
            (source, backlog) => context.Metrics.CountUnservedNotifications(source, backlog?.Notifications ?? 0),
            context.LeaseOf(context.Options.GatewayTimeout),
            context.Clock);
        Rounds =
        [
            .. _queues.Values.Select(static queue => queue.Round),
            removal.Round,
            new WorkRound(nameof(Inbox), null, context.Options.PollInterval, _unserved.LookAsync) { IsShared = false },
        ];

        void Add(InboxSource source)
        {
            if (!_sources.TryAdd(source.Name, source))
            {
                throw new InvalidOperationException($"Two senders of notifications have the name '{source.Name}'. Register it once, or give one of them another name.");
            }

            _queues.Add(source.Name, new InboxQueue(source, context, commit, unreadable, logger));
        }
    }

    /// <summary>The rounds of all sources, the removal of old entries, and the watch for sources that no host has.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Works on every notification that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <returns>How many notifications were finished, and how many removed.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

    /// <summary>Works on what has just come in, until it is stopped. Rounds find what this loses.</summary>
    public Task StartWorkers(CancellationToken stop) => Task.WhenAll(_queues.Values.Select(queue => queue.RunHandedOffAsync(stop)));

    public bool HasSource(string source) => _sources.ContainsKey(source);

    public async Task<ReceiveNotificationOutcome> ReceiveAsync(string source, IncomingNotification request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        if (!_sources.TryGetValue(source, out var known))
        {
            return ReceiveNotificationOutcome.SourceNotFound;
        }

        // The store is not asked for anything before the signature is known to be right.
        var reading = known.Read(request, _context.Clock.Time.GetUtcNow());
        if (!reading.IsAuthentic)
        {
            return ReceiveNotificationOutcome.Unauthorized;
        }

        if (reading.Body is not { } body)
        {
            return ReceiveNotificationOutcome.Ignored;
        }

        var now = await _context.Clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        if (await _commit.SubmitAsync(new ReceiveNotification(body with { ReceivedAt = now.Shown }, now.Store), cancellationToken).ConfigureAwait(false) is not { } received)
        {
            return ReceiveNotificationOutcome.Duplicate;
        }

        _queues[source].HandOff(received);
        return ReceiveNotificationOutcome.Accepted;
    }

    /// <summary>Counts the entries that are due now and whose source this host does not have. Another host may have it.</summary>
    public Task<IReadOnlyList<InboxBacklog>> CountUnservedAsync(CancellationToken cancellationToken) => _unserved.CountAsync(cancellationToken);

    public async ValueTask<Page<InboxEntry>> ListAsync(InboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        _ = query.State is { } state ? Require.Defined(state, nameof(query)) : default;
        var filter = CursorFilter.Of(query.State?.ToString());
        var found = await _context.Store.ListDocumentsAsync(InboxDocuments.Kind.Name, (int?)query.State, Cursor.ReadInboxEntry(query.After, filter), Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        var entries = new List<InboxEntry>();
        foreach (var document in found.Take(limit))
        {
            if (InboxDocuments.TryRead(document) is { } record)
            {
                entries.Add(await ShowAsync(record).ConfigureAwait(false));
            }
        }

        return new Page<InboxEntry>(entries, found.Count > limit ? Cursor.ForInboxEntry(found[limit - 1].Id.Id, filter) : null);
    }

    public async ValueTask<InboxEntry?> FindAsync(Guid entryId, CancellationToken cancellationToken = default) =>
        await _context.Store.FindDocumentAsync(InboxDocuments.Kind.IdOf(Require.Id(entryId)), cancellationToken).ConfigureAwait(false) is { } document
            ? await ShowAsync(InboxDocuments.Read(document)).ConfigureAwait(false)
            : null;

    public async Task<bool> RetryAsync(Guid entryId, CancellationToken cancellationToken = default)
    {
        var now = await _context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return await _commit.SubmitAsync(new RetryNotification(Require.Id(entryId), now), cancellationToken).ConfigureAwait(false);
    }

    // A courier may have any name: it was not made for an address.
    private static void CheckName(INotificationSource source)
    {
        if (source.Source is not { Length: >= 1 and <= MaxSourceLength } name || !name.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            throw new InvalidOperationException($"The Source of {source.GetType().Name} must be 1 to {MaxSourceLength} lower-case letters, digits and hyphens, such as stripe.");
        }
    }

    // A time of the store, as the clock of this host shows it.
    private async ValueTask<InboxEntry> ShowAsync(InboxRecord record) => new()
    {
        Id = record.Id,
        Source = record.Body.Source,
        IsServed = _sources.ContainsKey(record.Body.Source),
        Notification = record.Notification,
        State = record.State,
        Attempts = record.Body.Attempts,
        Failure = record.Body.Failure,
        ReceivedAt = record.Body.ReceivedAt,
        DueAt = await _context.Clock.ShowAsync(record.Document.DueAt.GetValueOrDefault()).ConfigureAwait(false),
    };

    // Counted up to a limit: who sees it knows enough.
    private async Task<IReadOnlyList<InboxBacklog>> ListUnservedAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = await _context.Store.ListDueDocumentsAsync(InboxDocuments.Kind.Name, null, dueAt, null, MostCounted, cancellationToken).ConfigureAwait(false);
        return [.. due.Items.Select(InboxDocuments.TryRead).OfType<InboxRecord>().Where(entry => entry.State == InboxState.Waiting && !_sources.ContainsKey(entry.Body.Source))
            .GroupBy(static entry => entry.Body.Source, StringComparer.Ordinal)
            .Select(static entries => new InboxBacklog(entries.Key, entries.Count(), entries.Min(static entry => entry.Document.DueAt)!.Value))];
    }
}
