using Bookstore.Onix.Reading;
using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>One import of one message, from its beginning or from where an earlier run was stopped.</summary>
internal sealed class ImportRun
{
    private const int MaxReferenceLength = 100;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    // What is further ahead than any time zone is a mistake: it would keep all later messages out.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private readonly OnixImportOptions _options;
    private readonly IProgress<OnixImportProgress>? _progress;
    private readonly BookMapping _mapping;
    private readonly RecordWriter _writer;

    private ImportTally _tally = new();
    private Feed _feed = null!;
    private Guid? _message;
    private bool _continues;
    private bool _restarts;
    private long _content;
    private long _done;
    private long _doneContent;
    private long _saved;
    private long _continuedAfter;
    private long _bytesBefore;

    public ImportRun(IBookstoreStore store, GroupCommit commit, BookstoreOptions shop, TimeProvider time, OnixImportOptions options, IProgress<OnixImportProgress>? progress)
    {
        (_store, _commit, _time, _options, _progress) = (store, commit, time, options, progress);
        _mapping = new BookMapping(options, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), shop.OtherArticles);
        _writer = new RecordWriter(commit, time, OnEnded);
    }

    public async Task<OnixImportReport> RunAsync(CancellationToken cancellationToken)
    {
        string? fault = null;
        try
        {
            // A second time where the file is another one than before the interruption.
            while (!await TryPassAsync(cancellationToken).ConfigureAwait(false))
            {
                _restarts = true;
            }
        }
        catch (OnixException broken)
        {
            fault = broken.Message;
            await _writer.EndAllAsync(cancellationToken).ConfigureAwait(false);
            await SaveAsync(isComplete: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await _writer.SettleAsync().ConfigureAwait(false);
            throw;
        }

        Report();
        return _tally.ToReport(_feed?.Message ?? new OnixMessage()) with { Fault = fault, ContinuedAfter = _continuedAfter, Bytes = Bytes };
    }

    private long Bytes => _bytesBefore + (_feed?.Bytes ?? 0);

    // Returns false when the file has to be read again from its beginning.
    private async Task<bool> TryPassAsync(CancellationToken cancellationToken)
    {
        _bytesBefore = Bytes;
        (_tally, _message, _content, _done, _doneContent, _saved, _continues, _continuedAfter) = (new ImportTally(), null, 0, 0, 0, 0, false, 0);
        var stream = await _options.Open(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var feed = _feed = await Feed.OpenAsync(stream, _options.Reader ?? new OnixReaderOptions(), cancellationToken).ConfigureAwait(false);
            while (await feed.NextAsync(cancellationToken).ConfigureAwait(false) is { } record)
            {
                if (record.Number == 1 && !await TryBeginAsync(cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }

                if (record.Number > _continuedAfter || record.Number == 0)
                {
                    await TakeAsync(record, cancellationToken).ConfigureAwait(false);
                }
            }

            await _writer.EndAllAsync(cancellationToken).ConfigureAwait(false);
            await SaveAsync(isComplete: true, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    // With the first record it is known which message it is, and whether an earlier run came further.
    private async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        var message = MessageIdentity.Of(_feed.Message, _feed.Content);
        _message = message;
        if (_options.DryRun)
        {
            return true;
        }

        var stored = await _store.FindDocumentAsync(ImportState.Documents.IdOf(message), cancellationToken).ConfigureAwait(false);
        var state = stored is null ? null : ImportState.Documents.Read(stored);
        _continues = state is { IsComplete: false };
        if (state is not { IsComplete: false, Records: > 0 } || _restarts)
        {
            await SaveAsync(isComplete: false, cancellationToken).ConfigureAwait(false);
            return true;
        }

        var content = TextHash.Add(0, _feed.Content);
        for (var number = 1L; number < state.Records; number++)
        {
            if (!await _feed.SkipAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            content = TextHash.Add(content, _feed.Content);
        }

        if (content != state.Content)
        {
            return false;
        }

        _tally.ContinueFrom(state);
        (_content, _done, _doneContent, _saved, _continuedAfter) = (content, state.Records, content, state.Records, state.Records);
        return true;
    }

    private async ValueTask TakeAsync(OnixRecord record, CancellationToken cancellationToken)
    {
        _content = record.Number == 0 ? _content : TextHash.Add(_content, _feed.Content);
        var isbn = record.Product?.FindArticle();
        var written = new WrittenRecord(record.Number, _content, record.Line, MappedText.Fit(record.RecordReference, MaxReferenceLength), isbn?.ToString(), RefusalOf(record, isbn));
        if (written.Result.Outcome == ImportOutcome.Refused)
        {
            await _writer.AddAsync(written, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ApplyAsync(written, new RecordChange(isbn!.Value, record.Product!, StampOf(record), _mapping), cancellationToken).ConfigureAwait(false);
        }

        if (_done - _saved >= _options.RecordsPerCheckpoint)
        {
            await SaveAsync(isComplete: false, cancellationToken).ConfigureAwait(false);
            Report();
        }
    }

    private async ValueTask ApplyAsync(WrittenRecord written, RecordChange change, CancellationToken cancellationToken)
    {
        if (!_options.DryRun)
        {
            await _writer.AddAsync(written, change, cancellationToken).ConfigureAwait(false);
            return;
        }

        var listing = await _store.FindBookAsync(change.Isbn, cancellationToken).ConfigureAwait(false);
        var stored = await _store.FindDocumentAsync(SourceStamp.IdOf(change.Isbn), cancellationToken).ConfigureAwait(false);
        OnEnded(written with { Result = change.Decide(listing?.Book, stored is null ? null : SourceStamp.Documents.Read(stored)) });
    }

    private SourceStamp StampOf(OnixRecord record) => new()
    {
        RecordedAt = Believed(record.Product!.RecordedAt),
        SentAt = Believed(record.Message.SentAt),
        Message = _message!.Value,
        Number = record.Number,
        Content = _feed.Content,
    };

    private DateTimeOffset? Believed(DateTimeOffset? time) => time > _time.GetUtcNow() + MaxAhead ? null : time;

    private static RecordResult RefusalOf(OnixRecord record, Isbn? isbn)
    {
        var (code, reason) = record switch
        {
            { Refusal: { } refusal } => (RefusalCodes.Of(refusal.Code), refusal.Reason),
            { Product.NotificationType: OnixNotificationTypes.Test or OnixNotificationTypes.TestUpdate } => ("test_record", "The record is a test and not meant to be used."),
            _ when isbn is null => ("no_isbn", "The record has no valid ISBN, and no number of another article."),
            _ when isbn is { Kind: ArticleKind.InStore } => ("in_store_number", "The number is one that each shop gives its own articles: the same number is another article in another shop."),
            _ => (null, string.Empty),
        };
        return code is null ? new RecordResult(ImportOutcome.Unchanged) : new RecordResult(ImportOutcome.Refused) { Code = code, Reason = reason };
    }

    private void OnEnded(WrittenRecord record)
    {
        var result = record.Result;
        if (result.Outcome == ImportOutcome.Refused)
        {
            _tally.Refuse(new OnixImportRefusal(record.Line, record.RecordReference, record.Isbn, result.Code, result.Reason));
        }
        else
        {
            // What a run that was stopped had written after its last checkpoint counts as what it did then.
            _tally.Add(result.IsOfSameMessage || (result.IsRepeated && !_continues) ? ImportOutcome.Unchanged : result.Outcome);
        }

        (_done, _doneContent) = record.Number == 0 ? (_done, _doneContent) : (record.Number, record.Content);
    }

    private async Task SaveAsync(bool isComplete, CancellationToken cancellationToken)
    {
        if (_options.DryRun || _message is not { } message)
        {
            return;
        }

        _saved = _done;
        var state = _tally.ToState(_done, _doneContent, isComplete);
        await _commit.SubmitAsync(new SaveImportState(message, state, _time.GetUtcNow() + Retention, _restarts), cancellationToken).ConfigureAwait(false);
    }

    private void Report() => _progress?.Report(new OnixImportProgress(_done, _tally.Refused, Bytes));
}
