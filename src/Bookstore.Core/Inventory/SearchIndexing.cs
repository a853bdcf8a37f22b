using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Writes the search words of books again that are of an older version of this library, a few books at a time.</summary>
/// <remarks>
/// <para>
/// Thread-safe. Each book says of which version its words are, so a round that was stopped, or whose
/// process was killed, continues where it was; several hosts may do it at once. Until a book's turn comes it is found as before.
/// </para>
/// <para>
/// Between two commits it rests for three times as long as the last one took, so that others have the store to themselves most of the time. It logs its
/// beginning, its progress each 10 seconds, and its end.
/// </para>
/// <para>A book that cannot be written is logged and retried after growing pauses; the others continue.</para>
/// </remarks>
internal sealed class SearchIndexing
{
    private const int PageSize = 256;
    private const int Rest = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random;
    private readonly Setbacks _setbacks;
    private int _newestSeen = SearchWords.Version;

    public SearchIndexing(WorkContext context, GroupCommit commit, ILogger<SearchIndexing> logger)
    {
        (_context, _commit, _logger) = (context, commit, logger);
        _time = context.Clock.Time;
        _random = new Random(context.Host.Id.GetHashCode());
        _setbacks = new Setbacks(Interval, _time);
        Round = new WorkRound(nameof(SearchIndexing), null, Interval, RunOnceAsync) { IsShared = false };
    }

    /// <summary>The rounds for what has become outdated.</summary>
    public WorkRound Round { get; }

    /// <summary>Writes the words of all books again that are of an older version now.</summary>
    /// <param name="cancellationToken">Stops between two commits.</param>
    /// <returns>How many books' words were written.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var state = await _context.Store.ReadSearchIndexAsync(SearchWords.Version, cancellationToken).ConfigureAwait(false);
        WarnOfNewerWords(state.Newest);
        if (state.Outdated == 0)
        {
            return 0;
        }

        var round = new IndexingRound(_setbacks, _time, _logger, state.Outdated);
        while (!round.IsOver && await NextSliceAsync(round, cancellationToken).ConfigureAwait(false) is { Count: > 0 } slice)
        {
            round.Begin();
            var taken = await WriteAsync(round, slice, cancellationToken).ConfigureAwait(false);
            await RestAsync(Rest * taken, cancellationToken).ConfigureAwait(false);
            round.LogProgress();
        }

        round.End();
        return round.Done;
    }

    // One of the next slices by chance, so that several hosts seldom do the same. Of heavy books a commit writes only the first; the others are listed again.
    // A page of which all books were tried, or wait after a failure, is passed over.
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It only spreads work.")]
    private async Task<IReadOnlyList<Isbn>> NextSliceAsync(IndexingRound round, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await _context.Store.ListOutdatedBooksAsync(SearchWords.Version, round.After, PageSize, cancellationToken).ConfigureAwait(false);
            var books = round.Untried(page);
            if (books.Count > 0 || page.Count == 0)
            {
                var slices = (books.Count + IndexBooks.MaxBooks - 1) / IndexBooks.MaxBooks;
                return slices < 2 ? books : [.. books.Skip(IndexBooks.MaxBooks * _random.Next(slices)).Take(IndexBooks.MaxBooks)];
            }

            round.After = page[^1];
        }
    }

    // Books that cannot be written together are tried alone, so that the one at fault keeps no other waiting.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "One bad book must not keep the others waiting.")]
    private async Task<TimeSpan> WriteAsync(IndexingRound round, IReadOnlyList<Isbn> slice, CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = _time.GetTimestamp();
            try
            {
                round.Add(slice, await _commit.SubmitAsync(new IndexBooks(slice), cancellationToken).ConfigureAwait(false));
                return _time.GetElapsedTime(began);
            }
            catch (BookstoreOverloadedException)
            {
                await RestAsync(_context.Options.PollInterval, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!round.IsEndedBy(exception, cancellationToken))
            {
                if (slice.Count == 1)
                {
                    round.AddFailed(slice[0], exception);
                    return _time.GetElapsedTime(began);
                }

                var taken = _time.GetElapsedTime(began);
                foreach (var book in slice)
                {
                    taken += await WriteAsync(round, [book], cancellationToken).ConfigureAwait(false);
                }

                return taken;
            }
        }
    }

    private Task RestAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? Task.Delay(time, _time, cancellationToken) : Task.CompletedTask;

    private void WarnOfNewerWords(int newest)
    {
        if (newest > _newestSeen)
        {
            _newestSeen = newest;
            Log.NewerWords(_logger, newest, SearchWords.Version);
        }
    }
}
