using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Removes entries 30 days after their last change, of every source: those that are done or parked, and those that wait for a source that this host does not have.</summary>
internal sealed class InboxRemoval
{
    private const int PageSize = 200;

    // The rest waits for the next round.
    private const int MostOfRound = 1_000;

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly Func<string, bool> _serves;
    private readonly PurgeHorizon _horizon;
    private readonly DueOfOthers _others;
    private readonly DueRound _due;

    public InboxRemoval(WorkContext context, GroupCommit commit, Func<string, bool> serves, ILogger logger)
    {
        (_context, _commit, _serves) = (context, commit, serves);
        _others = new DueOfOthers(context.Clock.Time);
        _horizon = new PurgeHorizon(context, InboxDocuments.Retention);
        var items = new RoundItems(nameof(InboxRemoval), PageSize, context.Options.PollInterval, context.Clock.Time, logger);
        _due = new DueRound(context.Clock, () => context.LeaseOf(context.Options.GatewayTimeout), PageSize, items, MostOfRound);
        Round = new WorkRound(nameof(InboxRemoval), null, context.Options.HousekeepingInterval, RunOnceAsync);
    }

    /// <summary>The round.</summary>
    public WorkRound Round { get; }

    private Task<int> RunOnceAsync(CancellationToken cancellationToken) => _due.RunAsync(
        (now, after, limit) => ListAsync(_horizon.Advance(now), after, limit, cancellationToken),
        static document => new RoundItem(document.Id.Id),
        async (document, _, _) => await _commit.SubmitAsync(new RemoveDocument(document), cancellationToken).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Untouched,
        waits: true,
        cancellationToken);

    private async ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListAsync(DateTimeOffset horizon, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var start = _others.Start(after);
        var due = await _context.Store.ListDueDocumentsAsync(InboxDocuments.Kind.Name, null, horizon, start, limit, cancellationToken).ConfigureAwait(false);
        DocumentRecord[] over = [.. due.Items.Where(document => IsOver(document, horizon))];
        _others.Note(start, due.Next, over.Length, horizon);
        return new KeysetPage<DocumentRecord, DuePosition>(over, due.Next);
    }

    // What waits is due from the time that it came in.
    private bool IsOver(DocumentRecord document, DateTimeOffset horizon) => InboxDocuments.TryRead(document) is { } entry
        && (entry.State != InboxState.Waiting || (!_serves(entry.Body.Source) && document.DueAt <= horizon.Minus(InboxDocuments.Retention)));
}
