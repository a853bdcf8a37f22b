using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>Which prices a law or a contract binds.</summary>
public sealed class FixedPriceTests
{
    [Theory]
    [InlineData("01", false)]
    [InlineData("02", false)]
    [InlineData("03", true)]
    [InlineData("04", true)]
    [InlineData("12", false)]
    [InlineData("13", true)]
    [InlineData("14", true)]
    [InlineData("22", false)]
    [InlineData("23", true)]
    [InlineData("24", true)]
    [InlineData("42", false)]
    public async Task The_type_of_the_chosen_price_says_whether_it_is_fixed(string type, bool isFixed)
    {
        await using var shop = new ImportShop();

        await shop.ImportAsync(Message(1, type), options => options with { PriceTypes = [type] });

        (await shop.FindAsync(Messages.One)).ShouldNotBeNull().Details!.FixedPrice.ShouldBe(isFixed);
    }

    [Fact]
    public async Task A_price_that_is_not_chosen_fixes_nothing()
    {
        await using var shop = new ImportShop();
        var other = Messages.Supply("12.00", type: "04").Replace("EUR", "CHF", StringComparison.Ordinal);

        await shop.ImportAsync(Messages.Of("20270401", Messages.Record(Messages.One).Replace("</Product>", $"{other}</Product>", StringComparison.Ordinal)), static options => options with { Currency = "EUR" });

        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Price, book.Details!.FixedPrice, book.Details.Prices.Count).ShouldBe((new Money(9.99m, "EUR"), false, 2));
    }

    [Fact]
    public async Task A_price_that_is_no_longer_fixed_is_free_again()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, "04"));

        await shop.ImportAsync(Message(2, "02", "7.99"));

        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Price, book.Details!.FixedPrice).ShouldBe((new Money(7.99m, "EUR"), false));
    }

    [Fact]
    public async Task What_the_shop_marked_itself_stays()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, "02"));
        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        await shop.Inventory.SaveBookAsync(book with { Details = book.Details! with { FixedPrice = true } });

        await shop.ImportAsync(Message(2, "02", "8.99"));

        book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Price, book.Details!.FixedPrice).ShouldBe((new Money(8.99m, "EUR"), true));
    }

    [Fact]
    public async Task A_kept_price_keeps_whether_it_is_fixed()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, "04"));

        await shop.ImportAsync(Message(2, "02", "5.00"), static options => options with { KeepPrices = true });

        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.Price, book.Details!.FixedPrice).ShouldBe((new Money(9.99m, "EUR"), true));
    }

    [Fact]
    public async Task A_price_of_today_counts_before_one_to_come_and_one_to_come_before_none()
    {
        await using var shop = new ImportShop();
        var (later, later2, now) = (Dated("8.00", "20270601"), Dated("9.00", "20270701"), Dated("7.00", "20270401", "20270531"));

        await shop.ImportAsync(Messages.Of("20270401", Priced(Messages.One, later2, later), Priced(Messages.Two, later, now)));

        (await shop.FindAsync(Messages.One)).ShouldNotBeNull().Price.ShouldBe(new Money(8, "EUR"));
        (await shop.FindAsync(Messages.Two)).ShouldNotBeNull().Price.ShouldBe(new Money(7, "EUR"));
        (await shop.ImportAsync(Messages.Of("20270402", Priced("9780306406157", Dated("6.00", "20270101", "20270430"))))).Unchanged.ShouldBe(0);
        (await shop.FindAsync(Messages.One)).ShouldNotBeNull().Price.ShouldBe(new Money(8, "EUR"));
    }

    private static string Priced(string isbn, params IEnumerable<string> prices)
    {
        var record = Messages.Record(isbn);
        return $"{record[..record.IndexOf("<Price>", StringComparison.Ordinal)]}{string.Concat(prices)}</SupplyDetail></ProductSupply></Product>";
    }

    private static string Dated(string amount, string from, string? until = null) =>
        $"<Price><PriceType>02</PriceType><PriceAmount>{amount}</PriceAmount><CurrencyCode>EUR</CurrencyCode>{Date("14", from)}{(until is null ? string.Empty : Date("15", until))}</Price>";

    private static string Date(string role, string date) => $"<PriceDate><PriceDateRole>{role}</PriceDateRole><Date dateformat=\"00\">{date}</Date></PriceDate>";

    private static string Message(int day, string type, string price = "9.99") =>
        Messages.Of($"2027040{day}", Messages.Record(Messages.One, price: price).Replace("<PriceType>02", $"<PriceType>{type}", StringComparison.Ordinal));
}
