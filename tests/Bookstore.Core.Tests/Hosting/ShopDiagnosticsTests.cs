using Bookstore.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class ShopDiagnosticsTests
{
    [Fact]
    public async Task Metrics_have_the_name_of_their_shop()
    {
        var (one, other) = ($"one-{Guid.NewGuid():N}", $"other-{Guid.NewGuid():N}");
        using var measurements = new ShopMeasurements();
        using var host = NamedShops.Build(services =>
        {
            services.AddBookstore(one).UseInMemoryStore().UseSimulatedPayments();
            services.AddBookstore(other).UseInMemoryStore().UseSimulatedPayments();
        });

        await host.StockAsync(one, 5);
        await host.PlaceAsync(one);
        await host.Of<IBookstoreMaintenance>(one).DrainPaymentsAsync();
        _ = host.Of<IOrderWorkflow>(other);

        measurements.Of(one).ShouldBe(["bookstore.commit.duration", "bookstore.commit.size", "bookstore.events.written", "bookstore.orders", "bookstore.queue.depth", "bookstore.settlement.actions"]);
        measurements.Of(other).ShouldBe(["bookstore.queue.depth"]);
    }

    [Fact]
    public async Task Log_entries_have_the_name_of_their_shop_as_a_scope()
    {
        using var logs = new ScopedLogs();
        using var host = NamedShops.Build(services =>
        {
            services.AddLogging(logging => logging.AddProvider(logs));
            services.AddBookstore().UseStore(static _ => new AwayStore(new InMemoryStore(), static () => true)).UseSimulatedPayments();
            services.AddBookstore("paris").UseStore(static _ => new AwayStore(new InMemoryStore(), static () => true)).UseSimulatedPayments();
            services.AddBookstore("rome").UseStore(static _ => new AwayStore(new InMemoryStore(), static () => true)).UseSimulatedPayments();
        });

        await host.StartAsync();
        await host.StopAsync();

        logs.Entries.Where(static entry => entry.Id == EventIds.Orders.StoreAwayAtStart).Select(static entry => entry.Scopes).ShouldBe(["", "Shop=paris", "Shop=rome"]);
    }

    [Fact]
    public void Logger_of_a_shop_asks_the_applications_whether_it_is_on()
    {
        using var host = NamedShops.Build(static services =>
        {
            services.AddLogging(static logging => logging.AddProvider(new ScopedLogs()).AddFilter("Bookstore", LogLevel.Warning));
            services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
        });
        var log = host.Services.GetRequiredKeyedService<ILoggerFactory>("paris").CreateLogger("Bookstore.Any");

        log.IsEnabled(LogLevel.Warning).ShouldBeTrue();
        log.IsEnabled(LogLevel.Information).ShouldBeFalse();
        log.BeginScope("request 1").ShouldNotBeNull().Dispose();
    }
}
