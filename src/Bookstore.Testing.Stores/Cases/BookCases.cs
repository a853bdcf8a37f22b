using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Books: every field, and the list in its order and in pages.</summary>
internal sealed class BookCases : StoreCases
{
    [Case]
    public async Task A_book_comes_back_with_every_field()
    {
        var book = Records.Book(Records.Isbn(1)) with { Title = new string('ß', Book.MaxTextLength), Author = Texts.Mixed(Book.MaxTextLength) };
        await ShouldComeBackAsync(book with
        {
            Publisher = Texts.Mixed(Book.MaxShortTextLength),
            Language = Texts.Mixed(Book.MaxShortTextLength),
            Format = Texts.Mixed(Book.MaxShortTextLength),
        });
    }

    [Case]
    public Task A_book_comes_back_without_what_is_not_known() => ShouldComeBackAsync(
        Records.Book(Records.Isbn(1), "T", string.Empty) with { Publisher = null, PublishedOn = null, Language = null, Format = null });

    [Case]
    public Task Empty_texts_are_told_from_missing_ones() => ShouldComeBackAsync(
        Records.Book(Records.Isbn(1)) with { Publisher = string.Empty, Language = string.Empty, Format = string.Empty });

    [Case(0, "USD")]
    [Case(Book.MaxPriceInMinorUnits, "USD")]
    [Case(1299, "JPY")]
    [Case(1_299_001, "KWD")]
    public Task A_price_comes_back_in_its_currency(long minorUnits, string currency) =>
        ShouldComeBackAsync(Records.Book(Records.Isbn(1)) with { Price = Money.FromMinorUnits(minorUnits, currency) });

    [Case("0001-01-01")]
    [Case("1455-02-23")]
    [Case("9999-12-31")]
    public Task A_day_of_publication_comes_back(string day) => ShouldComeBackAsync(
        Records.Book(Records.Isbn(1)) with { PublishedOn = DateOnly.ParseExact(day, "yyyy-MM-dd", null) });

    [Case("1455-02")]
    [Case("2026-11")]
    [Case("2026")]
    [Case("9999")]
    public Task A_month_or_a_year_of_publication_comes_back(string date) => ShouldComeBackAsync(
        Records.Book(Records.Isbn(1)) with { PublishedOn = PublicationDate.Parse(date) });

    [Case]
    public async Task A_book_comes_back_with_its_details_and_is_saved_without_them()
    {
        await ShouldComeBackAsync(Records.DetailedBook(Records.Isbn(1)));
        await ShouldComeBackAsync(Records.Book(Records.Isbn(1)));
        BookDetailsText.Format((await Store.FindBookAsync(Records.Isbn(1), default))!.Book).ShouldBeNull();
    }

    [Case]
    public async Task A_text_of_details_is_kept_as_it_is_also_what_this_version_does_not_know()
    {
        const string Text = """{"subtitle":"„Jubiläum“ 紅","shelf":{"row":[1,2]},"contributors":[{"name":"n","role":"r","born":1929}]}""";
        var book = BookDetailsText.Apply(Records.Book(Records.Isbn(1)), Text);
        await SaveAsync(book);
        await CommitAsync(keys => keys.Books.Add(book.Isbn), set => set.IndexBook(book.Isbn));

        var found = (await Store.FindBookAsync(book.Isbn, default))!.Book;
        BookDetailsText.Format(found).ShouldBe(Text);
        found.Details!.Subtitle.ShouldBe("„Jubiläum“ 紅");
        found.Details.Contributors.ShouldHaveSingleItem().Name.ShouldBe("n");
    }

    [Case]
    public async Task The_lowest_and_the_highest_ISBN_are_kept()
    {
        var lowest = Records.Book(Records.Isbn(0));
        var highest = Records.Book(Records.Isbn(999_999_999, 979));
        await SaveAsync(highest, lowest);
        (await ListAsync(null, 10)).ShouldBe([lowest.Isbn, highest.Isbn]);
    }

    [Case]
    public async Task A_book_without_a_stock_level_has_none_in_stock()
    {
        await SaveAsync(Records.Book(Records.Isbn(1)));
        (await Store.FindBookAsync(Records.Isbn(1), default))!.Stock.ShouldBe(StockLevel.Empty(Records.Isbn(1)));
        (await Store.ListBooksAsync(BookFilter.All, null, 10, default)).Items.Single().Stock.ShouldBe(StockLevel.Empty(Records.Isbn(1)));
    }

    [Case]
    public async Task A_stock_level_alone_is_no_book()
    {
        await SaveAsync(Records.Level(Records.Isbn(1), 5));
        (await Store.FindBookAsync(Records.Isbn(1), default)).ShouldBeNull();
        (await ListAsync(null, 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task A_listed_book_has_its_own_stock()
    {
        await SaveAsync(Records.Book(Records.Isbn(1)), Records.Book(Records.Isbn(2)), Records.Level(Records.Isbn(2), 7, 3, 4));
        var listed = (await Store.ListBooksAsync(BookFilter.All, null, 10, default)).Items;
        listed.Select(listing => listing.Stock).ShouldBe([StockLevel.Empty(Records.Isbn(1)), Records.Level(Records.Isbn(2), 7, 3, 4)]);
        listed.Select(listing => listing.Book).ShouldBe([Records.Book(Records.Isbn(1)), Records.Book(Records.Isbn(2))]);
    }

    [Case]
    public async Task A_changed_book_is_replaced_as_a_whole()
    {
        await SaveAsync(Records.Book(Records.Isbn(1)));
        var changed = Records.Book(Records.Isbn(1), "Another", "Somebody") with { Price = new Money(5m, "EUR"), PublishedOn = null, Publisher = null };
        await ShouldComeBackAsync(changed);
        (await ListAsync(null, 10)).Count.ShouldBe(1);
    }

    [Case]
    public async Task Books_are_listed_by_ascending_ISBN()
    {
        int[] numbers = [500, 3, 999_999_999, 0, 42, 1];
        await SaveAsync([.. numbers.Select(number => Records.Book(Records.Isbn(number)))]);
        (await ListAsync(null, 10)).ShouldBe(numbers.Order().Select(number => Records.Isbn(number)));
    }

    [Case]
    public async Task A_page_begins_after_the_given_book_even_if_it_does_not_exist()
    {
        await SaveAsync(Records.Book(Records.Isbn(1)), Records.Book(Records.Isbn(3)), Records.Book(Records.Isbn(5)));
        (await ListAsync(Records.Isbn(1), 10)).ShouldBe([Records.Isbn(3), Records.Isbn(5)]);
        (await ListAsync(Records.Isbn(2), 10)).ShouldBe([Records.Isbn(3), Records.Isbn(5)]);
        (await ListAsync(Records.Isbn(1), 1)).ShouldBe([Records.Isbn(3)]);
        (await ListAsync(Records.Isbn(5), 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task Pages_have_no_gap_and_no_repetition_while_books_are_added()
    {
        await SaveAsync([.. Enumerable.Range(0, 20).Select(i => Records.Book(Records.Isbn(100 + (i * 10))))]);
        var seen = new List<Isbn>();
        for (var page = await ListAsync(null, 3); page.Count > 0; page = await ListAsync(seen[^1], 3))
        {
            seen.AddRange(page);
            await SaveAsync(Records.Book(Records.Isbn(seen.Count)));
        }

        seen.ShouldBe(Enumerable.Range(0, 20).Select(i => Records.Isbn(100 + (i * 10))));
    }

    private async Task ShouldComeBackAsync(Book book)
    {
        await SaveAsync(book);
        (await Store.FindBookAsync(book.Isbn, default))!.Book.ShouldBe(book);
        (await Store.ListBooksAsync(BookFilter.All, null, 10, default)).Items.Single().Book.ShouldBe(book);
        await using var unit = await OpenAsync(keys => keys.Books.Add(book.Isbn));
        unit.Records.Books.Find(book.Isbn).ShouldBe(book);
    }

    private async Task<IReadOnlyList<Isbn>> ListAsync(Isbn? after, int limit) =>
        [.. (await Store.ListBooksAsync(BookFilter.All, after, limit, default)).Items.Select(listing => listing.Book.Isbn)];
}
