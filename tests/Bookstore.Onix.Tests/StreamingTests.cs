using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>The memory of the reader does not depend on the length of the file.</summary>
[Collection(nameof(MeasuredMemory))]
public sealed class StreamingTests
{
    [Fact]
    public async Task A_generated_feed_is_read_record_by_record()
    {
        using var feed = new GeneratedFeed(2_000);
        var (number, most) = (0L, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await foreach (var record in OnixReader.ReadAsync(feed))
        {
            record.Product.ShouldNotBeNull().FindIsbn()!.Value.ToString().ShouldBe(GeneratedFeed.IsbnOf(number));
            record.Number.ShouldBe(++number);
            if (number % 500 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        number.ShouldBe(2_000);
        // The file has about 7 MB.
        most.ShouldBeLessThan(3_000_000);
    }

    [Fact]
    public async Task A_file_is_not_read_further_than_its_records_are_asked_for()
    {
        using var feed = new EndlessStream("<ONIXMessage>", Reading.Product("r1"), 1L << 40);

        await foreach (var record in OnixReader.ReadAsync(feed))
        {
            if (record.Number == 1_000)
            {
                break;
            }
        }

        feed.Position.ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public async Task A_record_that_never_ends_takes_no_memory()
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var stream = new EndlessStream("<ONIXMessage><Product><RecordReference>r1</RecordReference>", "<a>text</a>", 20_000_000);

        var fault = await Should.ThrowAsync<OnixException>(() => Reading.ReadAsync(stream, new OnixReaderOptions { MaxRecordLength = 10_000 }));

        fault.Line.ShouldBe(1);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(16_000_000);
    }
}

/// <summary>Tests that measure the memory of the process, with no others beside them.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;
