using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class BookRulesTests
{
    private static readonly Book Good = new() { Isbn = Isbn.Parse("9780143127550"), Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") };

    public static TheoryData<Book> Allowed =>
    [
        Good,
        Good with { Author = "", Publisher = "", Language = "", Format = "" },
        Good with { Price = Money.FromMinorUnits(0, "USD") },
        Good with { Price = Money.FromMinorUnits(Book.MaxPriceInMinorUnits, "USD") },
        Good with { Title = new string('x', Book.MaxTextLength), Author = new string('x', Book.MaxTextLength) },
        Good with { Publisher = new string('x', Book.MaxShortTextLength), Language = new string('x', Book.MaxShortTextLength), Format = new string('x', Book.MaxShortTextLength) },
        Of(new BookDetails { Contributors = [.. Enumerable.Repeat(new BookContributor("n", "r"), BookDetails.MaxContributors)], Pages = BookDetails.MaxPages, Weight = 1, ImageUrl = "http://a.example/b" }),
        Of(new BookDetails { Prices = [new BookPrice("x", Money.FromMinorUnits(0, "USD")) { TaxRate = 100, ValidFrom = new DateOnly(2026, 1, 1), ValidUntil = new DateOnly(2026, 1, 1) }] }),
    ];

    public static TheoryData<string, Book> Refused => new()
    {
        { "ISBN", Good with { Isbn = default } },
        { "ISBN", Good with { Isbn = Isbn.FromStored(-5) } },
        { "ISBN", Good with { Isbn = Isbn.FromStored(9_779_999_999_999) } },
        { "ISBN", Good with { Isbn = Isbn.FromStored(9_800_000_000_000) } },
        { "ISBN", Good with { Isbn = Isbn.FromStored(long.MaxValue) } },
        { "price", Good with { Price = default } },
        { "price", Good with { Price = Money.FromMinorUnits(-1, "USD") } },
        { "price", Good with { Price = Money.FromMinorUnits(Book.MaxPriceInMinorUnits + 1, "USD") } },
        { "title", Good with { Title = "" } },
        { "title", Good with { Title = " " } },
        { "title", Good with { Title = new string('x', Book.MaxTextLength + 1) } },
        { "author", Good with { Author = null! } },
        { "author", Good with { Author = new string('x', Book.MaxTextLength + 1) } },
        { "publisher", Good with { Publisher = new string('x', Book.MaxShortTextLength + 1) } },
        { "language", Good with { Language = "en\0" } },
        { "format", Good with { Format = new string('x', Book.MaxShortTextLength + 1) } },
        { "subtitle", Of(new BookDetails { Subtitle = new string('x', BookDetails.MaxTextLength + 1) }) },
        { "imprint", Of(new BookDetails { Imprint = new string('x', BookDetails.MaxNameLength + 1) }) },
        { "supplier", Of(new BookDetails { Supplier = "\0" }) },
        { "product form", Of(new BookDetails { ProductForm = new string('x', BookDetails.MaxCodeLength + 1) }) },
        { "publishing status", Of(new BookDetails { PublishingStatus = new string('x', BookDetails.MaxCodeLength + 1) }) },
        { "availability", Of(new BookDetails { Availability = new string('x', BookDetails.MaxCodeLength + 1) }) },
        { "returnability", Of(new BookDetails { Returnability = new string('x', BookDetails.MaxCodeLength + 1) }) },
        { "pages", Of(new BookDetails { Pages = 0 }) },
        { "weight", Of(new BookDetails { Weight = BookDetails.MaxWeight + 1 }) },
        { "dimensions", Of(new BookDetails { Dimensions = new BookDimensions(1, -1, 1) }) },
        { "image", Of(new BookDetails { ImageUrl = "javascript:alert(1)" }) },
        { "image", Of(new BookDetails { ImageUrl = "/covers/1.jpg" }) },
        { "contributors", Of(new BookDetails { Contributors = [.. Enumerable.Repeat(new BookContributor("n", "r"), BookDetails.MaxContributors + 1)] }) },
        { "Number 2 of the contributors: name", Of(new BookDetails { Contributors = [new BookContributor("n", "r"), new BookContributor("", "r")] }) },
        { "contributors: is missing", Of(new BookDetails { Contributors = [null!] }) },
        { "series: title", Of(new BookDetails { Series = [new BookSeries(" ")] }) },
        { "subjects: scheme", Of(new BookDetails { Subjects = [new BookSubject("a:b", "c")] }) },
        { "subjects: code", Of(new BookDetails { Subjects = [new BookSubject("thema", "")] }) },
        { "prices: amount", Of(new BookDetails { Prices = [new BookPrice("x", default)] }) },
        { "prices: tax rate", Of(new BookDetails { Prices = [new BookPrice("x", new Money(1m, "EUR")) { TaxRate = 101 }] }) },
        { "prices: last day", Of(new BookDetails { Prices = [new BookPrice("x", new Money(1m, "EUR")) { ValidFrom = new DateOnly(2026, 1, 2), ValidUntil = new DateOnly(2026, 1, 1) }] }) },
    };

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public void Problem_within_the_limits_is_none(Book book) => BookRules.Problem(book).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Problem_beyond_the_limits_names_the_member(string member, Book book) => BookRules.Problem(book).ShouldNotBeNull().ShouldContain(member);

    private static Book Of(BookDetails details) => Good with { Details = details };
}
