using System.Diagnostics;
using Bookstore.Events.Consumers;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Diagnostics;

public sealed class FaultlessMeasurementsTests
{
    private const string Name = "measured-by-a-listener-that-throws";

    [Fact]
    public async Task Listener_throws_orders_and_events_are_what_they_are_without_it()
    {
        using var listener = new FaultyListener(Name);
        using var logs = new RecordingLogs();
        var consumer = new RecordingConsumer();
        await using var shop = await TestShop.OpenAsync(
            options => options.ShopName = Name,
            register: services => consumer.Register(services.AddLogging(logging => logging.AddProvider(logs))));

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.Settlement.RunOnceAsync();
        (await shop.Consumers.RunOnceAsync(default)).ShouldBeGreaterThan(6);
        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(0);

        consumer.Positions.ShouldBeUnique();
        logs.Entries.Where(static entry => entry.Level >= LogLevel.Warning).ShouldBeEmpty();
        listener.Measured.ShouldBe(
            ["bookstore.commit.duration", "bookstore.commit.size", "bookstore.events.behind", "bookstore.events.consumed", "bookstore.events.lag", "bookstore.events.parked.age", "bookstore.events.written", "bookstore.orders", "bookstore.settlement.actions"],
            ignoreOrder: true);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Listener_of_activities_throws_the_work_goes_on(bool atTheStart)
    {
        using var source = new ActivitySource("Bookstore.Test." + atTheStart);
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => ThrowIf(atTheStart),
            ActivityStopped = _ => ThrowIf(!atTheStart),
        };
        ActivitySource.AddActivityListener(listener);

        var activity = source.TryStart("an order");
        activity?.TryStop();

        (activity is null).ShouldBe(atTheStart);
        Activity.Current.ShouldBeNull();
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new InvalidOperationException("a listener with a bug");
        }
    }
}
