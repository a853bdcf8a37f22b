using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The beginning of the feed is cut off, and what is left of it stays as it was.</summary>
internal sealed class EventRemovalCases : FeedCases
{
    [Case(1)]
    [Case(5)]
    [Case(300)]
    public async Task Removed_events_are_not_listed_and_a_reader_is_told_where_the_feed_begins(int limit)
    {
        for (var commit = 0; commit < 3; commit++)
        {
            await AppendAsync([.. Enumerable.Range((commit * 100) + 1, 100).Select(number => Event(number))]);
        }

        await RemoveAsync(150);
        var slice = await ReadAsync(149, limit);
        (slice.Events.Count, slice.Removed, slice.Last).ShouldBe((0, 150L, 300L));
        (await PageThroughAsync(null, limit)).Select(read => read.Position).ShouldBe(Enumerable.Range(151, 150).Select(position => (long)position));
        (await PageThroughAsync(150, limit)).Count.ShouldBe(150);
    }

    [Case]
    public async Task Positions_go_on_after_all_events_were_removed()
    {
        await AppendAsync(Event(1), Event(2));
        await RemoveAsync(2);
        var emptied = await ReadAsync(null, 10);
        (emptied.Events.Count, emptied.Next, emptied.Removed, emptied.Last).ShouldBe((0, 2L, 2L, 2L));
        if (UnderTest.KeepsData)
        {
            await ReopenAsync();
        }

        await AppendAsync(Event(3));
        (await PageThroughAsync(null, 10)).ShouldBe([(3L, 3L)]);
        (await ReadAsync(1, 10)).Removed.ShouldBe(2);
    }

    [Case]
    public async Task What_was_removed_stays_removed()
    {
        await AppendAsync(Event(1), Event(2), Event(3));
        await RemoveAsync(2);
        await RemoveAsync(1);
        (await ReadAsync(null, 10)).Removed.ShouldBe(2);
        (await PageThroughAsync(null, 10)).ShouldBe([(3L, 3L)]);
    }

    [Case]
    public async Task Events_to_remove_are_found_by_the_time_of_their_commit()
    {
        await AppendAsync(Records.Time, Event(1), Event(2));
        await AppendAsync(Records.Time.AddDays(1), Event(3));
        await AppendAsync(Records.Time.AddDays(2), Event(4));
        await Store.NumberEventsAsync(default);
        (await Store.FindEventsBeforeAsync(Records.Time, Records.Time.AddDays(9), 10, default)).ShouldBeNull();
        (await Store.FindEventsBeforeAsync(Records.Time.AddTicks(1), Records.Time.AddDays(9), 10, default)).ShouldBe(2);
        (await Store.FindEventsBeforeAsync(Records.Time.AddDays(2), Records.Time.AddDays(9), 10, default)).ShouldBe(3);
        (await Store.FindEventsBeforeAsync(Records.Time.AddDays(2), Records.Time.AddDays(9), 2, default)).ShouldBe(2);
        await RemoveAsync(2);
        (await Store.FindEventsBeforeAsync(Records.Time.AddDays(2), Records.Time.AddDays(9), 10, default)).ShouldBe(3);
    }

    [Case]
    public async Task Events_whose_commit_has_a_time_that_has_not_come_are_as_old_as_those_behind_them()
    {
        var now = Records.Time.AddDays(40);
        await AppendAsync(Records.Time, Event(1));
        await AppendAsync(Records.Time.AddYears(1), Event(2));
        await AppendAsync(now, Event(3), Event(4));
        await AppendAsync(Records.Time.AddDays(2), Event(5));
        await AppendAsync(Records.Time.AddYears(1), Event(6));
        await Store.NumberEventsAsync(default);

        // Those behind them are too new, or there are none yet.
        (await FindAsync(days: 1, limit: 10)).ShouldBe(1);
        (await FindAsync(days: 2, limit: 10)).ShouldBe(1);
        (await FindAsync(days: 3, limit: 10)).ShouldBe(5);

        // Also where those behind them are not among so many.
        (await FindAsync(days: 3, limit: 2)).ShouldBe(2);
        (await FindAsync(days: 2, limit: 2)).ShouldBe(1);
        await RemoveAsync(2);
        (await FindAsync(days: 3, limit: 1)).ShouldBeOneOf(3L, 4L);
        (await FindAsync(days: 2, limit: 1)).ShouldBeNull();
        await RemoveAsync(5);
        (await FindAsync(days: 3, limit: 10)).ShouldBeNull();
        (await FindAsync(days: 3, limit: 1)).ShouldBeNull();

        ValueTask<long?> FindAsync(int days, int limit) => Store.FindEventsBeforeAsync(Records.Time.AddDays(days), now, limit, default);
    }
}
