using Bookstore.Storage;

namespace Bookstore;

/// <summary>Saves a stream of books, a bounded number of them under way at a time, so that they share commits.</summary>
internal sealed class BookImport(GroupCommit commit, IProgress<SaveBooksProgress>? progress)
{
    private const int Window = 256;

    private readonly Queue<(Book Book, Task<SaveBookResult> Saving)> _underWay = new(Window);
    private readonly List<RefusedBook> _refused = [];
    private long _read;
    private long _added;
    private long _replaced;
    private long _refusedCount;

    public async Task<SaveBooksResult> RunAsync(IAsyncEnumerable<Book> books, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var book in books.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(book, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await DrainAsync().ConfigureAwait(false);
        }

        progress?.Report(new SaveBooksProgress(_read, _added + _replaced, _refusedCount));
        return new SaveBooksResult { Added = _added, Replaced = _replaced, RefusedCount = _refusedCount, Refused = _refused };
    }

    private async Task TakeAsync(Book book, CancellationToken cancellationToken)
    {
        var position = _read++;
        if (book is null || BookRules.Problem(book) is not null)
        {
            Refuse(position, book);
            return;
        }

        while (true)
        {
            if (_underWay.Count == Window)
            {
                await EndOldestAsync().ConfigureAwait(false);
            }

            try
            {
                // A refusal for load is thrown before anything waits, so it is seen here.
                var saving = commit.SubmitAsync(new SaveBook(book), cancellationToken);
                if (saving is { IsFaulted: true, Exception.InnerException: BookstoreOverloadedException } && _underWay.Count > 0)
                {
                    await EndOldestAsync().ConfigureAwait(false);
                    continue;
                }

                _underWay.Enqueue((book, saving));
                return;
            }
            finally
            {
                if (_read % Window == 0)
                {
                    progress?.Report(new SaveBooksProgress(_read, _added + _replaced, _refusedCount));
                }
            }
        }
    }

    private void Refuse(long position, Book? book)
    {
        _refusedCount++;
        if (_refused.Count < SaveBooksResult.MaxRefused)
        {
            _refused.Add(new RefusedBook(position, book?.Isbn ?? default, book is null ? "There is no book." : BookRules.Problem(book)!));
        }
    }

    private async Task EndOldestAsync()
    {
        var (_, saving) = _underWay.Dequeue();
        var result = await saving.ConfigureAwait(false);
        if (result.Outcome == SaveBookOutcome.Added)
        {
            _added++;
        }
        else
        {
            _replaced++;
        }
    }

    private async Task DrainAsync()
    {
        while (_underWay.Count > 0)
        {
            await EndOldestAsync().ConfigureAwait(false);
        }
    }
}
