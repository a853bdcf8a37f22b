using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class PriceListTests
{
    private static readonly Isbn Isbn = Isbn.FromInt64(9_780_439_023_481);

    [Fact]
    public void PriceOf_same_seed_is_the_same() => Prices(seed: 1).PriceOf(Isbn).ShouldBe(Prices(seed: 1).PriceOf(Isbn));

    [Fact]
    public void PriceOf_other_seed_is_another() => Prices(seed: 1).PriceOf(Isbn).ShouldNotBe(Prices(seed: 2).PriceOf(Isbn));

    [Fact]
    public void PriceOf_one_price_is_that_price()
    {
        var price = new Money(12.5m, "USD");

        new PriceList(price, price, seed: 1).PriceOf(Isbn).ShouldBe(price);
    }

    private static PriceList Prices(int seed) => new(new Money(0m, "USD"), new Money(1_000m, "USD"), seed);
}
