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
    };

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public void Problem_within_the_limits_is_none(Book book) => BookRules.Problem(book).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Problem_beyond_the_limits_names_the_member(string member, Book book) => BookRules.Problem(book).ShouldNotBeNull().ShouldContain(member);
}
