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
/// </remarks>
internal sealed class SearchIndexing
{
    private const int PageSize = 256;
    private const int Rest = 3;

    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random;
    private int _newestSeen = SearchWords.Version;

    public SearchIndexing(WorkContext context, GroupCommit commit, ILogger<SearchIndexing> logger)
    {
        (_context, _commit, _logger) = (context, commit, logger);
        _time = context.Clock.Time;
        _random = new Random(context.Host.Id.GetHashCode());
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

        Log.IndexingBegun(_logger, state.Outdated, SearchWords.Version);
        var began = _time.GetTimestamp();
        var done = await IndexAsync(state.Outdated, cancellationToken).ConfigureAwait(false);
        Log.IndexingEnded(_logger, done, _time.GetElapsedTime(began));
        return done;
    }

    // What other hosts add or do meanwhile is left to the next round: this one ends.
    private async Task<int> IndexAsync(long outdated, CancellationToken cancellationToken)
    {
        var done = 0;
        var logged = _time.GetTimestamp();
        while (done < outdated)
        {
            var slice = await NextSliceAsync(cancellationToken).ConfigureAwait(false);
            if (slice.Count == 0)
            {
                break;
            }

            var (books, taken) = await WriteAsync(slice, cancellationToken).ConfigureAwait(false);
            await RestAsync(Rest * taken, cancellationToken).ConfigureAwait(false);
            done += books;
            if (_time.GetElapsedTime(logged) >= LogInterval)
            {
                Log.IndexingGoesOn(_logger, done, outdated);
                logged = _time.GetTimestamp();
            }
        }

        return done;
    }

    // One of the next slices by chance, so that several hosts seldom do the same. Of heavy books a commit writes only the first; the others are listed again.
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It only spreads work.")]
    private async Task<IReadOnlyList<Isbn>> NextSliceAsync(CancellationToken cancellationToken)
    {
        var page = await _context.Store.ListOutdatedBooksAsync(SearchWords.Version, PageSize, cancellationToken).ConfigureAwait(false);
        var slices = (page.Count + IndexBooks.MaxBooks - 1) / IndexBooks.MaxBooks;
        return slices < 2 ? page : [.. page.Skip(IndexBooks.MaxBooks * _random.Next(slices)).Take(IndexBooks.MaxBooks)];
    }

    private async Task<(int Books, TimeSpan Taken)> WriteAsync(IReadOnlyList<Isbn> slice, CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = _time.GetTimestamp();
            try
            {
                var books = await _commit.SubmitAsync(new IndexBooks(slice), cancellationToken).ConfigureAwait(false);
                return (books, _time.GetElapsedTime(began));
            }
            catch (BookstoreOverloadedException)
            {
                await RestAsync(_context.Options.PollInterval, cancellationToken).ConfigureAwait(false);
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
