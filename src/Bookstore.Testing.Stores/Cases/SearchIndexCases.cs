using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Search words of other versions of the rules: they are found, replaced as a whole, and never keep a book from being saved.</summary>
internal sealed class SearchIndexCases : StoreCases
{
    private const int Older = SearchWords.Version - 1;
    private const int Newer = SearchWords.Version + 1;

    private static readonly Isbn Camus = Records.Isbn(1);

    [Case]
    public async Task An_empty_store_has_no_outdated_books()
    {
        await Store.InitializeAsync(default);
        (await StateAsync()).ShouldBe(new SearchIndexState(0, 0));
        (await OutdatedAsync()).ShouldBeEmpty();
    }

    [Case]
    public async Task A_saved_book_has_words_of_this_version()
    {
        await SaveAsync(Book("L'Étranger"), Records.Book(Records.Isbn(2)), Records.Book(Records.Isbn(3)));
        (await StateAsync()).ShouldBe(new SearchIndexState(0, SearchWords.Version));
        (await OutdatedAsync()).ShouldBeEmpty();
        (await StateAsync(Newer)).ShouldBe(new SearchIndexState(3, SearchWords.Version));
        (await OutdatedAsync(Newer, 2)).ShouldBe([Camus, Records.Isbn(2)]);
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task A_book_of_old_words_is_found_by_them_until_it_is_indexed_again()
    {
        await SaveAsync(Book("L'Étranger"), Records.Book(Records.Isbn(2)));
        await WriteAsync(Older, ["lʼétranger", "albert", "camus"], ["albert", "camus"]);
        (await FindAsync("lʼétranger")).ShouldBe([Camus]);
        (await FindAsync("etranger")).ShouldBeEmpty();
        (await StateAsync()).ShouldBe(new SearchIndexState(1, SearchWords.Version));
        (await OutdatedAsync()).ShouldBe([Camus]);

        await IndexAsync(Camus);

        (await FindAsync("lʼétranger")).ShouldBeEmpty();
        (await FindAsync("etranger", "camus")).ShouldBe([Camus]);
        (await FindAsync(null, "albert")).ShouldBe([Camus]);
        (await StateAsync()).ShouldBe(new SearchIndexState(0, SearchWords.Version));
        (await Store.FindBookAsync(Camus, default))!.Book.ShouldBe(Book("L'Étranger"));
    }

    [Case(Older)]
    [Case(Newer)]
    [Needs(Capability.SearchWords)]
    public async Task A_book_of_other_words_can_be_saved_under_another_title(int version)
    {
        await SaveAsync(Book("Café"));
        await WriteAsync(version, ["cafe", "olé", "camus", "x"], ["camus", "x"]);

        await SaveAsync(Book("Cafe Olé"));

        (await FindAsync("cafe ole", "camus")).ShouldBe([Camus]);
        (await FindAsync("olé")).ShouldBeEmpty();
        (await FindAsync("x")).ShouldBeEmpty();
        (await FindAsync(null, "x")).ShouldBeEmpty();
        (await StateAsync(Newer)).ShouldBe(new SearchIndexState(1, SearchWords.Version));
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task A_new_price_leaves_words_as_they_are()
    {
        await SaveAsync(Book("Café"));
        await WriteAsync(Older, ["old"], ["older"]);
        await SaveAsync(Book("Café") with { Price = new Money(1m, "USD") });
        (await FindAsync("old", "older")).ShouldBe([Camus]);
        (await OutdatedAsync()).ShouldBe([Camus]);
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task A_book_of_newer_words_is_not_outdated()
    {
        await SaveAsync(Book("Café"));
        await WriteAsync(Newer, ["newer"], []);
        (await StateAsync()).ShouldBe(new SearchIndexState(0, Newer));
        (await OutdatedAsync()).ShouldBeEmpty();
        (await FindAsync("newer")).ShouldBe([Camus]);
    }

    [Case]
    public async Task A_book_that_does_not_exist_is_not_indexed()
    {
        await using var unit = await OpenAsync(keys => keys.Books.Add(Camus));
        unit.Records.IndexBook(Camus);
        unit.Records.HasChanges.ShouldBeFalse();
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task A_book_that_is_saved_and_indexed_in_one_unit_has_the_words_of_its_new_title()
    {
        await SaveAsync(Book("Café"));
        await WriteAsync(Older, ["old"], []);
        await CommitAsync(keys => keys.Books.Add(Camus), set =>
        {
            set.IndexBook(Camus);
            set.Books.Put(Camus, Book("Tea"));
            set.IndexBook(Camus);
        });
        (await FindAsync("tea", "camus")).ShouldBe([Camus]);
        (await FindAsync("old")).ShouldBeEmpty();
        (await StateAsync()).Outdated.ShouldBe(0);
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task The_oldest_words_come_first()
    {
        await SaveAsync([.. Enumerable.Range(1, 5).Select(number => Records.Book(Records.Isbn(number)))]);
        foreach (var (number, version) in new[] { (1, Older), (3, Older - 1), (4, Older), (5, Older - 1) })
        {
            await UnderTest.WriteWordsAsync(Store, Records.Isbn(number), version, new BookWords(["old"], []));
        }

        (await StateAsync()).ShouldBe(new SearchIndexState(4, SearchWords.Version));
        (await OutdatedAsync()).ShouldBe([Records.Isbn(3), Records.Isbn(5), Records.Isbn(1), Records.Isbn(4)]);
        await IndexAsync(Records.Isbn(3), Records.Isbn(5));
        (await OutdatedAsync()).ShouldBe([Records.Isbn(1), Records.Isbn(4)]);
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task The_list_of_outdated_books_continues_behind_a_position_over_the_versions()
    {
        await SaveAsync([.. Enumerable.Range(1, 5).Select(number => Records.Book(Records.Isbn(number)))]);
        foreach (var (number, version) in new[] { (1, Older), (3, Older - 1), (4, Older), (5, Older - 1) })
        {
            await UnderTest.WriteWordsAsync(Store, Records.Isbn(number), version, new BookWords(["old"], []));
        }

        OutdatedBook[] all = [new(Older - 1, Records.Isbn(3)), new(Older - 1, Records.Isbn(5)), new(Older, Records.Isbn(1)), new(Older, Records.Isbn(4))];
        var listed = new List<OutdatedBook>();
        while (await Store.ListOutdatedBooksAsync(SearchWords.Version, listed.Count > 0 ? listed[^1] : null, 1, default) is [var next])
        {
            listed.Add(next);
        }

        listed.ShouldBe(all);
        (await Store.ListOutdatedBooksAsync(SearchWords.Version, new OutdatedBook(Older - 1, Records.Isbn(4)), 2, default)).ShouldBe(all[1..3]);
        (await Store.ListOutdatedBooksAsync(SearchWords.Version, new OutdatedBook(Older, Records.Isbn(9)), 2, default)).ShouldBeEmpty();
    }

    [Case]
    [Needs(Capability.SearchWords)]
    public async Task Two_hosts_index_a_catalogue_at_once_while_books_are_saved()
    {
        const int Books = 294;
        await SaveAsync([.. Enumerable.Range(1, Books).Select(number => Records.Book(Records.Isbn(number), $"Naïve {number}"))]);
        for (var number = 1; number <= Books; number++)
        {
            await UnderTest.WriteWordsAsync(Store, Records.Isbn(number), Older, new BookWords([$"n{number}", "naïve"], ["naïve"]));
        }

        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        var saving = Parallel.ForEachAsync(
            Enumerable.Range(1, Books).Where(static number => number % 7 == 0),
            async (number, stop) => await one.Inventory.SaveBookAsync(Records.Book(Records.Isbn(number), $"Naïf {number}"), cancellationToken: stop));
        await InTime(Task.WhenAll(saving, one.Maintenance.RunOnceAsync(), other.Maintenance.RunOnceAsync()));

        // One round ends where the other has begun; what is left is the next one's.
        await InTime(one.Maintenance.RunOnceAsync());
        (await StateAsync()).ShouldBe(new SearchIndexState(0, SearchWords.Version));
        (await FindAsync("naïve", null, Books)).Count.ShouldBe(Books - (Books / 7));
        (await FindAsync("naive 294")).ShouldBeEmpty();
        (await FindAsync("naif 294", "guin")).ShouldBe([Records.Isbn(294)]);
        (await Store.ListBooksAsync(new BookFilter(["naïve"], []), null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListBooksAsync(new BookFilter([], ["naïve"]), null, 10, default)).Items.ShouldBeEmpty();
    }

    private static Book Book(string title) => Records.Book(Camus, title, "Albert Camus");

    private async Task<SearchIndexState> StateAsync(int version = SearchWords.Version) => await Store.ReadSearchIndexAsync(version, default);

    private async Task<IReadOnlyList<Isbn>> OutdatedAsync(int version = SearchWords.Version, int limit = 10) =>
        [.. (await Store.ListOutdatedBooksAsync(version, null, limit, default)).Select(static book => book.Isbn)];

    private ValueTask WriteAsync(int version, string[] words, string[] authorWords) => UnderTest.WriteWordsAsync(Store, Camus, version, new BookWords(words, authorWords));

    private Task<CommitToken> IndexAsync(params Isbn[] books) => CommitAsync(
        keys => Array.ForEach(books, keys.Books.Add),
        set => Array.ForEach(books, set.IndexBook));

    // The words as they stand, where they are of other rules; else as a query has them.
    private async Task<IReadOnlyList<Isbn>> FindAsync(string? words, string? author = null, int limit = 10)
    {
        var asked = words is "olé" or "lʼétranger" ? [words] : SearchWords.Sought(words);
        var listed = (await Store.ListBooksAsync(new BookFilter(asked, SearchWords.Sought(author)), null, limit, default)).Items;
        return [.. listed.Select(listing => listing.Book.Isbn)];
    }
}
