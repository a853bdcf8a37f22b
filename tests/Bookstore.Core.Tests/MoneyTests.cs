using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("ISK", 0)]
    [InlineData("MGA", 2)]
    [InlineData("KWD", 3)]
    public void GetDecimals_currency_is_iso4217s(string currency, int decimals) => Money.GetDecimals(currency).ShouldBe(decimals);

    [Theory]
    [InlineData("12.99", "USD", 1299, "12.99 USD")]
    [InlineData("9.5", "USD", 950, "9.50 USD")]
    [InlineData("9.500000", "USD", 950, "9.50 USD")]
    [InlineData("950", "JPY", 950, "950 JPY")]
    [InlineData("1.234", "KWD", 1234, "1.234 KWD")]
    [InlineData("-0.01", "EUR", -1, "-0.01 EUR")]
    [InlineData("92233720368547758.07", "USD", long.MaxValue, "92233720368547758.07 USD")]
    [InlineData("-92233720368547758.08", "USD", long.MinValue, "-92233720368547758.08 USD")]
    [InlineData("9223372036854775807", "JPY", long.MaxValue, "9223372036854775807 JPY")]
    [InlineData("-9223372036854775808", "JPY", long.MinValue, "-9223372036854775808 JPY")]
    public void Constructor_amount_is_exact(string amount, string currency, long minorUnits, string text)
    {
        var value = decimal.Parse(amount, CultureInfo.InvariantCulture);
        var money = new Money(value, currency);

        money.MinorUnits.ShouldBe(minorUnits);
        money.Amount.ShouldBe(value);
        money.ToString().ShouldBe(text);
        Money.TryCreate(value, currency, out var tried).ShouldBeTrue();
        tried.ShouldBe(money);
        tried.GetHashCode().ShouldBe(money.GetHashCode());
    }

    [Theory]
    [InlineData("0.001", "USD")]
    [InlineData("0.5", "JPY")]
    [InlineData("1.0000000000000000000000000001", "USD")]
    [InlineData("92233720368547758.08", "USD")]
    [InlineData("-92233720368547758.09", "USD")]
    [InlineData("79228162514264337593543950335", "JPY")]
    [InlineData("-79228162514264337593543950335", "KWD")]
    [InlineData("1", "usd")]
    [InlineData("1", "")]
    [InlineData("1", "XXX")]
    public void TryCreate_not_possible_is_false_and_constructor_throws(string amount, string currency)
    {
        var value = decimal.Parse(amount, CultureInfo.InvariantCulture);

        Money.TryCreate(value, currency, out var money).ShouldBeFalse();
        money.IsDefault.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new Money(value, currency));
    }

    [Fact]
    public void TryCreate_null_currency_is_false()
    {
        Money.TryCreate(1m, null, out _).ShouldBeFalse();
        Should.Throw<ArgumentNullException>(() => new Money(1m, null!));
    }

    [Fact]
    public void FromMinorUnits_any_round_trips_through_amount() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<long>(), Gen.Elements("USD", "JPY", "KWD").ToArbitrary(), (minorUnits, currency) =>
        {
            var money = Money.FromMinorUnits(minorUnits, currency);
            return new Money(money.Amount, currency) == money && money.MinorUnits == minorUnits && money.Currency == currency;
        }));

    [Fact]
    public void Multiply_and_add_agree() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(-100_000, 100_000).ToArbitrary(), amount =>
    {
        var money = Money.FromMinorUnits(amount, "EUR");
        return money * 3 == money + money + money && money * 0 == new Money(0m, "EUR") && (money * -1) + money == new Money(0m, "EUR");
    }));

    [Fact]
    public void Arithmetic_too_large_throws()
    {
        var most = Money.FromMinorUnits(long.MaxValue, "USD");
        var least = Money.FromMinorUnits(long.MinValue, "USD");

        Should.Throw<OverflowException>(() => most + Money.FromMinorUnits(1, "USD"));
        Should.Throw<OverflowException>(() => least + Money.FromMinorUnits(-1, "USD"));
        Should.Throw<OverflowException>(() => most * 2);
        Should.Throw<OverflowException>(() => least * -1);
    }

    [Fact]
    public void Add_another_currency_throws()
    {
        Should.Throw<InvalidOperationException>(() => new Money(1m, "USD") + new Money(1m, "EUR")).Message.ShouldBe("USD and EUR cannot be added.");
        Should.Throw<InvalidOperationException>(() => new Money(1m, "USD") + default(Money));
    }

    [Fact]
    public void Equals_amount_and_currency_both_count()
    {
        (new Money(1m, "USD") == new Money(1.00m, "USD")).ShouldBeTrue();
        (new Money(1m, "USD") != new Money(1m, "EUR")).ShouldBeTrue();
        new Money(0m, "USD").Equals(default).ShouldBeFalse();
        new Money(1m, "USD").Equals(1m).ShouldBeFalse();
    }

    [Fact]
    public void Default_has_no_currency()
    {
        var money = default(Money);

        money.IsDefault.ShouldBeTrue();
        money.Currency.ShouldBeEmpty();
        money.Amount.ShouldBe(0m);
        money.ToString().ShouldBeEmpty();
        (money + money).ShouldBe(money);
    }

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("eur", false)]
    [InlineData("EUR ", false)]
    [InlineData("XAU", false)]
    [InlineData("XTS", false)]
    [InlineData("DEM", false)]
    [InlineData("HRK", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsCurrency_code_is_one_in_use(string? code, bool expected) => Money.IsCurrency(code).ShouldBe(expected);
}
