using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The notifications of one source that are due: has the sender of each asked.</summary>
/// <remarks>A source that is slow delays its own notifications alone. Documents are not searched by source: each queue passes over those of the others, see <see cref="DueOfOthers"/>.</remarks>
internal sealed class InboxQueue : IDurableWork<InboxRecord, InboxRecord>
{
    private const int MaxAttempts = 10;

    private const int Concurrency = 8;

    // What finds no room is found by the next round.
    private const int Room = 1_024;

    private readonly InboxSource _source;
    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly ILogger _logger;
    private readonly UnreadableNotifications _unreadable;
    private readonly DueOfOthers _others;
    private readonly WorkDriver<InboxRecord, InboxRecord> _driver;
    private readonly Channel<InboxRecord> _handedOff;
    private volatile bool _isRunning;

    public InboxQueue(InboxSource source, WorkContext context, GroupCommit commit, UnreadableNotifications unreadable, ILogger logger)
    {
        (_source, _context, _commit, _unreadable, _logger) = (source, context, commit, unreadable, logger);
        _others = new DueOfOthers(context.Clock.Time);
        Kind = new WorkKind(nameof(Inbox), source.Name, source.LongestCall) { Concurrency = Concurrency };
        _driver = new WorkDriver<InboxRecord, InboxRecord>(this, context, logger);
        _handedOff = Channel.CreateBounded<InboxRecord>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.Wait, AllowSynchronousContinuations = context.Options.WritePath.ContinuesInline });
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => _driver.Round;

    /// <summary>Has this host work on an entry at once, if its background work runs and has room.</summary>
    public void HandOff(InboxRecord received)
    {
        if (_isRunning)
        {
            _handedOff.Writer.TryWrite(received);
        }
    }

    /// <summary>Begins to work on what <see cref="HandOff"/> gives, until it is stopped.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The entry is on record and a round finds it; a loop that ended here would not begin the next one.")]
    public async Task RunHandedOffAsync(CancellationToken stop)
    {
        _isRunning = true;
        try
        {
            await foreach (var received in _handedOff.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                try
                {
                    await _driver.BeginAsync(received, stop).ConfigureAwait(false);
                }
                catch (Exception exception) when (!stop.IsCancellationRequested)
                {
                    Log.BackgroundRoundFailed(_logger, Kind.Name, exception);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What waits is on record, and is found by the rounds of the next start.
        }

        _isRunning = false;
    }

    /// <inheritdoc/>
    public RoundItem ItemOf(InboxRecord due) => new(due.Id, due.Body.Fence);

    /// <inheritdoc/>
    public async ValueTask<KeysetPage<InboxRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var start = _others.Start(after);
        var due = await _context.Store.ListDueDocumentsAsync(InboxDocuments.Kind.Name, null, now, start, limit, cancellationToken).ConfigureAwait(false);
        InboxRecord[] own = [.. due.Items.Select(TryRead).OfType<InboxRecord>().Where(entry => entry.State == InboxState.Waiting && string.Equals(entry.Body.Source, Kind.Part, StringComparison.Ordinal))];
        _others.Note(start, due.Next, own.Length, now);
        return new KeysetPage<InboxRecord, DuePosition>(own, due.Next);
    }

    /// <inheritdoc/>
    public async ValueTask<Leased<InboxRecord>?> AcquireAsync(InboxRecord due, DateTimeOffset now, TimeSpan lease, Leased<InboxRecord>? held = null)
    {
        var until = (await _context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false)).Plus(lease);
        var acquired = await _commit.SubmitAsync(new AcquireNotification(due, now, until, held?.Fence), CancellationToken.None).ConfigureAwait(false);
        return acquired is null ? null : new Leased<InboxRecord>(acquired, acquired.Body.Fence, until);
    }

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(InboxRecord record, DateTimeOffset now)
    {
        var (answer, failure) = await TryAskAsync(record).ConfigureAwait(false);
        var at = await _context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        var body = record.Body with { Attempts = record.Body.Attempts + 1, Failure = answer.Failure };
        var isParked = answer.Failure is not null && body.Attempts >= MaxAttempts;
        var next = answer.IsDone || isParked
            ? record.With(body, answer.IsDone ? InboxState.Done : InboxState.Parked, at.Plus(InboxDocuments.Retention))
            : record.With(body, InboxState.Waiting, at.Plus(Backoff.After(record.Body.Attempts, _context.Options.PollInterval)));
        if (await _commit.SubmitAsync(new RecordNotification(record, next), CancellationToken.None).ConfigureAwait(false) && answer.Failure is not null)
        {
            Report(record, body.Attempts, isParked, answer.Failure, failure);
        }

        return answer.IsDone ? ItemOutcome.Done : ItemOutcome.Postponed;
    }

    // A document that cannot be read delays no other.
    private InboxRecord? TryRead(DocumentRecord document)
    {
        try
        {
            return InboxDocuments.Read(document);
        }
        catch (BookstoreStoreException fault)
        {
            _unreadable.Note(document.Id.Id, fault);
            return null;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A source is the application's own code and may throw anything: the notification is retried, and parked in the end.")]
    private async ValueTask<(InboxAnswer Answer, Exception? Failure)> TryAskAsync(InboxRecord record)
    {
        try
        {
            return (await _source.AskAsync(record).ConfigureAwait(false), null);
        }
        catch (BookstoreStoreException)
        {
            throw;
        }
        catch (Exception exception)
        {
            return (InboxAnswer.Failed(exception.GetType().Name), exception);
        }
    }

    private void Report(InboxRecord record, int attempts, bool isParked, string code, Exception? failure)
    {
        if (isParked)
        {
            Log.NotificationParked(_logger, record.Body.Source, record.Id, attempts, code, failure);
        }
        else
        {
            Log.NotificationPostponed(_logger, record.Body.Source, record.Id, attempts, code, failure);
        }
    }
}
