using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Finding books by publisher, subject, publishing status and date of publication.</summary>
internal sealed class BookFilterCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly Isbn Second = Records.Isbn(2);
    private static readonly Isbn Third = Records.Isbn(3);
    private static readonly Isbn Plain = Records.Isbn(4);

    [Case("Ace", new[] { 1, 4 })]
    [Case("ACE", new[] { 1, 4 })]
    [Case("Éditions de l’Ombre", new[] { 2 })]
    [Case("editions DE l'ombre", new[] { 2 })]
    [Case("Ombre", new int[0])]
    public async Task A_book_is_found_by_all_of_its_publishers_name(string publisher, int[] expected)
    {
        await SaveAsync();
        (await FindAsync(new BookQuery { Publisher = publisher })).ShouldBe(expected.Select(number => Records.Isbn(number)));
    }

    [Case("thema:FLC", new[] { 1, 2 })]
    [Case("THEMA:flc", new[] { 1, 2 })]
    [Case("bisac:FIC028000", new[] { 1 })]
    [Case("thema:FL", new int[0])]
    [Case("bic:FLC", new int[0])]
    public async Task A_book_is_found_by_a_subject(string subject, int[] expected)
    {
        await SaveAsync();
        (await FindAsync(new BookQuery { Subject = subject })).ShouldBe(expected.Select(number => Records.Isbn(number)));
    }

    [Case]
    public async Task All_conditions_hold_together()
    {
        await SaveAsync();
        (await FindAsync(new BookQuery { PublishingStatus = "active" })).ShouldBe([First]);
        (await FindAsync(new BookQuery { PublishingStatus = "Forthcoming" })).ShouldBe([Second, Third]);
        (await FindAsync(new BookQuery { PublishingStatus = "forthcoming", Subject = "thema:FLC" })).ShouldBe([Second]);
        (await FindAsync(new BookQuery { Publisher = "ace", Text = "hand" })).ShouldBe([First, Plain]);
        (await FindAsync(new BookQuery { Publisher = "ace", Text = "hand", Author = "guin", PublishedAfter = new DateOnly(1969, 3, 1), PublishedBefore = new DateOnly(1969, 3, 2) })).ShouldBe([First, Plain]);
        (await FindAsync(new BookQuery { Publisher = "ace", PublishedBefore = new DateOnly(1969, 3, 1) })).ShouldBeEmpty();
    }

    [Case("2026-01-01", null, new[] { 2, 3 })]
    [Case("2026-11-02", null, new[] { 3 })]
    [Case("2026-11-28", null, new[] { 3 })]
    [Case("2026-11-29", null, new int[0])]
    [Case(null, "2026-11-28", new[] { 1, 2, 4 })]
    [Case(null, "2026-11-29", new[] { 1, 2, 3, 4 })]
    [Case("1969-03-01", "1969-03-02", new[] { 1, 4 })]
    [Case("2026-11-01", "2026-11-02", new[] { 2 })]
    public async Task A_book_is_found_by_the_first_day_of_its_publication(string? after, string? before, int[] expected)
    {
        await SaveAsync();
        var query = new BookQuery { PublishedAfter = after is null ? null : DateOnly.Parse(after, null), PublishedBefore = before is null ? null : DateOnly.Parse(before, null) };
        (await FindAsync(query)).ShouldBe(expected.Select(number => Records.Isbn(number)));
        (await FindAsync(query with { Limit = 1 })).ShouldBe(expected.Select(number => Records.Isbn(number)));
    }

    [Case]
    public async Task A_book_that_changes_is_found_by_what_it_is_now()
    {
        await SaveAsync();
        await SaveAsync(Records.DetailedBook(First) with { Publisher = "Orb", Details = new BookDetails { Subjects = [new BookSubject("thema", "FBA")] } });
        (await FindAsync(new BookQuery { Publisher = "ace" })).ShouldBe([Plain]);
        (await FindAsync(new BookQuery { Publisher = "orb" })).ShouldBe([First]);
        (await FindAsync(new BookQuery { Subject = "thema:flc" })).ShouldBe([Second]);
        (await FindAsync(new BookQuery { Subject = "thema:fba" })).ShouldBe([First]);
        (await FindAsync(new BookQuery { PublishingStatus = "active" })).ShouldBeEmpty();
    }

    [Case]
    public async Task A_page_of_dates_looks_at_a_bounded_number_of_books()
    {
        const int Limit = 10;
        var many = (int)KeysetPage.MaxLookedAt(Limit) + 5;
        await SaveAsync([.. Enumerable.Range(1, many).Select(number => Records.Book(Records.Isbn(number)) with { PublishedOn = number == many ? PublicationDate.OfYear(2030) : null })]);
        var filter = BookFilter.All with { PublishedFrom = new DateOnly(2030, 1, 1) };

        var page = await Store.ListBooksAsync(filter, null, Limit, default);
        page.Items.ShouldBeEmpty();
        page.Next.ShouldBe(Records.Isbn(many - 5));
        page = await Store.ListBooksAsync(filter, page.Next, Limit, default);
        page.Items.ShouldHaveSingleItem().Book.PublishedOn.ShouldBe(PublicationDate.OfYear(2030));
        page.Next.ShouldBeNull();
    }

    private Task SaveAsync() => SaveAsync(
        Records.DetailedBook(First) with { PublishedOn = new DateOnly(1969, 3, 1) },
        Records.Book(Second) with
        {
            Publisher = "Éditions de l’Ombre",
            PublishedOn = PublicationDate.OfMonth(2026, 11),
            Details = new BookDetails { PublishingStatus = PublishingStatuses.Forthcoming, Subjects = [new BookSubject("Thema", "flc"), new BookSubject("thema", "FLC")] },
        },
        Records.Book(Third) with { Publisher = null, PublishedOn = new DateOnly(2026, 11, 28), Details = new BookDetails { PublishingStatus = "forthcoming" } },
        Records.Book(Plain));

    private async Task<IReadOnlyList<Isbn>> FindAsync(BookQuery query)
    {
        await using var shop = new ModelShop(Store);
        var found = new List<Isbn>();
        do
        {
            var page = await shop.Inventory.ListBooksAsync(query);
            found.AddRange(page.Items.Select(static listing => listing.Book.Isbn));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        return found;
    }
}
