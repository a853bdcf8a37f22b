using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Samples;

/// <summary>The sample that keeps a catalogue, as a program with its output in a pipe.</summary>
public sealed class CatalogueProgramTests
{
    private const string Onix = """
        <ONIXMessage release="3.0"><Header><SentDateTime>20261130</SentDateTime></Header>
        <Product><RecordReference>r1</RecordReference><NotificationType>03</NotificationType><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>9780306406157</IDValue></ProductIdentifier>
        <DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>Lamp</TitleText></TitleElement></TitleDetail></DescriptiveDetail>
        <ProductSupply><SupplyDetail><Price><PriceType>02</PriceType><PriceAmount>9.99</PriceAmount><CurrencyCode>EUR</CurrencyCode></Price></SupplyDetail></ProductSupply></Product>
        <Product><RecordReference>r2</RecordReference><Bad></Product>
        </ONIXMessage>
        """;

    private const string Shopify = "Handle,Title,Vendor,Type,Variant SKU,Variant Price,Variant Barcode,Image Src\nlamp,Lamp,Jane Doe,Paperback,1,12.50,9780306406157,https://x.example/1.jpg\nlamp,,,,,,,https://x.example/2.jpg\nno,No ISBN,A,B,2,1.00,12,\n";

    [Fact]
    public async Task A_message_is_tried_imported_and_imported_again()
    {
        using var folder = new TemporaryFolder();
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(Onix));
        var (database, report) = (Path.Combine(folder.Path, "shop.db"), Path.Combine(folder.Path, "report.json"));

        var dry = await SampleProcess.RunCatalogueAsync("import", file.Path, "--database", database, "--dry-run");
        var first = await SampleProcess.RunCatalogueAsync("import", file.Path, "--database", database, "--report", report);
        var second = await SampleProcess.RunCatalogueAsync("import", file.Path, "--database", database);

        (dry.ExitCode, first.ExitCode, second.ExitCode).ShouldBe((0, 0, 0), dry.Faults + first.Faults + second.Faults);
        dry.LastLine.ShouldStartWith("imported=1 changed=0 unchanged=0 deleted=0 refused=1 mb_per_s=");
        first.LastLine.ShouldStartWith("imported=1 changed=0 unchanged=0 deleted=0 refused=1 mb_per_s=");
        second.LastLine.ShouldStartWith("imported=0 changed=0 unchanged=1 deleted=0 refused=1 mb_per_s=");
        first.Text.ShouldContain("r2");
        first.Text.ShouldNotContain("\u001b");
        (await File.ReadAllTextAsync(report)).ShouldContain("\"record_reference\": \"r2\"");
    }

    [Fact]
    public async Task The_export_of_a_shop_is_known_by_its_header()
    {
        using var folder = new TemporaryFolder();
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(Shopify));

        var output = await SampleProcess.RunCatalogueAsync("import", file.Path, "--database", Path.Combine(folder.Path, "shop.db"), "--currency", "EUR");

        output.ExitCode.ShouldBe(0, output.Faults);
        output.LastLine.ShouldStartWith("imported=1 changed=0 unchanged=0 deleted=0 refused=1 mb_per_s=");
    }

    [Fact]
    public async Task Articles_that_are_no_books_are_taken_where_it_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        using var message = new TemporaryFile(Encoding.UTF8.GetBytes(Onix.Replace("<ProductIDType>15</ProductIDType><IDValue>9780306406157", "<ProductIDType>03</ProductIDType><IDValue>4006381333931", StringComparison.Ordinal)));
        using var table = new TemporaryFile(Encoding.UTF8.GetBytes("isbn,title,author,price\n9771234567003,Monthly,,4.50\n"));
        var database = Path.Combine(folder.Path, "shop.db");

        var refused = await SampleProcess.RunCatalogueAsync("import", message.Path, "--database", database);
        var taken = await SampleProcess.RunCatalogueAsync("import", message.Path, "--database", database, "--other-articles");
        var rows = await SampleProcess.RunCatalogueAsync("import", table.Path, "--database", database, "--other-articles", "--columns", "isbn=isbn,title=title,author=author,price=price");

        refused.LastLine.ShouldStartWith("imported=0 changed=0 unchanged=0 deleted=0 refused=2 mb_per_s=");
        taken.LastLine.ShouldStartWith("imported=1 changed=0 unchanged=0 deleted=0 refused=1 mb_per_s=");
        rows.LastLine.ShouldStartWith("imported=1 changed=0 unchanged=0 deleted=0 refused=0 mb_per_s=", customMessage: rows.Faults);
    }

    [Theory]
    [InlineData("There is no option --colour.", "import", "a.xml", "--database", "b.db", "--colour", "red")]
    [InlineData("--database is missing", "import", "a.xml")]
    [InlineData("no-such.xml does not exist.", "import", "no-such.xml", "--database", "b.db")]
    public async Task What_cannot_be_done_is_said_with_the_exit_code_2(string message, params string[] args)
    {
        var output = await SampleProcess.RunCatalogueAsync(args);

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain(message);
    }
}
