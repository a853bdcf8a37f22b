using System.Text;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The feed of events: every member, positions without gaps, and what was removed from its beginning.</summary>
internal sealed class EventCases : FeedCases
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

    [Case]
    public async Task The_feed_is_there_after_a_reopening_if_the_store_keeps_data()
    {
        await AppendAsync(Event(1), Event(2));
        await ReopenAsync();
        (await PageThroughAsync(null, 10)).ShouldBe(UnderTest.KeepsData ? [(1L, 1L), (2L, 2L)] : []);
        await AppendAsync(Event(3));
        (await PageThroughAsync(null, 10))[^1].ShouldBe((UnderTest.KeepsData ? 3L : 1L, 3L));
    }
}
