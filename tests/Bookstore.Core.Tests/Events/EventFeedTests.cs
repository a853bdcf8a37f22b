using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events;

/// <summary>Pages of the feed, its filters, its end and its beginning.</summary>
public sealed class EventFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ReadPageAsync_always_says_where_to_continue()
    {
        await using var shop = await TestShop.OpenAsync();

        var all = await shop.Events.ReadPageAsync(new EventQuery());
        (all.Events.Count, all.Next, all.HasMore).ShouldBe((6, 6L, false));
        var end = await shop.Events.ReadPageAsync(new EventQuery { After = all.Next });
        (end.Events.Count, end.Next, end.HasMore).ShouldBe((0, 6L, false));
        var first = await shop.Events.ReadPageAsync(new EventQuery { Limit = 4 });
        (first.Events.Count, first.Next, first.HasMore).ShouldBe((4, 4L, true));
    }

    [Theory]
    [InlineData("stock.changed", 3)]
    [InlineData("stock.*", 3)]
    [InlineData("book.*", 3)]
    [InlineData("order.*", 0)]
    public async Task ReadPageAsync_keeps_the_types_that_are_asked_for_and_passes_over_the_others(string type, int count)
    {
        await using var shop = await TestShop.OpenAsync();

        var page = await shop.Events.ReadPageAsync(new EventQuery { Types = [type] });

        (page.Events.Count, page.Next, page.HasMore).ShouldBe((count, 6L, false));
    }

    [Fact]
    public async Task ReadPageAsync_ends_a_filtered_page_behind_its_last_event()
    {
        await using var shop = await TestShop.OpenAsync();

        var page = await shop.Events.ReadPageAsync(new EventQuery { Types = ["stock.*"], Limit = 2 });

        (page.Events.Count, page.Next, page.HasMore).ShouldBe((2, 4L, true));
    }

    [Theory]
    [InlineData("order")]
    [InlineData("order.")]
    [InlineData("*")]
    [InlineData(".*")]
    [InlineData("")]
    [InlineData("Order.*")]
    [InlineData("order.*x")]
    [InlineData("nothing.*")]
    public async Task ReadPageAsync_refuses_what_names_no_type(string type)
    {
        await using var shop = await TestShop.OpenAsync();

        (await Should.ThrowAsync<ArgumentException>(async () => await shop.Events.ReadPageAsync(new EventQuery { Types = [type] }))).Message.ShouldContain("order.created");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public async Task ReadPageAsync_refuses_positions_that_it_did_not_give_out(long after)
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Events.ReadPageAsync(new EventQuery { After = after }));
    }

    [Fact]
    public async Task ReadPageAsync_refuses_other_queries()
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentException>(async () => await shop.Events.ReadPageAsync(new EventQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.Events.ReadPageAsync(new EventQuery { Types = [.. Enumerable.Repeat("order.*", 51)] }));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.Events.ReadPageAsync(new EventQuery { Types = [null!] }));
    }

    [Fact]
    public async Task Housekeeping_removes_events_after_their_time_and_a_reader_behind_them_is_told()
    {
        await using var shop = await TestShop.OpenAsync(options => options.Events.Retention = TimeSpan.FromDays(2));
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.PlaceAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        await shop.Housekeeping.RunOnceAsync();

        var expired = await Should.ThrowAsync<EventCursorExpiredException>(async () => await shop.Events.ReadPageAsync(new EventQuery { After = 5 }));
        expired.OldestPosition.ShouldBe(6);
        await Should.ThrowAsync<EventCursorExpiredException>(async () => await shop.Events.ReadPageAsync(new EventQuery { After = 0 }));
        (await shop.Events.ReadPageAsync(new EventQuery())).Events.ShouldHaveSingleItem().Type.ShouldBe(EventTypes.OrderCreated);
        (await shop.Events.ReadPageAsync(new EventQuery { After = expired.OldestPosition })).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_goes_on_with_what_is_committed_later()
    {
        await using var shop = await TestShop.OpenAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var following = shop.Events.ReadAsync(4, ["stock.*", "order.*"], stop.Token).GetAsyncEnumerator(stop.Token);
        (await following.MoveNextAsync()).ShouldBeTrue();
        following.Current.Position.ShouldBe(6);

        var next = following.MoveNextAsync().AsTask();
        next.IsCompleted.ShouldBeFalse();
        await shop.PlaceAsync(TestShop.Martian);

        (await next.WaitAsync(Patience)).ShouldBeTrue();
        following.Current.Type.ShouldBe(EventTypes.OrderCreated);
        var last = following.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => last);
    }

    [Fact]
    public async Task WaitAsync_returns_at_once_where_there_is_something_and_gives_up_after_its_time()
    {
        await using var shop = await TestShop.OpenAsync();
        (await shop.Events.WaitAsync(5, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        var waiting = shop.Events.WaitAsync(6, TimeSpan.FromMinutes(1)).AsTask();
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await waiting.WaitAsync(Patience)).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => shop.Events.WaitAsync(6, TimeSpan.FromDays(2)));
    }

    [Fact]
    public void EventIdentity_follows_from_what_happened()
    {
        var order = Guid.CreateVersion7();
        var at = DateTimeOffset.UnixEpoch.AddYears(56);
        var id = EventIdentity.Of(order, 3, at);
        id.ShouldBe(EventIdentity.Of(order, 3, at));
        id.Version.ShouldBe(7);
        (id.Variant & 0xC).ShouldBe(0x8);
        TimeOrderedIds.TimeOf(id).ShouldBe(at);
        Enumerable.Range(1, 10_000).Select(sequence => EventIdentity.Of(order, sequence, at)).ShouldBeUnique();
    }

    [Fact]
    public void EventBlock_of_garbage_is_refused()
    {
        foreach (var block in (byte[][])[[2], [1, 2, 3], [], [.. Enumerable.Repeat((byte)1, 60)]])
        {
            Should.Throw<BookstoreStoreException>(() => EventBlock.Decode(block, 1, 0, 1, []));
        }
    }
}
