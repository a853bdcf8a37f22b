using System.Globalization;
using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

/// <summary>An import of books beside a shop that sells, on a store that is not always there.</summary>
public sealed class BookImportTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly WritePath _path = new();
    private readonly List<SaveBooksProgress> _reports = [];
    private Storage.GroupCommit _commit = null!;

    [Fact]
    public async Task RunAsync_books_of_many_words_keeps_a_few_in_flight()
    {
        var (read, saved, most) = (0, 0, 0);
        var held = new TaskCompletionSource();
        _path.Store.OnCommit = async (records, commit) =>
        {
            await held.Task;
            await commit();
            Interlocked.Add(ref saved, records.Books.Touched.Count);
        };

        var import = ImportAsync(Reading());
        (await import).Added.ShouldBe(300);

        most.ShouldBeInRange(15, 40);

        async IAsyncEnumerable<Book> Reading()
        {
            for (; read < 300; read++)
            {
                most = Math.Max(most, read - Volatile.Read(ref saved));
                if (read == 15)
                {
                    held.TrySetResult();
                }

                yield return BookOf(read, words: 80);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task RunAsync_store_away_for_a_while_saves_all_the_same()
    {
        var away = 20;
        _path.Store.OnCommit = (_, commit) => away-- > 0 ? throw new BookstoreStoreException("away") { IsTransient = true } : commit();

        var result = await ImportAsync(Books(0, 1, 2, 3));

        result.Added.ShouldBe(4);
        _reports[^1].ShouldBe(new SaveBooksProgress(4, 4, 0));
    }

    [Fact]
    public async Task RunAsync_store_away_for_long_ends_with_what_the_store_said()
    {
        _path.Store.OnCommit = (_, _) => throw new BookstoreStoreException("disk full") { IsTransient = true };

        (await Should.ThrowAsync<BookstoreStoreException>(() => ImportAsync(Books(0, 1)))).Message.ShouldBe("disk full");
        _reports[^1].ShouldBe(new SaveBooksProgress(2, 0, 0));
    }

    [Fact]
    public async Task RunAsync_refused_book_is_in_the_stream_again_later_one_stays()
    {
        _path.Store.OnCommit = (records, commit) => records.Books.Touched.Any(entry => entry.Current!.Author == "first")
            ? throw new BookstoreStoreException("away") { IsTransient = true }
            : commit();

        var result = await ImportAsync(Stream(BookOf(1) with { Author = "first" }, BookOf(1) with { Author = "second" }));

        (result.Added + result.Replaced).ShouldBe(2);
        (await _path.Store.FindBookAsync(BookOf(1).Isbn, default))!.Book.Author.ShouldBe("second");
    }

    [Fact]
    public async Task RunAsync_store_refuses_for_good_ends_and_says_how_many_are_saved()
    {
        _path.Store.OnCommit = (records, commit) => records.Books.Touched.Any(entry => entry.Current!.Title == "Title 3")
            ? throw new BookstoreStoreException("no 3")
            : commit();

        (await Should.ThrowAsync<BookstoreStoreException>(() => ImportAsync(Books(0, 1, 2, 3, 4, 5)))).Message.ShouldBe("no 3");

        _reports[^1].ShouldBe(new SaveBooksProgress(6, 5, 0));
    }

    [Fact]
    public async Task RunAsync_stream_throws_says_how_many_are_saved()
    {
        var thrown = await Should.ThrowAsync<InvalidDataException>(() => ImportAsync(Broken()));

        thrown.Message.ShouldBe("line 3");
        SaveBooksResult.Of(thrown)!.Added.ShouldBe(2);
        _reports[^1].ShouldBe(new SaveBooksProgress(2, 2, 0));

        static async IAsyncEnumerable<Book> Broken()
        {
            yield return BookOf(0);
            yield return BookOf(1);
            await Task.Yield();
            throw new InvalidDataException("line 3");
        }
    }

    [Fact]
    public async Task RunAsync_progress_throws_ends_with_its_exception_and_does_not_call_it_again()
    {
        var calls = 0;
        var import = new BookImport(_commit, new Calls(_ => throw new InvalidTimeZoneException($"call {++calls}")), _time, allowsOtherArticles: false);

        var thrown = await Should.ThrowAsync<InvalidTimeZoneException>(() => import.RunAsync(Books([.. Enumerable.Range(0, 300)]), default));

        thrown.Message.ShouldBe("call 1");
        SaveBooksResult.Of(thrown)!.Added.ShouldBe(256);
    }

    [Fact]
    public async Task RunAsync_last_report_throws_says_what_ended_the_import_or_that_all_is_saved()
    {
        var failing = new BookImport(_commit, new Calls(_ => throw new InvalidTimeZoneException("report")), _time, allowsOtherArticles: false);
        var whole = new BookImport(_commit, new Calls(_ => throw new InvalidTimeZoneException("report")), _time, allowsOtherArticles: false);

        var ended = await Should.ThrowAsync<InvalidDataException>(() => failing.RunAsync(Broken(), default));
        var complete = await Should.ThrowAsync<InvalidTimeZoneException>(() => whole.RunAsync(Books(1, 2, 3), default));

        SaveBooksResult.Of(ended)!.Added.ShouldBe(1);
        (SaveBooksResult.Of(complete)!.Added, SaveBooksResult.Of(complete)!.Replaced).ShouldBe((3, 0));
        SaveBooksResult.Of(new InvalidDataException()).ShouldBeNull();

        static async IAsyncEnumerable<Book> Broken()
        {
            yield return BookOf(0);
            await Task.Yield();
            throw new InvalidDataException("line 2");
        }
    }

    [Fact]
    public async Task RunAsync_cancelled_says_how_many_are_saved()
    {
        using var stop = new CancellationTokenSource();
        var import = new BookImport(_commit, progress: null, _time, allowsOtherArticles: false);

        var cancelled = await CancellationOfAsync(import.RunAsync(Endless(), stop.Token));

        SaveBooksResult.Of(cancelled)!.Added.ShouldBe((await _path.Store.ListBooksAsync(Storage.BookFilter.All, null, 100, default)).Items.Count);

        async IAsyncEnumerable<Book> Endless()
        {
            for (var number = 0; ; number++)
            {
                if (number == 5)
                {
                    await stop.CancelAsync();
                    stop.Token.ThrowIfCancellationRequested();
                }

                yield return BookOf(number);
            }
        }

        // As a caller gets it: an assertion would make an exception of its own.
        static async Task<OperationCanceledException> CancellationOfAsync(Task import)
        {
            try
            {
                await import;
            }
            catch (OperationCanceledException thrown)
            {
                return thrown;
            }

            throw new InvalidOperationException("The import was not cancelled.");
        }
    }

    [Fact]
    public void SaveBook_weight_counts_the_words()
    {
        new SaveBook(BookOf(1), default).Weight.ShouldBe(5);
        new SaveBook(BookOf(1, words: 80), default).Weight.ShouldBe(84);
    }

    public Task InitializeAsync()
    {
        // Pauses take their time and none on the machine.
        _time.OnTimer = pause => _time.Advance(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        _commit = new Storage.GroupCommit(_path.Store, new WritePathOptions { MaxBatchSize = 1 }, WritePath.ClockOf(_path.Store, _time), NullLogger<Storage.GroupCommit>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _path.Store.OnCommit = null;
        await _commit.DisposeAsync();
        await _path.DisposeAsync();
    }

    private Task<SaveBooksResult> ImportAsync(IAsyncEnumerable<Book> books) => new BookImport(_commit, new Calls(_reports.Add), _time, allowsOtherArticles: false).RunAsync(books, default);

    private static IAsyncEnumerable<Book> Books(params int[] numbers) => Stream([.. numbers.Select(number => BookOf(number))]);

    private static async IAsyncEnumerable<Book> Stream(params Book[] books)
    {
        foreach (var book in books)
        {
            yield return book;
        }

        await Task.CompletedTask;
    }

    private static Book BookOf(int number, int words = 1)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"{978030000000 + number}");
        var sum = digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 1 : 3)).Sum();
        return new Book
        {
            Isbn = Isbn.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}")),
            Title = string.Create(CultureInfo.InvariantCulture, $"Title {number}{(words == 1 ? "" : " " + string.Join(' ', Enumerable.Range(10, words - 1)))}"),
            Author = "A. Author",
            Price = new Money(10m, "USD"),
        };
    }

    private sealed class Calls(Action<SaveBooksProgress> report) : IProgress<SaveBooksProgress>
    {
        public void Report(SaveBooksProgress value) => report(value);
    }
}
