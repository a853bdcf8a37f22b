using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>What a store has on record stays readable, also when this version would refuse it as new.</summary>
public sealed class StoredValueTests
{
    [Theory]
    [InlineData("BGN", 2)]
    [InlineData("HRK", 2)]
    [InlineData("ANG", 2)]
    [InlineData("CUC", 2)]
    [InlineData("SLL", 2)]
    [InlineData("ZWL", 2)]
    [InlineData("BYR", 0)]
    [InlineData("ITL", 0)]
    public void Money_of_a_retired_currency_is_an_amount_but_no_currency_in_use(string currency, int decimals)
    {
        var money = Money.FromMinorUnits(1_234, currency);

        money.IsCurrencyKnown.ShouldBeTrue();
        Money.GetDecimals(currency).ShouldBe(decimals);
        Money.TryCreate(money.Amount, currency, out var same).ShouldBeTrue();
        same.ShouldBe(money);
        Money.IsCurrency(currency).ShouldBeFalse();
    }

    [Theory]
    [InlineData("QQQ")]
    [InlineData("")]
    [InlineData("usd")]
    public void FromStored_unknown_currency_keeps_what_is_there(string currency)
    {
        var money = Money.FromStored(1_234, currency);

        (money.MinorUnits, money.Currency, money.IsCurrencyKnown, money.IsDefault).ShouldBe((1_234, currency, false, false));
        money.ShouldBe(Money.FromStored(1_234, currency));
        (money + Money.FromStored(6, currency)).MinorUnits.ShouldBe(1_240);
        money.ShouldNotBe(Money.FromStored(1_234, "USD"));
        Should.Throw<InvalidOperationException>(() => money + Money.FromStored(1, "USD"));
        money.ToString().ShouldBe($"12.34 {currency}");
    }

    [Fact]
    public void FromStored_known_currency_is_the_same_as_any_other() => Money.FromStored(1_234, "USD").ShouldBe(new Money(12.34m, "USD"));

    [Theory]
    [InlineData(9_790_000_000_001)]
    [InlineData(9_780_000_000_002)]
    [InlineData(12)]
    public void Isbn_from_stored_keeps_the_number_and_its_cursor(long number)
    {
        Isbn.TryFromInt64(number, out _).ShouldBeFalse();

        var isbn = Isbn.FromStored(number);

        (isbn.ToInt64(), isbn.ToString()).ShouldBe((number, $"{number:D13}"));
        Cursor.ReadBook(Cursor.ForBook(isbn, default), default).ShouldBe(isbn);
    }

    [Fact]
    public async Task SaveBookAsync_price_in_a_retired_currency_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var book = new Book { Isbn = TestShop.Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "BGN") };

        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.SaveBookAsync(book))).Message.ShouldContain("currency");
    }
}
