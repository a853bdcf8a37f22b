using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class SampleOptionsTests
{
    [Fact]
    public void Parse_nothing_sells_the_excerpt_from_a_temporary_file()
    {
        var options = SampleOptions.Parse([]);

        options.IsExcerpt.ShouldBeTrue();
        options.InMemory.ShouldBeFalse();
        options.DatabasePath.ShouldBeNull();
        (options.Orders, options.Customers).ShouldBe((20_000, 50));
    }

    [Fact]
    public void Parse_everything_is_taken()
    {
        var options = SampleOptions.Parse(
        [
            "books.csv", "--orders", "100", "--customers", "5", "--price", "1-2.50", "--stock", "9", "--limited", "0", "--seed", "3",
            "--database", "shop.db", "--store", "sqlite",
        ]);

        options.CataloguePath.ShouldBe("books.csv");
        (options.Orders, options.Customers, options.Stock, options.LimitedStock, options.Seed).ShouldBe((100, 5, 9, 0, 3));
        (options.LowestPrice, options.HighestPrice).ShouldBe((new Money(1m, "USD"), new Money(2.5m, "USD")));
        options.DatabasePath.ShouldBe("shop.db");
    }

    [Theory]
    [InlineData("--orders is a whole number from 1 to 1000000, not '0'.", "--orders", "0")]
    [InlineData("--orders is a whole number from 1 to 1000000, not '1e3'.", "--orders", "1e3")]
    [InlineData("--customers is a whole number from 1 to 1000, not '-1'.", "--customers", "-1")]
    [InlineData("--seed needs a value.", "--seed")]
    [InlineData("--store is sqlite or memory, not 'file'.", "--store", "file")]
    [InlineData("--price is one price or MIN-MAX with at most two decimals, 0 to 10000, such as 4.99-29.99, not '9-8'.", "--price", "9-8")]
    [InlineData("--price is one price or MIN-MAX with at most two decimals, 0 to 10000, such as 4.99-29.99, not '9.999'.", "--price", "9.999")]
    [InlineData("--price is one price or MIN-MAX with at most two decimals, 0 to 10000, such as 4.99-29.99, not '4.99999999999999999999999999999999'.", "--price", "4.99999999999999999999999999999999")]
    [InlineData("--price is one price or MIN-MAX with at most two decimals, 0 to 10000, such as 4.99-29.99, not '0.000000000000000000000000000001'.", "--price", "0.000000000000000000000000000001")]
    [InlineData("There is no option --speed.", "--speed", "11")]
    [InlineData("'b.csv' is one file too many, or an empty name.", "a.csv", "b.csv")]
    [InlineData("--database keeps a SQLite file; it does not go with --store memory.", "--database", "a.db", "--store", "memory")]
    public void Parse_nonsense_says_what_is_wrong(string message, params string[] args) =>
        Should.Throw<FormatException>(() => SampleOptions.Parse(args)).Message.ShouldBe(message);
}
