using System.Text;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The feed of events: every member, positions without gaps, and what was removed from its beginning.</summary>
internal sealed class EventCases : StoreCases
{
    [Case]
    public async Task An_event_comes_back_with_every_member()
    {
        var happened = Event(1, "ü.type", new string('r', 200), long.MaxValue, Records.Latest, """{"title":"Ünïcode 𝄞"}""");
        await AppendAsync(happened);
        var read = (await ReadAsync(null, 10)).Events.ShouldHaveSingleItem();
        (read.Id, read.Type, read.Resource, read.Sequence, read.OccurredAt, Encoding.UTF8.GetString(read.Data.Span), read.Position)
            .ShouldBe((happened.Id, happened.Type, happened.Resource, long.MaxValue, Records.Latest, """{"title":"Ünïcode 𝄞"}""", 1L));
        RecordAssertions.ShouldBeUtc(read.OccurredAt);
    }

    [Case]
    public async Task An_empty_feed_has_no_position()
    {
        (await Store.ReadLastEventAsync(default)).ShouldBe(0);
        var slice = await ReadAsync(null, 10);
        (slice.Events.Count, slice.Next, slice.Removed, slice.Last).ShouldBe((0, 0L, 0L, 0L));
        (await Store.FindEventsBeforeAsync(Records.Latest, Records.Latest, 10, default)).ShouldBeNull();
    }

    [Case(1)]
    [Case(2)]
    [Case(127)]
    [Case(128)]
    [Case(129)]
    [Case(600)]
    public async Task Events_of_a_commit_have_consecutive_positions_in_their_order(int count)
    {
        await AppendAsync([.. Enumerable.Range(1, count).Select(number => Event(number))]);
        await AppendAsync(Event(count + 1));
        (await PageThroughAsync(null, 97)).ShouldBe(Enumerable.Range(1, count + 1).Select(number => ((long)number, (long)number)));
    }

    [Case(1)]
    [Case(3)]
    [Case(7)]
    [Case(300)]
    public async Task Pages_have_no_gap_and_no_repetition_however_the_commits_were(int limit)
    {
        var number = 0;
        foreach (var size in (int[])[1, 200, 3, 128, 1, 1, 40])
        {
            await AppendAsync([.. Enumerable.Range(number + 1, size).Select(sequence => Event(sequence))]);
            number += size;
        }

        (await PageThroughAsync(null, limit)).Select(read => read.Sequence).ShouldBe(Enumerable.Range(1, number).Select(sequence => (long)sequence));
        (await PageThroughAsync(150, limit)).Select(read => read.Position).ShouldBe(Enumerable.Range(151, number - 150).Select(position => (long)position));
    }

    [Case]
    public async Task A_position_at_the_end_or_beyond_it_gives_nothing()
    {
        await AppendAsync(Event(1), Event(2));
        foreach (var after in (long[])[2, 3, 1_000, long.MaxValue])
        {
            var slice = await ReadAsync(after, 10);
            (slice.Events.Count, slice.Next, slice.Last).ShouldBe((0, after, 2L));
        }
    }

    [Case]
    public async Task What_is_not_committed_has_no_position_and_leaves_no_gap()
    {
        await AppendAsync(Event(1));
        await using (var unit = await OpenAsync(keys => keys.Orders.Add(Records.Id(1))))
        {
            unit.Records.Events.Append(Event(2));
        }

        await AppendAsync(Event(3));
        (await PageThroughAsync(null, 10)).ShouldBe([(1L, 1L), (2L, 3L)]);
    }

    [Case]
    public async Task A_state_and_its_event_are_committed_together()
    {
        await CommitAsync(static _ => { }, set =>
        {
            set.InsertOrder(Records.Order(Records.Id(1)));
            set.Events.Append(Event(1));
        });
        await using (var refused = await OpenAsync(keys => keys.Stock.Add(Records.Isbn(1))))
        {
            refused.Records.InsertOrder(Records.Order(Records.Id(1)));
            refused.Records.Events.Append(Event(2));
            await Should.ThrowAsync<StoreConflictException>(async () => await refused.CommitAsync(NextMark()));
        }

        (await PageThroughAsync(null, 10)).ShouldBe([(1L, 1L)]);
    }

    [Case]
    public async Task A_reader_that_continues_behind_the_last_position_misses_no_event_of_a_commit_that_was_open_for_longer()
    {
        await SaveAsync(Records.Level(Records.Isbn(1), 1), Records.Level(Records.Isbn(2), 1));
        var other = await OpenSecondAsync();
        await using var slow = await OpenAsync(keys => keys.Stock.Add(Records.Isbn(1)));
        slow.Records.Events.Append(Event(1));
        if (Store.MaxOpenUnits > 1)
        {
            await using var quick = await OpenAsync(other, keys => keys.Stock.Add(Records.Isbn(2)), default);
            quick.Records.Events.Append(Event(2));
            await quick.CommitAsync(NextMark());
        }

        var seen = await PageThroughAsync(null, 10);
        await slow.CommitAsync(NextMark());
        var later = await PageThroughAsync(seen.Count == 0 ? null : seen[^1].Position, 10);
        later.Select(read => read.Sequence).ShouldContain(1);
        seen.Concat(later).Select(read => read.Sequence).ShouldBeUnique();
        seen.Concat(later).Count().ShouldBe(Store.MaxOpenUnits > 1 ? 2 : 1);
    }

    [Case]
    public async Task Events_of_one_record_are_in_the_order_of_their_commits()
    {
        await SaveAsync(Records.Level(Records.Isbn(1), 0));
        var other = await OpenSecondAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(host => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await using var unit = await OpenAsync(host % 2 == 0 ? Store : other, keys => keys.Stock.Add(Records.Isbn(1)), default);
                var level = unit.Records.Stock.Find(Records.Isbn(1))!;
                level = level with { EventCount = level.EventCount + 1 };
                unit.Records.Stock.Put(level.Isbn, level);
                unit.Records.Events.Append(Event((int)level.EventCount));
                await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
            }
        })));

        (await PageThroughAsync(null, 13)).Select(read => read.Sequence).ShouldBe(Enumerable.Range(1, 100).Select(number => (long)number));
    }

    [Case]
    public async Task A_stock_level_keeps_how_many_events_its_book_had()
    {
        await SaveAsync(Records.Level(Records.Isbn(1), 5) with { EventCount = 7 });
        await ReadLevelAsync(7);
        await SaveAsync(Records.Level(Records.Isbn(1), 6) with { EventCount = long.MaxValue });
        await ReadLevelAsync(long.MaxValue);

        async Task ReadLevelAsync(long expected)
        {
            await using var unit = await OpenAsync(keys => keys.Stock.Add(Records.Isbn(1)));
            unit.Records.Stock.Find(Records.Isbn(1))!.EventCount.ShouldBe(expected);
        }
    }

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

    [Case]
    public async Task The_feed_is_there_after_a_reopening_if_the_store_keeps_data()
    {
        await AppendAsync(Event(1), Event(2));
        await ReopenAsync();
        (await PageThroughAsync(null, 10)).ShouldBe(UnderTest.KeepsData ? [(1L, 1L), (2L, 2L)] : []);
        await AppendAsync(Event(3));
        (await PageThroughAsync(null, 10))[^1].ShouldBe((UnderTest.KeepsData ? 3L : 1L, 3L));
    }

    private static BookstoreEvent Event(int sequence) => Event(sequence, EventTypes.OrderCreated, "orders/1", sequence, Records.Time, """{"order_id":"1"}""");

    private static BookstoreEvent Event(int id, string type, string resource, long sequence, DateTimeOffset at, string data) => new()
    {
        Id = Records.Id(id),
        Position = 0,
        Type = type,
        Resource = resource,
        Sequence = sequence,
        OccurredAt = at,
        Data = Encoding.UTF8.GetBytes(data),
    };

    private Task AppendAsync(params BookstoreEvent[] events) => AppendAsync(Records.Time, events);

    private async Task AppendAsync(DateTimeOffset committedAt, params BookstoreEvent[] events)
    {
        await using var unit = await OpenAsync(static _ => { });
        Array.ForEach(events, unit.Records.Events.Append);
        await unit.CommitAsync(NextMark() with { At = committedAt });
    }

    private async Task RemoveAsync(long through)
    {
        await Store.NumberEventsAsync(default);
        await CommitAsync(static _ => { }, set => set.Events.RemoveThrough(through));
    }

    private async Task<EventSlice> ReadAsync(long? after, int limit)
    {
        await Store.NumberEventsAsync(default);
        return await Store.ReadEventsAsync(after, limit, default);
    }

    private async Task<List<(long Position, long Sequence)>> PageThroughAsync(long? after, int limit)
    {
        var seen = new List<(long, long)>();
        while (true)
        {
            var slice = await ReadAsync(after, limit);
            slice.Events.Count.ShouldBeLessThanOrEqualTo(limit);
            seen.AddRange(slice.Events.Select(read => (read.Position, read.Sequence)));
            after = slice.Next;
            if (slice.Next >= slice.Last)
            {
                return seen;
            }
        }
    }
}
