using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>What messages do to the catalogue.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task A_message_adds_books_with_what_the_trade_knows()
    {
        await using var shop = new ImportShop();

        var report = await shop.ImportAsync(() => File.OpenRead(Reading.PathOf("reference-3.0.xml")));

        (report.Imported, report.Unchanged, report.Refused, report.Records, report.Fault).ShouldBe((1, 1, 0, 2, null));
        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Title, book.Author, book.Price, book.Publisher).ShouldBe(("The Tide & the Lamp", "Édith O’Hara and others", new Money(18.99m, "GBP"), "Aldine Press"));
        (book.Language, book.Format, book.PublishedOn).ShouldBe(("eng", "hardcover", (PublicationDate?)new DateOnly(2027, 3, 15)));
        var details = book.Details.ShouldNotBeNull();
        details.FixedPrice.ShouldBeTrue();
        (details.Subtitle, details.Imprint, details.ProductForm, details.Pages, details.Weight).ShouldBe(("A harbour story", "Lantern", "BB", 352, 512));
        details.Dimensions.ShouldBe(new BookDimensions(234, 156.5m, null));
        details.Series.ShouldBe([new BookSeries("Harbour Mysteries") { Number = "7" }]);
        details.Contributors.ShouldBe(
        [
            new BookContributor("Édith O’Hara", ContributorRoles.Author), new BookContributor("Édith O’Hara", ContributorRoles.Illustrator),
            new BookContributor("Jan Novák", ContributorRoles.Translator), new BookContributor("Museum of Lamps", ContributorRoles.Editor),
        ]);
        details.Subjects.ShouldBe([new BookSubject(SubjectSchemes.Thema, "FFL"), new BookSubject(SubjectSchemes.Bisac, "FIC022000"), new BookSubject("Aldine shelves", "77-Ж")]);
        (details.PublishingStatus, details.Availability, details.Returnability, details.Supplier).ShouldBe((PublishingStatuses.Forthcoming, SupplierAvailability.NotYetAvailable, SupplierReturns.Returnable, "Aldine Wholesale"));
        (details.EmbargoOn, details.OnSaleOn, details.LastReturnOn).ShouldBe((new DateOnly(2027, 3, 14), null, new DateOnly(2028, 3, 15)));
        details.ImageUrl.ShouldBe("https://covers.aldine.example/0001.jpg");
        details.Prices.ShouldBe(
        [
            new BookPrice(BookPriceTypes.FixedWithTax, new Money(18.99m, "GBP")) { TaxRate = 0, ValidFrom = new DateOnly(2027, 3, 15), ValidUntil = new DateOnly(2027, 9, 14), Territory = "GB" },
            new BookPrice(BookPriceTypes.RetailWithTax, new Money(21.50m, "EUR")),
        ]);
    }

    [Fact]
    public async Task The_same_message_twice_changes_nothing()
    {
        await using var shop = new ImportShop();
        var message = Messages.Of("20270430T0800Z", Messages.Record(Messages.One, "Emma"), Messages.Record(Messages.Two), Messages.Record(Messages.One, "Emma again"), Messages.Delete(Messages.Two));
        var first = await shop.ImportAsync(message);
        var (books, events) = (await shop.BooksAsync(), await shop.CountEventsAsync());

        var second = await shop.ImportAsync(message);

        (first.Imported, first.Changed, first.Deleted, first.Unchanged).ShouldBe((2, 1, 1, 0));
        (second.Imported, second.Changed, second.Deleted, second.Unchanged, second.Older).ShouldBe((0, 0, 0, 4, 0));
        (await shop.BooksAsync()).ShouldBe(books);
        (await shop.CountEventsAsync()).ShouldBe(events);
    }

    [Fact]
    public async Task An_older_message_never_overwrites_a_newer_one()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270430T0800Z", Messages.Record(Messages.One, "New")));

        var older = await shop.ImportAsync(Messages.Of("20270429", Messages.Record(Messages.One, "Old")));
        var newer = await shop.ImportAsync(Messages.Of("20270501T0800Z", Messages.Record(Messages.One, "Newest")));

        (older.Changed, older.Unchanged, older.Older).ShouldBe((0, 1, 1));
        newer.Changed.ShouldBe(1);
        (await shop.FindAsync(Messages.One))!.Title.ShouldBe("Newest");
    }

    [Fact]
    public async Task The_time_of_the_record_counts_before_that_of_the_message()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One, "March 20", datestamp: "20270320")));

        var older = await shop.ImportAsync(Messages.Of("20270402", Messages.Record(Messages.One, "March 10", datestamp: "20270310")));
        var newer = await shop.ImportAsync(Messages.Of("20270331", Messages.Record(Messages.One, "March 30", datestamp: "20270330")));

        (older.Older, newer.Changed).ShouldBe((1, 1));
        (await shop.FindAsync(Messages.One))!.Title.ShouldBe("March 30");
    }

    [Fact]
    public async Task A_file_that_was_corrected_by_hand_is_applied()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One), Messages.Record(Messages.Two, "Ema")));

        var report = await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One), Messages.Record(Messages.Two, "Emma")));

        (report.Unchanged, report.Changed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_block_update_replaces_its_blocks_and_leaves_the_others()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One, "Emma")));

        var report = await shop.ImportAsync(Messages.Of("20270402", Messages.Update(Messages.One, Messages.Supply("12.50")), Messages.Update(Messages.Two, Messages.Supply("1.00"))));

        (report.Changed, report.Refused).ShouldBe((1, 1));
        report.Refusals.ShouldHaveSingleItem().Code.ShouldBe("not_in_catalogue");
        var book = (await shop.FindAsync(Messages.One))!;
        (book.Title, book.Author, book.Publisher, book.Price).ShouldBe(("Emma", "Jane Austen", "Aldine", new Money(12.50m, "EUR")));
        await shop.ImportAsync(Messages.Of("20270403", Messages.Update(Messages.One, Messages.Description("Emma, revised"))));
        book = (await shop.FindAsync(Messages.One))!;
        (book.Title, book.Price, book.Details!.Supplier).ShouldBe(("Emma, revised", new Money(12.50m, "EUR"), "Wholesale"));
    }

    [Fact]
    public async Task What_is_deleted_is_withdrawn_and_an_older_message_does_not_bring_it_back()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One)));

        var deleted = await shop.ImportAsync(Messages.Of("20270403", Messages.Delete(Messages.One), Messages.Delete(Messages.Two)));
        var older = await shop.ImportAsync(Messages.Of("20270402", Messages.Record(Messages.One), Messages.Record(Messages.Two)));

        (deleted.Deleted, deleted.Unchanged, older.Older).ShouldBe((1, 1, 2));
        (await shop.FindAsync(Messages.One))!.Details!.PublishingStatus.ShouldBe(PublishingStatuses.Withdrawn);
        (await shop.FindAsync(Messages.Two)).ShouldBeNull();
        (await shop.ImportAsync(Messages.Of("20270404", Messages.Record(Messages.One)))).Changed.ShouldBe(1);
        (await shop.FindAsync(Messages.One))!.Details!.PublishingStatus.ShouldBe(PublishingStatuses.Active);
    }

    [Theory]
    [InlineData("<Product><RecordReference>x</RecordReference><Bad></Product>", "malformed")]
    [InlineData("<Product><RecordReference>x</RecordReference></Product>", "no_isbn")]
    public async Task What_cannot_be_used_is_refused_with_its_line(string record, string code)
    {
        await using var shop = new ImportShop();

        var report = await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One), record, Messages.Record(Messages.Two)));

        (report.Imported, report.Refused).ShouldBe((2, 1));
        var refusal = report.Refusals.ShouldHaveSingleItem();
        (refusal.Line, refusal.RecordReference, refusal.Code).ShouldBe((3, "x", code));
    }

    [Fact]
    public async Task Tests_and_books_without_a_title_or_a_price_are_refused()
    {
        await using var shop = new ImportShop();

        var report = await shop.ImportAsync(
            Messages.Of("20270401", Messages.Record(Messages.One, type: "89"), Messages.Record(Messages.One, " "), Messages.Record(Messages.One, price: "free"), Messages.Record(Messages.One, price: "9.999")));

        report.Refusals.Select(static refusal => refusal.Code).ShouldBe(["test_record", "no_title", "no_price", "no_price"]);
        (await shop.BooksAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prices_are_of_the_currency_and_can_be_kept()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One, price: "9.99")));

        var usd = await shop.ImportAsync(Messages.Of("20270402", Messages.Record(Messages.One, "In dollars", "12.00", currency: "USD")), static options => options with { Currency = "EUR" });
        var kept = await shop.ImportAsync(Messages.Of("20270403", Messages.Record(Messages.One, "Kept", "13.00")), static options => options with { KeepPrices = true });

        (usd.Changed, kept.Changed).ShouldBe((1, 1));
        var book = (await shop.FindAsync(Messages.One))!;
        (book.Title, book.Price).ShouldBe(("Kept", new Money(9.99m, "EUR")));
        await Should.ThrowAsync<ArgumentException>(() => shop.ImportAsync(string.Empty, static options => options with { Currency = "XXZ" }));
    }

    [Fact]
    public async Task A_time_that_is_far_ahead_does_not_keep_later_messages_out()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20990401", Messages.Record(Messages.One, "Ahead", datestamp: "99991231")));

        var later = await shop.ImportAsync(Messages.Of("20270430", Messages.Record(Messages.One, "Now", datestamp: "20270430")));

        later.Changed.ShouldBe(1);
        (await shop.FindAsync(Messages.One))!.Title.ShouldBe("Now");
    }

    [Fact]
    public async Task A_record_with_more_than_a_book_can_have_is_a_book_with_as_much_as_it_can()
    {
        await using var shop = new ImportShop();
        var contributors = string.Concat(Enumerable.Range(0, 30_000).Select(static number => $"<Contributor><ContributorRole>A01</ContributorRole><PersonName>Writer {number}</PersonName></Contributor>"));
        var message = Messages.Of("20270401", Messages.Record(Messages.One, new string('t', 10_000)).Replace("</DescriptiveDetail>", $"{contributors}</DescriptiveDetail>", StringComparison.Ordinal), Messages.Record(Messages.Two));

        var report = await shop.ImportAsync(message, static options => options with { Reader = new OnixReaderOptions { MaxRecordLength = 10_000_000 } });

        report.Imported.ShouldBe(2);
        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Title.Length, book.Author.Length, book.Details!.Contributors.Count).ShouldBe((Book.MaxTextLength, Book.MaxTextLength, BookDetails.MaxContributors));
    }

    [Fact]
    public async Task What_is_kept_of_a_refused_record_is_short()
    {
        await using var shop = new ImportShop();

        var report = await shop.ImportAsync(Messages.Of("20270401", $"<Product><RecordReference>{new string('r', 100_000)}</RecordReference></Product>", $"<Product><RecordReference>x</RecordReference><{new string('n', 100_000)}></Product>"));

        report.Refused.ShouldBe(2);
        report.Refusals.ShouldAllBe(static refusal => refusal.RecordReference!.Length <= 100 && refusal.Reason.Length < 500);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One)));
        var events = await shop.CountEventsAsync();
        var message = Messages.Of("20270402", Messages.Record(Messages.One, "Changed"), Messages.Record(Messages.Two), "<Product/>");

        var dry = await shop.ImportAsync(message, static options => options with { DryRun = true });
        (await shop.CountEventsAsync()).ShouldBe(events);
        var real = await shop.ImportAsync(message);

        (dry.Imported, dry.Changed, dry.Refused).ShouldBe((1, 1, 1));
        (real.Imported, real.Changed, real.Refused).ShouldBe((1, 1, 1));
    }

    [Theory]
    [InlineData("{}", "does not begin with <")]
    [InlineData("<rss/>", "its root element is <rss>")]
    public async Task A_file_that_is_no_onix_is_a_fault_of_the_report(string file, string message)
    {
        await using var shop = new ImportShop();

        var report = await shop.ImportAsync(file);

        report.Fault.ShouldNotBeNull().ShouldContain(message);
        report.Records.ShouldBe(0);
    }
}
