using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class ColumnMapTests
{
    [Fact]
    public void Parse_pairs_and_names_of_known_tables()
    {
        ColumnMap.Parse("WooCommerce").ShouldBe(ColumnMap.WooCommerce);
        var map = ColumnMap.Parse("isbn=EAN, title=Name,author=Writer,price=RRP");

        (map.Isbn, map.Title, map.Author, map.Price, map.Isbn13).ShouldBe(("EAN", "Name", "Writer", "RRP", null));
        map.Missing(["Name", "RRP"]).ShouldBe(["EAN"]);
    }

    [Theory]
    [InlineData("isbn")]
    [InlineData("title=Name")]
    [InlineData("isbn=EAN,title=Name,weight=W")]
    public void Parse_what_is_no_map_says_what_one_is(string text) => Should.Throw<FormatException>(() => ColumnMap.Parse(text)).Message.ShouldStartWith("--columns ");

    [Fact]
    public void For_a_header_finds_its_table()
    {
        ColumnMap.For(["Handle", "Title", "Vendor", "Variant Barcode"]).ShouldBe(ColumnMap.Shopify);
        ColumnMap.For(["ID", "Name", "GTIN, UPC, EAN, or ISBN"]).ShouldBe(ColumnMap.WooCommerce);
        ColumnMap.For(["something"]).ShouldBe(ColumnMap.Goodbooks);
    }
}
