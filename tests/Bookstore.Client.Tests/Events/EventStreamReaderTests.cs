using System.Text;
using Bookstore.Client.Events;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>The stream of server-sent events, byte by byte and all at once.</summary>
public sealed class EventStreamReaderTests
{
    private const int MaxBytes = 1_000;

    public static TheoryData<string, string[]> Streams => new()
    {
        { "data: a\n\n", ["a"] },
        { "data: a\r\n\r\n", ["a"] },
        { "data: a\r\r", ["a"] },
        { "data:a\n\ndata:  b\n\n", ["a", " b"] },
        { "data: a\ndata: b\ndata\n\n", ["a\nb\n"] },
        { "data:\n\n", [""] },
        { "\uFEFFdata: a\n\n", ["a"] },
        { ": comment\n:\n\ndata: é𝄞\n\n", ["é𝄞"] },
        { "event: order.created\nunknown: x\nnothing\ndata: a\n\n", ["a"] },
        { "data: a\n\ndata: cut off\n", ["a"] },
        { "data: a\n\ndata: cut off", ["a"] },
        { "\n\n\r\n\rdata: a\n\n\n", ["a"] },
        { "", [] },
        { "DATA: a\n\n data: b\n\n", [] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Events_are_those_of_the_standard_however_the_bytes_arrive(string text, string[] expected)
    {
        foreach (var piece in new[] { 1, 2, 3, 7, 10_000 })
        {
            (await ReadAllAsync(text, piece)).Select(static happened => happened.Data).ShouldBe(expected, $"in pieces of {piece}");
        }
    }

    [Fact]
    public async Task The_id_is_kept_until_there_is_another_and_counts_with_its_blank_line()
    {
        var all = await ReadAllAsync("id: 1\ndata: a\n\ndata: b\n\nid: 3\n\ndata: c\n\nid: x\0y\ndata: d\n\nid: 9\ndata: cut off");

        all.Select(static happened => happened.Id).ShouldBe(["1", "1", "3", "3"]);
    }

    [Fact]
    public async Task An_id_alone_counts_and_one_that_is_cut_off_does_not()
    {
        var reader = ReaderOf("id: 5\n\nid: 6\n", 4);

        (await reader.ReadAsync(CancellationToken.None)).ShouldBeFalse();

        reader.LastId.ShouldBe("5");
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait()
    {
        var reader = ReaderOf("retry: 1500\nretry: 5x\nretry: -1\nretry:\n\n", 100);

        (await reader.ReadAsync(CancellationToken.None)).ShouldBeFalse();

        reader.Retry.ShouldBe(TimeSpan.FromMilliseconds(1500));
    }

    [Theory]
    [InlineData("data: ", 1_001)]
    [InlineData(":", 10_000)]
    public async Task A_line_that_is_too_long_is_refused(string beginning, int length)
    {
        var reader = ReaderOf(beginning + new string('x', length), 100);

        await Should.ThrowAsync<InvalidDataException>(async () => await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_event_with_too_many_lines_is_refused_and_many_small_ones_are_not()
    {
        var many = ReaderOf(string.Concat(Enumerable.Repeat("data: abc\n\n", 1_000)), 100);
        for (var number = 0; number < 1_000; number++)
        {
            (await many.ReadAsync(CancellationToken.None)).ShouldBeTrue();
        }

        var one = ReaderOf(string.Concat(Enumerable.Repeat("data: abc\n", 1_000)), 100);
        await Should.ThrowAsync<InvalidDataException>(async () => await one.ReadAsync(CancellationToken.None));
    }

    private static async Task<List<(string Data, string? Id)>> ReadAllAsync(string text, int piece = 1_000)
    {
        var reader = ReaderOf(text, piece);
        var all = new List<(string, string?)>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            all.Add((Encoding.UTF8.GetString(reader.Data), reader.LastId));
        }

        return all;
    }

    private static EventStreamReader ReaderOf(string text, int piece)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new EventStreamReader((buffer, token) => stream.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], token), MaxBytes);
    }
}
