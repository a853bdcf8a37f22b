using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class TimeOrderedIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly TimeOrderedIds _ids = new();

    [Fact]
    public void Next_is_a_version7_uuid_of_the_time()
    {
        var id = _ids.Next(Noon);

        id.Version.ShouldBe(7);
        id.Variant.ShouldBeInRange(8, 11);
        MillisecondsOf(id).ShouldBe(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_within_one_millisecond_ascends()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => _ids.Next(Noon)).ToArray();

        ids.ShouldBe(ids.Order());
        ids.Distinct().Count().ShouldBe(ids.Length);
        MillisecondsOf(ids[^1]).ShouldBe(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_more_than_a_millisecond_has_room_for_carries_over_into_the_time()
    {
        var ids = Enumerable.Range(0, 40_000).Select(_ => _ids.Next(Noon)).ToArray();

        ids.ShouldBe(ids.Order());
        MillisecondsOf(ids[^1]).ShouldBeGreaterThan(Noon.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_clock_went_back_still_ascends()
    {
        var first = _ids.Next(Noon);
        var second = _ids.Next(Noon.AddHours(-1));
        var third = _ids.Next(Noon.AddMilliseconds(1));

        second.ShouldBeGreaterThan(first);
        third.ShouldBeGreaterThan(second);
        MillisecondsOf(third).ShouldBe(Noon.ToUnixTimeMilliseconds() + 1);
    }

    [Fact]
    public void Next_last_id_was_made_by_a_clock_far_ahead_goes_by_the_time_again()
    {
        var poisoned = _ids.Next(Noon.AddYears(64));

        var next = _ids.Next(Noon);

        next.ShouldBeLessThan(poisoned);
        MillisecondsOf(next).ShouldBe(Noon.ToUnixTimeMilliseconds());
        _ids.Next(Noon).ShouldBeGreaterThan(next);
    }

    [Fact]
    public void StartAfter_id_of_a_store_is_continued_from()
    {
        var newest = new TimeOrderedIds().Next(Noon.AddHours(1));

        _ids.StartAfter(newest, Noon);

        var next = _ids.Next(Noon);
        next.ShouldBeGreaterThan(newest);
        MillisecondsOf(next).ShouldBe(Noon.AddHours(1).ToUnixTimeMilliseconds());
        TimeOrderedIds.TimeOf(next).ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public void StartAfter_older_id_changes_nothing()
    {
        var last = _ids.Next(Noon);

        _ids.StartAfter(new TimeOrderedIds().Next(Noon.AddHours(-1)), Noon);

        _ids.Next(Noon).ShouldBeGreaterThan(last);
    }

    [Theory]
    [InlineData(24 * 60)]
    [InlineData((24 * 60) + 1)]
    public void StartAfter_id_ahead_is_continued_from_up_to_a_day(int minutes)
    {
        var newest = new TimeOrderedIds().Next(Noon.AddMinutes(minutes));

        _ids.StartAfter(newest, Noon.AddMilliseconds(1));

        (_ids.Next(Noon.AddMilliseconds(1)) > newest).ShouldBe(minutes <= 24 * 60);
    }

    [Fact]
    public void StartAfter_uuid_of_another_kind_changes_nothing()
    {
        _ids.StartAfter(Guid.NewGuid(), Noon);
        _ids.StartAfter(Guid.Empty, Noon);
        _ids.StartAfter(Guid.AllBitsSet, Noon);

        MillisecondsOf(_ids.Next(Noon)).ShouldBe(Noon.ToUnixTimeMilliseconds());
        TimeOrderedIds.TimeOf(Guid.NewGuid()).ShouldBeNull();
    }

    [Fact]
    public async Task Next_from_several_threads_gives_no_id_twice_and_ascends_for_each()
    {
        var ofThreads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 5_000).Select(_ => _ids.Next(Noon)).ToArray())));

        ofThreads.ShouldAllBe(static ids => ids.SequenceEqual(ids.Order()));
        ofThreads.SelectMany(static ids => ids).Distinct().Count().ShouldBe(20_000);
    }

    [Fact]
    public void Next_of_two_hosts_differs_in_its_random_part() => new TimeOrderedIds().Next(Noon).ShouldNotBe(new TimeOrderedIds().Next(Noon));

    private static long MillisecondsOf(Guid id) => Convert.ToInt64(id.ToString("N")[..12], 16);
}
