using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class SearchIndexingTests
{
    private const int Begun = 5001;
    private const int GoesOn = 5002;
    private const int Ended = 5003;
    private const int NewerWords = 5004;
    private const int NotIndexed = 5005;
    private const int MoreNotIndexed = 5006;
    private const int Older = SearchWords.Version - 1;

    [Fact]
    public async Task RunOnceAsync_nothing_outdated_writes_and_says_nothing()
    {
        var logs = new RecordingLogs();
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, logs);
        store.OnWrite = () => throw new InvalidOperationException("Nothing is to be written.");

        (await shop.Indexing.RunOnceAsync()).ShouldBe(0);

        IndexLogs(logs).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_outdated_books_writes_few_at_a_time_and_logs_its_progress()
    {
        var logs = new RecordingLogs();
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, logs);
        await AddOutdatedAsync(shop, store, 100);
        var slices = 0;
        shop.Time.OnTimer = rest => shop.Time.Advance(rest);
        store.OnWrite = () =>
        {
            slices++;
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        };

        (await shop.Indexing.RunOnceAsync()).ShouldBe(100);

        slices.ShouldBe(7);
        (await store.ReadSearchIndexAsync(SearchWords.Version, default)).Outdated.ShouldBe(0);

        // Each write took a second and was followed by a rest of three: 28 seconds.
        IndexLogs(logs).ShouldBe([(Begun, LogLevel.Information), (GoesOn, LogLevel.Information), (GoesOn, LogLevel.Information), (Ended, LogLevel.Information)]);
    }

    [Fact]
    public async Task RunOnceAsync_books_of_many_words_are_written_in_smaller_slices()
    {
        const int Books = 32;
        const int Words = 100;
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store);
        await AddOutdatedAsync(shop, store, Books, number => string.Join(' ', Enumerable.Range((number % 10 * 800) + 1_000, Words)));
        var slices = 0;
        store.OnWrite = () => slices++;

        (await shop.Indexing.RunOnceAsync()).ShouldBe(Books);

        slices.ShouldBeGreaterThanOrEqualTo(Books * Words / IndexBooks.MaxRecords);
        (await store.ReadSearchIndexAsync(SearchWords.Version, default)).Outdated.ShouldBe(0);
        (await store.ListBooksAsync(new BookFilter(["1899"], []), null, 10, default)).Items.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_book_of_more_words_than_a_slice_is_written_alone()
    {
        const int Books = 3;
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store);
        await AddOutdatedAsync(shop, store, Books, static number => string.Concat(Enumerable.Range(0x4E00 + (number * 300), 300).Select(static character => (char)character)));
        var slices = 0;
        store.OnWrite = () => slices++;

        (await shop.Indexing.RunOnceAsync()).ShouldBe(Books);

        slices.ShouldBe(Books);
        (await store.ReadSearchIndexAsync(SearchWords.Version, default)).Outdated.ShouldBe(0);
    }

    [Fact]
    public async Task RunOnceAsync_stopped_before_the_end_continues_where_it_was()
    {
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store);
        await AddOutdatedAsync(shop, store, 100);
        using var stop = new CancellationTokenSource();
        var slices = 0;
        store.OnWrite = () =>
        {
            if (++slices == 3)
            {
                stop.Cancel();
            }
        };

        await Should.ThrowAsync<OperationCanceledException>(() => shop.Indexing.RunOnceAsync(stop.Token));

        var left = (await store.ReadSearchIndexAsync(SearchWords.Version, default)).Outdated;
        left.ShouldBeInRange(100 - (3 * 16), 100 - 33);
        (await shop.Indexing.RunOnceAsync()).ShouldBe((int)left);
    }

    [Fact]
    public async Task RunOnceAsync_words_of_a_newer_program_leaves_them_and_warns_once()
    {
        var logs = new RecordingLogs();
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, logs);
        store.Memory.WriteWords(TestShop.Martian, SearchWords.Version + 1, new BookWords(["newer"], []));

        (await shop.Indexing.RunOnceAsync()).ShouldBe(0);
        (await shop.Indexing.RunOnceAsync()).ShouldBe(0);

        IndexLogs(logs).ShouldBe([(NewerWords, LogLevel.Warning)]);
        (await store.ListBooksAsync(new BookFilter(["newer"], []), null, 10, default)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_store_that_marks_nothing_ends()
    {
        var store = new WatchedStore(new InMemoryStore()) { AlwaysOutdated = true };
        await using var shop = await OpenAsync(store);

        (await shop.Indexing.RunOnceAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task RunOnceAsync_write_path_is_full_waits_and_tries_again()
    {
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, configure: options => options.WritePath.QueueCapacity = 1);
        await AddOutdatedAsync(shop, store, 1);
        var gate = store.HoldNext();
        var first = shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "held" });
        await gate.Begun;
        var waiting = shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "fills the queue" });
        var refused = new TaskCompletionSource();
        shop.Time.OnTimer = _ => refused.TrySetResult();

        var indexing = shop.Indexing.RunOnceAsync();
        await refused.Task;
        gate.Release();
        await Task.WhenAll(first, waiting);
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await indexing).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunOnceAsync_books_that_cannot_be_written_are_logged_and_those_behind_them_are_written(bool areLocked)
    {
        var logs = new RecordingLogs();
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, logs, options => options.WritePath.RetryTimeout = TimeSpan.Zero);
        await AddOutdatedAsync(shop, store, 40);
        Isbn[] bad = [Records.Isbn(1), Records.Isbn(7)];
        store.FaultOf = keys => bad.FirstOrDefault(keys.BooksToWrite.Contains) is { } book && book != default ? areLocked ? Locked(book) : new BookstoreStoreException("This row is damaged.") : null;

        (await shop.Indexing.RunOnceAsync()).ShouldBe(38);

        logs.Entries.Where(static entry => entry.Id == NotIndexed).Select(static entry => entry.Level).ShouldBe([LogLevel.Warning, LogLevel.Warning]);
        bad.ShouldAllBe(book => logs.Texts.Any(text => text.Contains($"{book} could not be written", StringComparison.Ordinal)));
        store.FaultOf = null;
        (await shop.Indexing.RunOnceAsync()).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await shop.Indexing.RunOnceAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task RunOnceAsync_more_bad_books_than_a_page_are_passed_over_with_a_bounded_log()
    {
        const int Bad = 600;
        var logs = new RecordingLogs();
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, logs, options => options.WritePath.RetryTimeout = TimeSpan.FromMinutes(10));
        await AddOutdatedAsync(shop, store, Bad + 5);
        for (var number = 1; number <= Bad; number++)
        {
            store.Memory.WriteWords(Records.Isbn(number), Older - 1, new BookWords(["older"], []));
        }

        var good = Enumerable.Range(Bad + 1, 5).Select(static number => Records.Isbn(number)).ToHashSet();
        store.FaultOf = keys => keys.BooksToWrite.All(good.Contains) ? null : new BookstoreStoreException("This row is damaged.");
        shop.Time.OnTimer = pause => shop.Time.Advance(pause);

        (await shop.Indexing.RunOnceAsync()).ShouldBe(5);

        logs.Entries.Count(static entry => entry.Id == NotIndexed).ShouldBe(16);
        logs.Entries.Count(static entry => entry.Id == MoreNotIndexed).ShouldBe(1);
        logs.Texts.ShouldContain(static text => text.Contains("600 books could not be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunOnceAsync_store_is_away_ends_and_says_so()
    {
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await OpenAsync(store, configure: options => options.WritePath.RetryTimeout = TimeSpan.Zero);
        await AddOutdatedAsync(shop, store, 100);
        var attempts = 0;
        store.FaultOf = _ => ++attempts > 0 ? new BookstoreStoreException("The disk is full.") { IsTransient = true } : null;

        await Should.ThrowAsync<BookstoreStoreException>(() => shop.Indexing.RunOnceAsync());

        attempts.ShouldBe(3);
    }

    private static StoreConflictException Locked(Isbn book)
    {
        var keys = new RecordKeys();
        keys.BooksToWrite.Add(book);
        return new StoreConflictException("locked") { Reason = StoreConflictReason.Locked, Keys = keys };
    }

    private static Task<TestShop> OpenAsync(WatchedStore store, RecordingLogs? logs = null, Action<BookstoreOptions>? configure = null) => TestShop.OpenAsync(
        configure, _ => store, services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs ?? new RecordingLogs())));

    private static IEnumerable<(int Id, LogLevel Level)> IndexLogs(RecordingLogs logs) => logs.Entries.Where(static entry => entry.Id is >= Begun and <= NewerWords);

    private static async Task AddOutdatedAsync(TestShop shop, WatchedStore store, int books, Func<int, string>? title = null)
    {
        for (var number = 1; number <= books; number++)
        {
            var book = Records.Book(Records.Isbn(number));
            await shop.Inventory.SaveBookAsync(title is null ? book : book with { Title = title(number) });
            store.Memory.WriteWords(Records.Isbn(number), Older, new BookWords(["old"], []));
        }
    }
}
