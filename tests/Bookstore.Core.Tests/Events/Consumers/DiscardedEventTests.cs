using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>A parked event that a person discards is never tried again, and nothing waits for it any more.</summary>
public sealed class DiscardedEventTests : IAsyncLifetime
{
    private readonly RecordingConsumer _consumer = new();
    private readonly RecordingLogs _logs = new();
    private TestShop _shop = null!;

    // Events 1 and 2 are of one book, 3 and 4 of the next, 5 and 6 of the third.
    public async Task InitializeAsync() =>
        _shop = await TestShop.OpenAsync(register: services => _consumer.Register(services.AddLogging(logging => logging.AddProvider(_logs))));

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task DiscardAsync_those_behind_it_are_tried_and_it_is_not()
    {
        _consumer.Fail(1);
        await _shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();

        (await DiscardAsync(1)).ShouldBeTrue();
        (await ParkedAsync()).Select(static parked => parked.State).ShouldBe([ParkedEventState.Discarded, ParkedEventState.Waiting]);
        (await DiscardAsync(1)).ShouldBeTrue("it changes nothing");
        await _shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([2]);
        (await ParkedAsync()).ShouldBeEmpty();
        _logs.Entries.ShouldContain((EventIds.Consumers.EventDiscarded, LogLevel.Warning));
        (await DiscardAsync(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task DiscardAsync_event_that_waits_is_removed_in_its_turn()
    {
        _consumer.Fail(1);
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });
        await _shop.Consumers.RunOnceAsync(default);
        await DiscardAsync(2);
        await _shop.Consumers.RunOnceAsync(default);
        (await ParkedAsync()).Select(static parked => (parked.Event.Position, parked.State)).ShouldBe([(1, ParkedEventState.Retrying), (2, ParkedEventState.Discarded), (7, ParkedEventState.Waiting)]);
        _consumer.Clear();
        _consumer.Fail();

        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await _shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([1, 7]);
        (await ParkedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task DiscardAsync_events_that_no_try_deals_with_make_room_for_a_consumer_that_is_paused()
    {
        _consumer.Consumer = _consumer.Consumer with { MaxParked = 2, ParkAfter = 1, Concurrency = 1 };
        _consumer.Fail(1, 3, 5);
        await _shop.Consumers.RunOnceAsync(default);
        (await _shop.EventConsumers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(EventConsumerState.Paused);

        await DiscardAsync(1);
        await DiscardAsync(3);
        await _shop.Consumers.RunOnceAsync(default);

        (await ParkedAsync()).ShouldHaveSingleItem().Event.Position.ShouldBe(5);
        var status = (await _shop.EventConsumers.ListAsync()).ShouldHaveSingleItem();
        (status.State, status.Parked, status.EventsBehind).ShouldBe((EventConsumerState.Idle, 1, 0));
    }

    [Fact]
    public async Task DiscardAsync_while_it_is_tried_leaves_nothing_of_it()
    {
        _consumer.Fail(1);
        await _shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();
        _consumer.Answer = async (happened, _, _) =>
        {
            if (happened.Position != 1)
            {
                return ConsumeOutcome.Done;
            }

            await DiscardAsync(1);
            return ConsumeOutcome.Failed("again");
        };

        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await _shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([1, 2]);
        (await ParkedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SendAgainAsync_event_that_is_discarded_is_not_found()
    {
        _consumer.Fail(1);
        await _shop.Consumers.RunOnceAsync(default);
        var id = (await ParkedAsync())[0].Event.Id;
        await DiscardAsync(1);

        (await _shop.EventConsumers.SendAgainAsync("test", id)).ShouldBe(SendAgainOutcome.NotFound);
        (await _shop.EventConsumers.DiscardAsync("other", id)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => _shop.EventConsumers.DiscardAsync("test", Guid.Empty));
        await Should.ThrowAsync<ArgumentException>(() => _shop.EventConsumers.DiscardAsync("", id));
    }

    private async Task<IReadOnlyList<ParkedEvent>> ParkedAsync() => (await _shop.EventConsumers.ListParkedAsync("test")).Items;

    private async Task<bool> DiscardAsync(long position) =>
        await _shop.EventConsumers.DiscardAsync("test", (await _shop.Events.ReadPageAsync(new EventQuery { After = position - 1, Limit = 1 })).Events[0].Id);
}
