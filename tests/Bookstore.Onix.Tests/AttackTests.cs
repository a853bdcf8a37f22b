using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>Files that mean harm.</summary>
public sealed class AttackTests
{
    [Theory]
    [InlineData("<!DOCTYPE ONIXMessage [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE ONIXMessage [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>")]
    [InlineData("<!DOCTYPE ONIXMessage SYSTEM \"x.dtd\" [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>")]
    [InlineData("<!DOCTYPE ONIXMessage PUBLIC \"]>\" 'x.dtd' [ ]>")]
    public async Task Entities_that_a_file_declares_are_refused(string documentType)
    {
        var (records, fault) = await Reading.TryReadAsync($"<?xml version=\"1.0\"?>\n{documentType}\n{Reading.Message(Reading.Product("r1", "&file;&b;"))}");

        records.ShouldBeEmpty();
        fault.ShouldNotBeNull().Message.ShouldStartWith("Line 2: The file brings a DTD of its own");
    }

    [Fact]
    public async Task A_document_type_within_the_message_refuses_its_record()
    {
        var records = await Reading.ReadAsync(Reading.Message("<Product><!DOCTYPE a [<!ENTITY b \"c\">]><RecordReference>&b;</RecordReference></Product>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", Reading.Product("r2", "x&b;")));

        records.Select(static record => record.Refusal?.Code).ShouldBe([OnixRefusalCode.Malformed, OnixRefusalCode.Malformed]);
    }

    [Fact]
    public async Task A_document_type_that_is_only_named_is_never_loaded()
    {
        // A folder cannot be opened as a file: to load it would fail.
        var record = (await Reading.ReadAsync($"<!DOCTYPE ONIXMessage SYSTEM \"file://{Path.GetTempPath()}\">{Reading.Message(Reading.Product("r1", "caf&eacute;"))}")).ShouldHaveSingleItem();

        record.Product!.Title!.Text.ShouldBe("café");
    }

    [Theory]
    [InlineData("&eacute;&Eacute;&szlig;&ndash;&euro;&nbsp;!", "éÉß–€\u00A0!")]
    [InlineData("&scaron;&Ccaron;&lstrok;&odblac;&abreve;&inodot;", "šČłőăı")]
    [InlineData("&lsqb;&amp;&lt;&#233;&#x17E;&rsqb;", "[&<éž]")]
    [InlineData("<![CDATA[&eacute;&nosuch;]]>&eacute;<!-- &nosuch; -->&agrave;<![CDATA[&]]>", "&eacute;&nosuch;éà&")]
    public async Task The_entities_of_the_old_dtd_are_known(string written, string title)
    {
        (await Reading.ReadAsync(Reading.Message(Reading.Product("r1", written))))[0].Product.ShouldNotBeNull().Title!.Text.ShouldBe(title);
    }

    [Theory]
    [InlineData("&nosuch;")]
    [InlineData("&eacute")]
    [InlineData("& ")]
    [InlineData("&;")]
    [InlineData("&e;")]
    [InlineData("&#xFFFF;")]
    [InlineData("&#0;")]
    public async Task What_is_no_entity_refuses_its_record(string written)
    {
        var records = await Reading.ReadAsync(Reading.Message(Reading.Product("r1", written), Reading.Product("r2")));

        records.Select(static record => record.Refusal?.Code).ShouldBe([OnixRefusalCode.Malformed, null]);
    }

    [Fact]
    public async Task A_record_that_is_too_long_is_refused_and_not_kept()
    {
        var options = new OnixReaderOptions { MaxRecordLength = 2_000 };
        var records = await Reading.ReadAsync(Reading.Message(Reading.Product("r1"), Reading.Product("r2", new string('x', 3_000)), Reading.Product("r3", new string('x', 3_000_000)), Reading.Product("r4")), options);

        records.Select(static record => (record.RecordReference, record.Refusal?.Code, record.Line)).ShouldBe(
            [("r1", null, 2), ("r2", OnixRefusalCode.TooLong, 3), ("r3", OnixRefusalCode.TooLong, 4), ("r4", null, 5)]);
    }

    [Fact]
    public async Task Elements_that_are_nested_too_deep_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<x>", 40_000)) + string.Concat(Enumerable.Repeat("</x>", 40_000));
        var inText = $"<CollateralDetail><TextContent><Text>{string.Concat(Enumerable.Repeat("<p>", 100))}a{string.Concat(Enumerable.Repeat("</p>", 100))}</Text></TextContent></CollateralDetail>";

        var records = await Reading.ReadAsync(Reading.Message($"<Product><RecordReference>r1</RecordReference>{deep}</Product>", $"<Product><RecordReference>r2</RecordReference>{inText}</Product>", Reading.Product("r3")));

        records.Select(static record => record.Refusal?.Code).ShouldBe([OnixRefusalCode.TooDeep, OnixRefusalCode.TextTooLong, null]);
    }

    [Fact]
    public async Task Too_many_elements_are_refused()
    {
        var many = string.Concat(Enumerable.Repeat("<x/>", 100_001));

        (await Reading.ReadAsync(Reading.Message($"<Product><RecordReference>r1</RecordReference>{many}</Product>")))[0].Refusal!.Code.ShouldBe(OnixRefusalCode.TooDeep);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused()
    {
        var options = new OnixReaderOptions { MaxTextLength = 100 };

        var records = await Reading.ReadAsync(Reading.Message(Reading.Product("r1", new string('x', 100)), Reading.Product("r2", new string('x', 101))), options);

        records.Select(static record => record.Refusal?.Code).ShouldBe([null, OnixRefusalCode.TextTooLong]);
    }

    [Fact]
    public async Task Names_that_are_never_the_same_do_not_fill_the_memory()
    {
        var records = 0;
        var name = 0;
        var text = new StringBuilder("<ONIXMessage>");
        for (var record = 0; record < 60; record++)
        {
            text.Append("<Product><RecordReference>r</RecordReference>");
            for (var element = 0; element < 1_000; element++, name++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<n{name} a{name}=''/>");
            }

            text.Append("</Product>");
        }

        await foreach (var record in OnixReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text.Append("</ONIXMessage>").ToString()))))
        {
            record.Product.ShouldNotBeNull();
            records++;
        }

        records.ShouldBe(60);
    }
}
