using System.Text.Json.Nodes;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class BookDetailsTests
{
    private static readonly BookDetails Some = new()
    {
        Subtitle = "A novel",
        Contributors = [new BookContributor("Andy Weir", ContributorRoles.Author)],
        Subjects = [new BookSubject(SubjectSchemes.Thema, "FLC")],
        Prices = [new BookPrice(BookPriceTypes.FixedWithTax, new Money(12.99m, "EUR"))],
        Pages = 369,
    };

    [Fact]
    public void Text_has_what_is_there_and_nothing_else() => BookDetailsText.Format(Book(Some)).ShouldBe(
        """{"subtitle":"A novel","contributors":[{"name":"Andy Weir","role":"author"}],"subjects":[{"scheme":"thema","code":"FLC"}],"pages":369,"prices":[{"type":"fixed_including_tax","amount":{"amount":12.99,"currency":"EUR"}}]}""");

    [Fact]
    public void Text_of_a_book_without_details_is_none() => BookDetailsText.Format(Book(null)).ShouldBeNull();

    [Fact]
    public void Details_are_equal_by_what_they_are_as_a_value_and_as_a_text()
    {
        var stored = BookDetailsText.Apply(Book(null), BookDetailsText.Format(Book(Some)));

        stored.ShouldBe(Book(Some));
        stored.ShouldNotBe(Book(Some with { Pages = 370 }));
        stored.ShouldNotBe(Book(Some with { Subjects = [.. Some.Subjects, .. Some.Subjects] }));
        stored.ShouldNotBe(Book(null));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"pages":"many"}""")]
    [InlineData("""{"contributors":[{"role":"author"}],"subjects":[7]}""")]
    public void Details_that_are_damaged_are_refused_by_the_name_of_their_book(string text)
    {
        var fault = Should.Throw<BookstoreStoreException>(() => BookDetailsText.Apply(Book(null), text).Details);

        fault.RecordId.ShouldBe(TestShop.Martian.ToString());
    }

    [Fact]
    public async Task SaveBookAsync_what_a_newer_version_has_kept_stays_also_when_the_rest_goes()
    {
        await using var shop = await TestShop.OpenAsync();
        var before = BookDetailsText.Apply(Book(null), """{"subtitle":"old","shelf":{"row":7}}""");
        await shop.Inventory.SaveBookAsync(before);

        await shop.Inventory.SaveBookAsync(Book(Some));
        var text = BookDetailsText.Format((await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book)!;
        await shop.Inventory.SaveBookAsync(Book(null));
        var rest = BookDetailsText.Format((await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book);

        JsonNode.Parse(text)!["shelf"]!["row"]!.GetValue<int>().ShouldBe(7);
        JsonNode.Parse(text)!["subtitle"]!.GetValue<string>().ShouldBe("A novel");
        rest.ShouldBe("""{"shelf":{"row":7}}""");
    }

    [Fact]
    public async Task SaveBookAsync_of_the_same_details_writes_nothing_and_keeps_the_version()
    {
        await using var shop = await TestShop.OpenAsync();
        var saved = await shop.Inventory.SaveBookAsync(Book(Some));
        var sequence = (await shop.Inventory.FindStockAsync(TestShop.Martian))!.EventCount;
        var again = await shop.Inventory.SaveBookAsync(Book(Some with { }));
        var empty = await shop.Inventory.SaveBookAsync(Book(new BookDetails()));

        again.Listing!.Version.ShouldBe(saved.Listing!.Version);
        again.Listing.Stock.EventCount.ShouldBe(sequence);
        empty.Listing!.Book.Details.ShouldBeNull();
        empty.Listing.Version.ShouldNotBe(saved.Listing.Version);
        (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Version.ShouldBe(empty.Listing.Version);
    }

    private static Book Book(BookDetails? details) => new() { Isbn = TestShop.Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD"), Details = details };
}
