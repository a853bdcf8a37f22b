using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>Articles that are no books: taken where the shop sells them.</summary>
public sealed class ArticleTests
{
    private const string Magazine = "9771234567003";
    private const string Music = "9790260000438";
    private const string Calendar = "4006381333931";
    private const string InStore = "2000000000015";

    [Fact]
    public async Task A_shop_of_other_articles_takes_them_by_their_numbers()
    {
        await using var shop = Open(otherArticles: true);

        var report = await shop.ImportAsync(Messages.Of(
            "20270401", Messages.Record(Messages.One), Messages.Article("03", Magazine), Messages.Article("25", Music), Messages.Article("03", Calendar), Messages.Article("04", "012345678905")));

        (report.Imported, report.Refused).ShouldBe((5, 0));
        (await shop.BooksAsync()).Select(static book => (book.Isbn.ToString(), book.Isbn.Kind)).ShouldBe(
        [
            ("0012345678905", ArticleKind.Other), (Calendar, ArticleKind.Other), (Magazine, ArticleKind.Serial), (Messages.One, ArticleKind.Book), (Music, ArticleKind.Music),
        ]);
    }

    [Fact]
    public async Task A_shop_of_books_refuses_them_and_takes_the_rest()
    {
        await using var shop = Open(otherArticles: false);

        var report = await shop.ImportAsync(Messages.Of("20270401", Messages.Article("03", Magazine), Messages.Record(Messages.One), Messages.Article("25", Music)));

        report.Imported.ShouldBe(1);
        report.Refusals.Select(static refusal => (refusal.Code, refusal.Isbn)).ShouldBe([("article_not_allowed", Magazine), ("article_not_allowed", Music)]);
        report.Refusals[0].Reason.ShouldContain("BookstoreOptions.OtherArticles");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Numbers_that_each_shop_gives_its_own_articles_are_refused(bool otherArticles)
    {
        await using var shop = Open(otherArticles);

        var report = await shop.ImportAsync(Messages.Of("20270401", Messages.Article("03", InStore)));

        report.Refusals.ShouldHaveSingleItem().Code.ShouldBe("in_store_number");
        (await shop.BooksAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("03", "4006381333932")]
    [InlineData("03", "0000000000000")]
    [InlineData("04", "4006381333931")]
    [InlineData("01", "4006381333931")]
    [InlineData("25", "")]
    public async Task What_is_no_number_is_refused(string type, string number)
    {
        await using var shop = Open(otherArticles: true);

        (await shop.ImportAsync(Messages.Of("20270401", Messages.Article(type, number)))).Refusals.ShouldHaveSingleItem().Code.ShouldBe("no_isbn");
    }

    [Fact]
    public async Task The_isbn_of_a_book_counts_before_its_other_numbers()
    {
        await using var shop = Open(otherArticles: true);
        const string Isbn13 = $"<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{Messages.One}</IDValue></ProductIdentifier>";

        await shop.ImportAsync(Messages.Of("20270401", Messages.Article("03", Calendar, Isbn13)));

        (await shop.BooksAsync()).ShouldHaveSingleItem().Isbn.ToString().ShouldBe(Messages.One);
    }

    private static ImportShop Open(bool otherArticles) => new(configure: options => options.OtherArticles = otherArticles);
}
