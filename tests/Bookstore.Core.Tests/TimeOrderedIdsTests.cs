using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class TimeOrderedIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly TimeOrderedIds _ids = new();

    [Fact]
    public void Next_IsAVersion7UuidOfTheTime()
    {
        var id = _ids.Next(Noon);

        id.Version.ShouldBe(7);
        id.Variant.ShouldBeInRange(8, 11);
        MillisecondsOf(id).ShouldBe(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_WithinOneMillisecond_Ascends()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => _ids.Next(Noon)).ToArray();

        ids.ShouldBe(ids.Order());
        ids.Distinct().Count().ShouldBe(ids.Length);
        MillisecondsOf(ids[^1]).ShouldBe(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_MoreThanAMillisecondHasRoomFor_CarriesOverIntoTheTime()
    {
        var ids = Enumerable.Range(0, 40_000).Select(_ => _ids.Next(Noon)).ToArray();

        ids.ShouldBe(ids.Order());
        MillisecondsOf(ids[^1]).ShouldBeGreaterThan(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_ClockWentBack_StillAscends()
    {
        var first = _ids.Next(Noon);
        var second = _ids.Next(Noon.AddHours(-1));
        var third = _ids.Next(Noon.AddMilliseconds(1));

        second.ShouldBeGreaterThan(first);
        third.ShouldBeGreaterThan(second);
        MillisecondsOf(third).ShouldBe(Noon.ToUnixTimeMilliseconds() + 1);
    }

    [Fact]
    public async Task Next_FromSeveralThreads_GivesNoIdTwiceAndAscendsForEach()
    {
        var ofThreads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => _ids.Next(Noon)).ToArray())));

        ofThreads.ShouldAllBe(static ids => ids.SequenceEqual(ids.Order()));
        ofThreads.SelectMany(static ids => ids).Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void Next_OfTwoHosts_DiffersInItsRandomPart() => new TimeOrderedIds().Next(Noon).ShouldNotBe(new TimeOrderedIds().Next(Noon));

    private static long MillisecondsOf(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
