using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>Records and files that are broken.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("<Product><RecordReference>bad</RecordReference><Price></Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference>&nosuch;</Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference><a & b></Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference>\u0001</Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference><!-- never closed </Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference><![CDATA[ never closed </Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference><? never closed </Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product x='1' x='2'><RecordReference>bad</RecordReference></Product>", OnixRefusalCode.Malformed)]
    [InlineData("<Product><RecordReference>bad</RecordReference>", OnixRefusalCode.NotClosed)]
    [InlineData("<Produkt><RecordReference>bad</RecordReference></Product>", OnixRefusalCode.NotClosed)]
    [InlineData("<Product><NotificationType>03</NotificationType></Product>", OnixRefusalCode.NoIdentity)]
    [InlineData("<Product/>", OnixRefusalCode.NoIdentity)]
    public async Task A_bad_record_is_one_refused_record(string bad, OnixRefusalCode code)
    {
        var records = await Reading.ReadAsync(Reading.Message(Reading.Product("r1"), bad, Reading.Product("r3")));

        records.Count.ShouldBe(3);
        (records[0].RecordReference, records[0].Line, records[2].RecordReference, records[2].Line).ShouldBe(("r1", 2, "r3", 4));
        records[2].Product.ShouldNotBeNull();
        (records[1].Product, records[1].Refusal!.Code, records[1].Line, records[1].Number).ShouldBe((null, code, 3, 2));
        records[1].Refusal!.Reason.ShouldEndWith(".");
        if (bad.Contains("<Product><RecordReference>", StringComparison.Ordinal))
        {
            records[1].RecordReference.ShouldBe("bad");
        }
    }

    [Fact]
    public async Task The_line_of_a_fault_is_that_of_the_file()
    {
        var refusal = (await Reading.ReadAsync(Reading.Message(Reading.Product("r1"), "<Product>\n<RecordReference>bad</RecordReference>\n<Price></Prise>\n</Product>")))[1].Refusal.ShouldNotBeNull();

        refusal.Line.ShouldBe(5);
        refusal.Reason.ShouldContain("'Price'");
        refusal.Reason.ShouldNotContain("Line ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_carriage_return_alone_does_not_move_the_lines_of_later_faults(bool isPlainRead)
    {
        var message = Reading.Message("<Header>\r<SenderName>a\rb</SenderName></Header>", "<Product>\r<RecordReference>r1</RecordReference><?a?></Product>", "<Product><Price></Prise></Product>");

        var records = await Reading.ReadAsync(message, new OnixReaderOptions { IsPlainRead = isPlainRead });

        records[1].Refusal!.Line.ShouldBe(4);
    }

    [Fact]
    public async Task A_header_that_cannot_be_read_is_a_refused_record_and_the_products_follow()
    {
        var records = await Reading.ReadAsync(Reading.Message("<Header><SenderName>A</Header>", Reading.Product("r1")));

        (records[0].Number, records[0].Refusal!.Code).ShouldBe((0, OnixRefusalCode.Malformed));
        records[1].Product.ShouldNotBeNull();
    }

    [Fact]
    public async Task Records_that_are_commented_out_are_no_records()
    {
        var records = await Reading.ReadAsync(Reading.Message("<!-- " + Reading.Product("r1") + " -->", Reading.Product("r2", "<![CDATA[</Product> <Product>]]>"), "<? " + Reading.Product("r3") + " ?>"));

        records.ShouldHaveSingleItem().Product!.Title!.Text.ShouldBe("</Product> <Product>");
    }

    [Theory]
    [InlineData("<Product><RecordReference>r2</Rec", 3)]
    [InlineData("<Product><RecordReference>r2</RecordReference>", 3)]
    [InlineData("<Pro", 3)]
    [InlineData("", 3)]
    public async Task A_file_that_is_cut_off_is_told_with_its_line_and_what_came_before_stays(string rest, long line)
    {
        var (records, fault) = await Reading.TryReadAsync($"<ONIXMessage>\n{Reading.Product("r1")}\n{rest}");

        records.ShouldHaveSingleItem().RecordReference.ShouldBe("r1");
        fault.ShouldNotBeNull().Line.ShouldBe(line);
        fault.Message.ShouldStartWith($"Line {line}: The file is broken");
    }

    [Theory]
    [InlineData("<rss version=\"2.0\"><channel/></rss>", "its root element is <rss>, not <ONIXMessage>")]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- a --><ONIXMessageAcknowledgement/>", "its root element is <ONIXMessageAcknowledgement>")]
    [InlineData("{\"books\": []}", "is no XML: it does not begin with <")]
    [InlineData("isbn,title\n1,2", "is no XML")]
    [InlineData("", "The file is empty")]
    [InlineData("<!-- only a comment -->", "it has no root element")]
    [InlineData("<ONIXMessage", "its first tag has no end")]
    [InlineData("<?xml version=\"1.0\"?> words <ONIXMessage/>", "text before its root element")]
    [InlineData("<ONIXMessage a='1' a='2'>", "The file is no XML: ")]
    public async Task A_file_that_is_no_onix_is_told_plainly(string file, string message)
    {
        var (records, fault) = await Reading.TryReadAsync(file);

        records.ShouldBeEmpty();
        fault.ShouldNotBeNull().Message.ShouldContain(message);
    }

    [Fact]
    public async Task What_stands_between_records_is_passed_over()
    {
        const string Other = "<MainSeriesRecord><RecordReference>s1</RecordReference></MainSeriesRecord> words";

        (await Reading.ReadAsync(Reading.Message(Other, Reading.Product("r1"), Other))).ShouldHaveSingleItem().RecordReference.ShouldBe("r1");
    }

    [Fact]
    public async Task A_cancelled_token_stops_the_reading()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await using var file = File.OpenRead(Reading.PathOf("reference-3.0.xml"));

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var record in OnixReader.ReadAsync(file, cancellationToken: stop.Token))
            {
                record.ShouldBeNull();
            }
        });
    }

    [Fact]
    public void Limits_out_of_their_range_are_refused()
    {
        foreach (var options in new[] { new OnixReaderOptions { MaxDepth = 1 }, new OnixReaderOptions { MaxRecordLength = 1 }, new OnixReaderOptions { MaxTextLength = 1 }, new OnixReaderOptions { MaxBytes = 0 } })
        {
            Should.Throw<ArgumentException>(() => OnixReader.ReadAsync(Stream.Null, options));
        }
    }
}
