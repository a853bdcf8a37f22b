using System.Diagnostics;
using System.Text;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>Files that are made to take time or memory, and oddities that are no fault.</summary>
[Collection(nameof(MeasuredMemory))]
public sealed class HostileTests
{
    private static readonly TimeSpan Square = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("<Product><!--")]
    [InlineData("<Product><![CDATA[")]
    [InlineData("<Product><?")]
    [InlineData("<Product><!--<![CDATA[<?")]
    [InlineData("<Product ")]
    [InlineData("</Product ")]
    [InlineData("<Product/><!-- a -->")]
    public async Task What_is_never_closed_does_not_take_the_square_of_its_time(string again)
    {
        // Where each is looked for to the end of the window, this takes many minutes.
        const int Times = 400_000;
        using var stream = new EndlessStream("<ONIXMessage><Product>", again, again.Length * Times);
        var started = Stopwatch.GetTimestamp();
        var records = 0;

        await Should.ThrowAsync<OnixException>(async () =>
        {
            await foreach (var record in OnixReader.ReadAsync(stream))
            {
                record.Product.ShouldBeNull();
                records++;
            }
        });

        records.ShouldBeLessThanOrEqualTo(Times);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Square);
    }

    [Fact]
    public async Task A_comment_is_closed_where_it_closes_also_behind_one_that_is_not()
    {
        // The first record has a comment that ends within the second; the second one's last comment never ends.
        var records = await Reading.ReadAsync(Reading.Message(
            "<Product><RecordReference>r1</RecordReference><!-- <Product> --></Product>", "<Product><RecordReference>r2</RecordReference><!-- never", Reading.Product("r3", "a<!-- b -->c"), "<!-- " + Reading.Product("r4") + "-->", Reading.Product("r5")));

        records.Select(static record => (record.RecordReference, record.Refusal?.Code)).ShouldBe(
            [("r1", null), ("r2", OnixRefusalCode.Malformed), ("r5", null)]);
    }

    [Fact]
    public async Task What_a_refusal_says_is_short()
    {
        var name = new string('n', 200_000);

        var records = await Reading.ReadAsync(Reading.Message($"<Product><RecordReference>r1</RecordReference><{name}></Product>", $"<Product><RecordReference>{name}</Product>", $"<Product><{name}:a/></Product>"));

        records.Count.ShouldBe(3);
        records.ShouldAllBe(static record => record.Refusal!.Reason.Length < 500 && (record.RecordReference == null || record.RecordReference.Length < 200));
    }

    [Fact]
    public async Task A_root_that_is_too_long_is_told()
    {
        var attribute = new string('x', 100_000);

        (await Reading.TryReadAsync($"<ONIXMessage a='{attribute}'></ONIXMessage>")).Fault.ShouldNotBeNull().Message.ShouldContain("its first tag has no end");
        (await Reading.TryReadAsync($"<{attribute[..200]}:ONIXMessage xmlns:{attribute[..200]}='a'></{attribute[..200]}:ONIXMessage>")).Fault.ShouldNotBeNull().Message.ShouldContain("the name of its root element is longer than");
    }

    [Fact]
    public async Task Attributes_of_any_length_and_number_are_read_within_a_record()
    {
        var many = string.Concat(Enumerable.Range(0, 5_000).Select(static number => $" a{number}='{number}'"));

        var records = await Reading.ReadAsync(Reading.Message(
            $"<Product a='{new string('x', 1_000_000)}'><RecordReference>r1</RecordReference></Product>",
            $"<Product{many}><RecordReference>r2</RecordReference></Product>",
            $"<Product{many} a7=''><RecordReference>r3</RecordReference></Product>",
            "<Product a='>' b='/>'><RecordReference>r4</RecordReference></Product>"));

        records.Select(static record => (record.RecordReference, record.Refusal?.Code)).ShouldBe([("r1", null), ("r2", null), ("r3", OnixRefusalCode.Malformed), ("r4", null)]);
    }

    [Fact]
    public async Task A_file_of_utf_32_is_told()
    {
        foreach (var encoding in new[] { Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true) })
        {
            var bytes = encoding.GetBytes(Reading.Message(Reading.Product("r1")));

            (await Reading.TryReadAsync(bytes)).Fault.ShouldNotBeNull();
            (await Reading.TryReadAsync([.. encoding.GetPreamble(), .. bytes])).Fault.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Half_a_surrogate_is_of_no_encoding()
    {
        var bytes = Encoding.Unicode.GetBytes(Reading.Message(Reading.Product("r1", "a\U0001F600b"), Reading.Product("r2")));
        var low = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("\U0001F600")) + 2;
        (bytes[low], bytes[low + 1]) = ((byte)'x', 0);

        var records = (await Reading.TryReadAsync(bytes)).Records;

        records.Select(static record => record.Refusal?.Code).ShouldBe([OnixRefusalCode.WrongEncoding, null]);
    }

    [LongFact]
    public async Task A_gigabyte_is_read_in_a_hundredth_of_its_memory()
    {
        const long Length = 1_000_000_000;
        using var stream = new EndlessStream("<ONIXMessage>", Reading.Product("r1", new string('x', 2_000)), Length);
        var (records, most) = (0L, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Should.ThrowAsync<OnixException>(async () =>
        {
            await foreach (var record in OnixReader.ReadAsync(stream))
            {
                if (++records % 50_000 == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        });

        records.ShouldBeGreaterThan(400_000);
        most.ShouldBeLessThan(Length / 100);
    }

    [LongFact]
    public async Task A_record_of_a_hundred_megabytes_is_refused_and_the_next_one_read()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        using var middle = new EndlessStream("<ONIXMessage><Product><RecordReference>long</RecordReference>", "<Unknown>text</Unknown>", 100_000_000);
        using var end = new MemoryStream(Encoding.UTF8.GetBytes($"</Unknown></Product>{Reading.Product("r2")}</ONIXMessage>"));
        using var file = new JoinedStream(middle, end);
        var records = new List<OnixRecord>();

        await foreach (var record in OnixReader.ReadAsync(file))
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            records.Add(record);
        }

        records.Select(static record => (record.RecordReference, record.Refusal?.Code)).ShouldBe([("long", OnixRefusalCode.TooLong), ("r2", null)]);
        most.ShouldBeLessThan(20_000_000);
    }

    private sealed class JoinedStream(Stream first, Stream second) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => first.Read(buffer) is var read and > 0 ? read : second.Read(buffer);
    }
}
