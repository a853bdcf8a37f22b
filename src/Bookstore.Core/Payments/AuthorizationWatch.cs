using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The rounds over held amounts whose authorization ends soon, or has ended.</summary>
internal sealed class AuthorizationWatch
{
    private const int PageSize = 200;

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly DueRound _due;

    public AuthorizationWatch(WorkContext context, GroupCommit commit, ILogger logger)
    {
        (_context, _commit) = (context, commit);
        var items = new RoundItems(nameof(AuthorizationWatch), PageSize, context.Options.PollInterval, context.Clock.Time, logger);
        _due = new DueRound(context.Clock, () => context.LeaseOf(context.Options.GatewayTimeout), PageSize, items);
        Round = new WorkRound(nameof(AuthorizationWatch), null, context.Options.PollInterval, RunOnceAsync);
    }

    /// <summary>The round.</summary>
    public WorkRound Round { get; }

    private Task<int> RunOnceAsync(CancellationToken cancellationToken) => _due.RunAsync(
        (now, after, limit) => _context.Store.ListDueDocumentsAsync(AuthorizationEndBody.Documents.Name, null, now, after, limit, cancellationToken),
        static watched => new RoundItem(watched.Id.Id),
        async (watched, _, now) =>
        {
            var operation = new EndAuthorization(watched, new Moment(_context.Clock.Time.GetUtcNow(), now));
            return await _commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Untouched;
        },
        waits: true,
        cancellationToken);
}
