using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>What a store has on record stays readable, whatever this version would accept as new.</summary>
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
    public void Money_OfARetiredCurrency_IsAnAmountButNoCurrencyInUse(string currency, int decimals)
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
    public void FromStored_UnknownCurrency_KeepsWhatIsThere(string currency)
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
    public void FromStored_KnownCurrency_IsTheSameAsAnyOther() => Money.FromStored(1_234, "USD").ShouldBe(new Money(12.34m, "USD"));

    [Theory]
    [InlineData(9_790_000_000_001)]
    [InlineData(9_780_000_000_002)]
    [InlineData(12)]
    public void Isbn_FromStored_KeepsTheNumberAndItsCursor(long number)
    {
        Isbn.TryFromInt64(number, out _).ShouldBeFalse();

        var isbn = Isbn.FromStored(number);

        (isbn.ToInt64(), isbn.ToString()).ShouldBe((number, $"{number}"));
        Cursor.ReadBook(Cursor.ForBook(isbn, default), default).ShouldBe(isbn);
    }

    [Fact]
    public async Task SaveBookAsync_PriceInARetiredCurrency_IsRefused()
    {
        await using var shop = await TestShop.OpenAsync();
        var book = new Book { Isbn = TestShop.Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "BGN") };

        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.SaveBookAsync(book))).Message.ShouldContain("currency");
    }
}
