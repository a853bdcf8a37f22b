using System.Diagnostics.Metrics;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

public sealed class ConsumerHostTests
{
    private const string Name = "lags-of-consumers-that-share-a-name";

    [Fact]
    public async Task MeasureAsync_of_consumers_that_share_a_name_in_metrics_shows_the_worst()
    {
        long? behind = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name == "bookstore.events.behind")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => behind = tags.ToArray().Contains(new("shop", Name)) ? value : behind);
        listener.Start();
        await using var shop = await TestShop.OpenAsync(static options => options.ShopName = Name);
        var (late, healthy) = (Consumer("late"), Consumer("healthy"));

        await shop.ConsumerHost.MeasureAsync(late, ConsumerDocuments.IdOf(late.Name), 2);
        behind.ShouldBe(4);
        await shop.ConsumerHost.MeasureAsync(healthy, ConsumerDocuments.IdOf(healthy.Name), 6);
        behind.ShouldBe(4);
        shop.ConsumerHost.ForgetLag(healthy);
        behind.ShouldBe(4);
        shop.ConsumerHost.ForgetLag(late);
        behind.ShouldBe(0);
    }

    private static EventConsumer Consumer(string name) => new() { Name = name, MetricName = "shared", Filter = EventFilter.Of(null), Handle = static (_, _, _) => new(ConsumeOutcome.Done) };
}
