using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Finding books by the words of their titles and authors.</summary>
internal sealed class SearchCases : StoreCases
{
    private const int Darkness = 1;
    private const int Dispossessed = 2;
    private const int Solitude = 3;
    private const int Heart = 4;

    private static readonly object[] Books =
    [
        Records.Book(Records.Isbn(Darkness), "The Left Hand of Darkness", "Ursula K. Le Guin"),
        Records.Book(Records.Isbn(Dispossessed), "The Dispossessed", "Ursula K. Le Guin"),
        Records.Book(Records.Isbn(Solitude), "Cien años de soledad", "Gabriel García Márquez"),
        Records.Book(Records.Isbn(Heart), "Heart of Darkness: the Guin edition", "Joseph Conrad"),
    ];

    [Case("darkness", new[] { Darkness, Heart })]
    [Case("DARKNESS", new[] { Darkness, Heart })]
    [Case("darkness hand", new[] { Darkness })]
    [Case("hand darkness", new[] { Darkness })]
    [Case("ursula", new[] { Darkness, Dispossessed })]
    [Case("ursula darkness", new[] { Darkness })]
    [Case("guin", new[] { Darkness, Dispossessed, Heart })]
    [Case("anos", new[] { Solitude })]
    [Case("AÑOS Garcia", new[] { Solitude })]
    [Case("the the", new[] { Darkness, Dispossessed, Heart })]
    [Case("dark", new int[0])]
    [Case("arkness", new int[0])]
    [Case("darkness nowhere", new int[0])]
    [Case("%", new[] { Darkness, Dispossessed, Solitude, Heart })]
    public async Task A_book_is_found_by_whole_words_of_title_and_author(string words, int[] expected)
    {
        await SaveAsync(Books);
        (await FindAsync(words, null)).ShouldBe(Isbns(expected));
    }

    [Case(null, "guin", new[] { Darkness, Dispossessed })]
    [Case(null, "le GUIN", new[] { Darkness, Dispossessed })]
    [Case("darkness", "guin", new[] { Darkness })]
    [Case("guin", "conrad", new[] { Heart })]
    [Case("guin", "guin", new[] { Darkness, Dispossessed })]
    [Case(null, "darkness", new int[0])]
    [Case(null, "marquez", new[] { Solitude })]
    public async Task A_book_is_found_by_whole_words_of_its_author_alone(string? words, string author, int[] expected)
    {
        await SaveAsync(Books);
        (await FindAsync(words, author)).ShouldBe(Isbns(expected));
    }

    [Case]
    public async Task Found_books_come_in_pages()
    {
        await SaveAsync([.. Enumerable.Range(1, 9).Select(i => Records.Book(Records.Isbn(i), i % 2 == 0 ? "Even Book" : "Odd Book"))]);
        (await FindAsync("odd", null, null, 2)).ShouldBe(Isbns([1, 3]));
        (await FindAsync("odd", null, Records.Isbn(3), 2)).ShouldBe(Isbns([5, 7]));
        (await FindAsync("odd", "guin", Records.Isbn(7), 2)).ShouldBe(Isbns([9]));
        (await FindAsync("odd", null, Records.Isbn(9), 2)).ShouldBeEmpty();
    }

    [Case]
    public async Task A_renamed_book_is_found_by_its_new_words_only()
    {
        await SaveAsync(Books);
        await SaveAsync(Records.Book(Records.Isbn(Darkness), "Winter", "U. Guin"));
        (await FindAsync("hand", null)).ShouldBeEmpty();
        (await FindAsync("ursula", null)).ShouldBe(Isbns([Dispossessed]));
        (await FindAsync(null, "ursula")).ShouldBe(Isbns([Dispossessed]));
        (await FindAsync("winter guin", "u")).ShouldBe(Isbns([Darkness]));
    }

    [Case]
    public async Task A_word_that_moved_from_the_author_to_the_title_is_no_author_any_more()
    {
        await SaveAsync(Records.Book(Records.Isbn(1), "One", "Word"));
        await SaveAsync(Records.Book(Records.Isbn(1), "Word", "One"));
        (await FindAsync(null, "word")).ShouldBeEmpty();
        (await FindAsync("word", "one")).ShouldBe(Isbns([1]));
    }

    [Case]
    public async Task Long_words_and_many_words_are_found()
    {
        var title = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"w{i}"));
        var author = new string('x', SearchWords.MaxWordLength + 10);
        await SaveAsync(Records.Book(Records.Isbn(1), title, author));
        (await FindAsync(title, author)).ShouldBe(Isbns([1]));
        (await FindAsync(title + " other", author)).ShouldBe(Isbns([1]));
    }

    [Case]
    public async Task Words_of_other_scripts_are_found()
    {
        await SaveAsync(Records.Book(Records.Isbn(1), "Война и мир", "Лев Толстой"), Records.Book(Records.Isbn(2), "紅樓夢", "曹雪芹"));
        (await FindAsync("ВОЙНА", "толстой")).ShouldBe(Isbns([1]));
        (await FindAsync("紅樓夢", null)).ShouldBe(Isbns([2]));
    }

    [Case("Les Misérables", "LES MISE\u0301RABLES")]
    [Case("L\u2019Étranger", "l'etranger")]
    [Case("L\u2019Étranger", "etranger")]
    [Case("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ")]
    [Case("Straße nach Łódź", "STRASSE LODZ")]
    [Case("Soft\u00ADware", "software")]
    [Case("ノルウェイの森", "ウェイの")]
    [Case("紅樓夢", "樓")]
    [Case("हिन्दी किताब", "हिन्दी")]
    [Case("한국어", "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165")]
    [Case("\uD801\uDC00\uD801\uDC01", "\uD801\uDC28\uD801\uDC29")]
    public async Task A_book_is_found_by_another_spelling(string title, string query)
    {
        await SaveAsync(Records.Book(Records.Isbn(1), title, title), Records.Book(Records.Isbn(2)));
        (await FindAsync(query, query)).ShouldBe(Isbns([1]));
    }

    private static IEnumerable<Isbn> Isbns(int[] numbers) => numbers.Select(number => Records.Isbn(number));

    private async Task<IReadOnlyList<Isbn>> FindAsync(string? words, string? author, Isbn? after = null, int limit = 10)
    {
        var filter = new BookFilter(SearchWords.Sought(words), SearchWords.Sought(author));
        return [.. (await Store.ListBooksAsync(filter, after, limit, default)).Items.Select(listing => listing.Book.Isbn)];
    }
}
