using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>Consumers whose next events were removed: nothing is passed over unseen.</summary>
public sealed class ExpiredConsumerTests
{
    private readonly RecordingConsumer _consumer = new();
    private readonly RecordingLogs _logs = new();

    [Fact]
    public async Task RunOnceAsync_removed_events_stop_the_consumer_until_it_is_resumed()
    {
        await using var shop = await OpenAsync(ExpiredPosition.Stop);

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.ShouldBeEmpty();
        var status = (await shop.EventConsumers.ListAsync()).ShouldHaveSingleItem();
        (status.State, status.TimeBehind).ShouldBe((EventConsumerState.Stopped, TimeSpan.Zero));
        status.LastError.ShouldNotBeNull().ShouldContain("no longer kept");
        _logs.Entries.Count(static entry => entry == (EventIds.Consumers.ConsumerExpired, LogLevel.Critical)).ShouldBe(1);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });
        shop.Time.Advance(TimeSpan.FromDays(31));
        await shop.Housekeeping.RunOnceAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });
        (await shop.EventConsumers.ResumeAsync("test")).ShouldBeTrue();
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Positions.ShouldBe([14], "those that were removed until it was resumed are passed over as well");
    }

    [Fact]
    public async Task RunOnceAsync_removed_events_are_passed_over_where_the_consumer_may_and_the_log_says_so()
    {
        await using var shop = await OpenAsync(ExpiredPosition.ContinueFromOldest);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([13]);
        _logs.Entries.Count(static entry => entry == (EventIds.Consumers.ConsumerExpired, LogLevel.Critical)).ShouldBe(1);
        (await shop.EventConsumers.ListAsync())[0].ShouldSatisfyAllConditions(
            static status => status.State.ShouldBe(EventConsumerState.Idle), static status => status.Position.ShouldBe(13), static status => status.LastError.ShouldNotBeNull());
    }

    [Fact]
    public async Task RunOnceAsync_position_that_the_feed_does_not_have_is_treated_alike()
    {
        await using var shop = await OpenAsync(ExpiredPosition.ContinueFromOldest);
        await shop.Consumers.MoveAsync("test", 1_000, default);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([13]);
        _logs.Entries.ShouldContain((EventIds.Consumers.ConsumerExpired, LogLevel.Critical));
    }

    // It has dealt with 1 to 6; 7 to 12 were removed before it came to them.
    private async Task<TestShop> OpenAsync(ExpiredPosition whenExpired)
    {
        _consumer.Consumer = _consumer.Consumer with { WhenExpired = whenExpired };
        var shop = await TestShop.OpenAsync(register: services => _consumer.Register(services.AddLogging(logging => logging.AddProvider(_logs))));
        await shop.Consumers.RunOnceAsync(default);
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);
        await shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 9.60m, 1);
        await shop.StockAsync(TestShop.Algorithms, "Introduction to Algorithms", "Cormen et al.", 99.99m, 1);
        shop.Time.Advance(TimeSpan.FromDays(31));
        await shop.Housekeeping.RunOnceAsync();
        _consumer.Clear();
        return shop;
    }
}
