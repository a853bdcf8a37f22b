using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>What one round of <see cref="SearchIndexing"/> has done: where it is, which books it tried, and what it logs.</summary>
/// <param name="setbacks">The books that failed, in this round and before.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="outdated">How many books were outdated when it began. What is added meanwhile is left to the next round.</param>
internal sealed class IndexingRound(Setbacks setbacks, TimeProvider time, ILogger logger, long outdated)
{
    private const int MostLogged = 16;

    // A store that is away fails each book alike, and each attempt takes as long as a write may be retried.
    private const int StoreFaultsInARow = 3;

    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly HashSet<Isbn> _tried = [];
    private readonly long _began = time.GetTimestamp();
    private long _logged = time.GetTimestamp();
    private long _failed;
    private int _storeFaults;
    private bool _hasBegun;

    /// <summary>How many books were written.</summary>
    public int Done { get; private set; }

    /// <summary>The position behind the books that were passed over.</summary>
    public OutdatedBook? After { get; set; }

    public bool IsOver => Done >= outdated;

    /// <summary>The books of a page that this round has not tried and that do not wait after a failure.</summary>
    public IReadOnlyList<Isbn> Untried(IReadOnlyList<OutdatedBook> page)
    {
        // Bounded: what is no longer listed here is not remembered.
        _tried.IntersectWith(page.Select(static book => book.Isbn));
        return [.. page.Select(static book => book.Isbn).Where(isbn => !_tried.Contains(isbn) && !setbacks.MustWait(ItemOf(isbn)))];
    }

    public void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Log.IndexingBegun(logger, outdated, SearchWords.Version);
        }
    }

    /// <summary>Notes that the first books of a slice were written.</summary>
    public void Add(IReadOnlyList<Isbn> slice, int written)
    {
        Done += written;
        _storeFaults = 0;
        for (var i = 0; i < written; i++)
        {
            _tried.Add(slice[i]);
            setbacks.Remove(ItemOf(slice[i]).Id);
        }
    }

    public void AddFailed(Isbn book, Exception exception)
    {
        _tried.Add(book);
        var (failures, pause) = setbacks.Add(ItemOf(book));
        if (++_failed <= MostLogged)
        {
            Log.BookNotIndexed(logger, book, failures, pause, exception);
        }
    }

    /// <summary>Whether a fault is not that of the books: the store is away, or the host ends.</summary>
    public bool IsEndedBy(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested,
        _ when RoundItems.IsStoreAway(exception) => ++_storeFaults >= StoreFaultsInARow,
        _ => exception is ObjectDisposedException,
    };

    public void LogProgress()
    {
        if (time.GetElapsedTime(_logged) >= LogInterval)
        {
            Log.IndexingGoesOn(logger, Done, outdated);
            _logged = time.GetTimestamp();
        }
    }

    public void End()
    {
        if (_failed > MostLogged)
        {
            Log.MoreBooksNotIndexed(logger, _failed, MostLogged);
        }

        if (_hasBegun)
        {
            Log.IndexingEnded(logger, Done, time.GetElapsedTime(_began));
        }
    }

    private static RoundItem ItemOf(Isbn book) => new(new Guid(0, 0, 0, BitConverter.GetBytes(book.ToInt64())));
}
