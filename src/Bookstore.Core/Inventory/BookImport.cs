using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Saves a stream of books, a bounded number of them in flight, so that they share commits. Retries a book that the store or its queue refuses for now.</summary>
internal sealed class BookImport(GroupCommit commit, IProgress<SaveBooksProgress>? progress, TimeProvider time, bool allowsOtherArticles)
{
    private const int MaxBooks = 256;
    private const int MaxRecords = 2_048;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(1);

    private readonly Queue<SavingBook> _inFlight = new(MaxBooks);
    private readonly List<RefusedBook> _refused = [];
    private IProgress<SaveBooksProgress>? _progress = progress;
    private long? _standsSince;
    private int _records;
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

            while (_inFlight.Count > 0)
            {
                await EndOldestAsync(cancellationToken).ConfigureAwait(false);
            }

            Report();
            return Result();
        }
        catch (Exception fault)
        {
            // What is in progress is waited for, so that the last report and the exception say how much is durable.
            await EndAllAsync().ConfigureAwait(false);
            ReportLast();
            Result().AttachTo(fault);
            throw;
        }
    }

    private SaveBooksResult Result() => new() { Added = _added, Replaced = _replaced, RefusedCount = _refusedCount, Refused = _refused };

    private async Task TakeAsync(Book book, CancellationToken cancellationToken)
    {
        var position = _read++;
        if (ProblemOf(book) is { } problem)
        {
            Refuse(position, book, problem);
        }
        else
        {
            await SubmitAsync(new SaveBook(book, time.GetUtcNow(), isOfImport: true), cancellationToken).ConfigureAwait(false);
        }

        if (_read % MaxBooks == 0)
        {
            Report();
        }
    }

    private string? ProblemOf(Book? book) => book is null ? "There is no book."
        : BookRules.Problem(book) ?? (BookRules.IsOtherArticle(book) && !allowsOtherArticles ? BookRules.NoArticle : null);

    private void Refuse(long position, Book? book, string problem)
    {
        _refusedCount++;
        if (_refused.Count < SaveBooksResult.MaxRefused)
        {
            _refused.Add(new RefusedBook(position, book?.Isbn ?? default, problem));
        }
    }

    private async Task SubmitAsync(SaveBook operation, CancellationToken cancellationToken)
    {
        while (_inFlight.Count == MaxBooks || (_inFlight.Count > 0 && _records + operation.Weight > MaxRecords))
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
        }

        // Load shedding is seen at once, before the operation waits anywhere.
        var saving = commit.SubmitAsync(operation, cancellationToken);
        while (_inFlight.Count > 0 && saving is { IsFaulted: true, Exception.InnerException: BookstoreOverloadedException })
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
            saving = commit.SubmitAsync(operation = new SaveBook(operation.Book, time.GetUtcNow(), isOfImport: true), cancellationToken);
        }

        _inFlight.Enqueue(new SavingBook(operation.Book, operation.Weight, saving));
        _records += operation.Weight;
    }

    private async Task EndOldestAsync(CancellationToken cancellationToken)
    {
        var (book, weight, saving) = _inFlight.Dequeue();
        _records -= weight;
        try
        {
            Count(await saving.ConfigureAwait(false));
        }
        catch (BookstoreException refusal) when (CanRetry(refusal))
        {
            await SaveAgainAsync(book, refusal, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SaveAgainAsync(Book book, BookstoreException refusal, CancellationToken cancellationToken)
    {
        // An older book must not overwrite a later one of the stream.
        if (_inFlight.Any(later => later.Book.Isbn == book.Isbn))
        {
            _replaced++;
            return;
        }

        while (true)
        {
            try
            {
                Count(await commit.SubmitAsync(new SaveBook(book, time.GetUtcNow(), isOfImport: true), cancellationToken).ConfigureAwait(false));
                return;
            }
            catch (BookstoreException again) when (CanRetry(again))
            {
                refusal = again;
            }

            _standsSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_standsSince.Value) >= LongestStandstill)
            {
                ExceptionDispatchInfo.Throw(refusal);
            }

            await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // To save a book twice does no harm, so an unknown outcome is retried as well.
    private static bool CanRetry(BookstoreException refusal) =>
        refusal is BookstoreOverloadedException or BookstoreStoreException { IsTransient: true } or BookstoreStoreException { IsOutcomeUnknown: true };

    private async Task EndAllAsync()
    {
        while (_inFlight.TryDequeue(out var left))
        {
            await ((Task)left.Saving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (left.Saving.IsCompletedSuccessfully)
            {
                Count(await left.Saving.ConfigureAwait(false));
            }
        }
    }

    private void Count(SaveBookResult saved)
    {
        _standsSince = null;
        if (saved.Outcome == SaveBookOutcome.Added)
        {
            _added++;
        }
        else
        {
            _replaced++;
        }
    }

    // A receiver that throws is not called again.
    private void Report()
    {
        var receiver = _progress;
        _progress = null;
        receiver?.Report(new SaveBooksProgress(_read, _added + _replaced, _refusedCount));
        _progress = receiver;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The exception that ends the import must not be replaced by that of its last report.")]
    private void ReportLast()
    {
        try
        {
            Report();
        }
        catch (Exception)
        {
            // What ended the import is thrown.
            _progress = null;
        }
    }

    private readonly record struct SavingBook(Book Book, int Weight, Task<SaveBookResult> Saving);
}
