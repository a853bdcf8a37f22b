using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bookstore.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>What a host measures beside the shop: the health checks, and the requests as ASP.NET Core measures them, which docs/assets/grafana-bookstore.json shows by route.</summary>
public sealed class HostMetricsTests
{
    [Fact]
    public async Task The_duration_of_a_request_is_recorded_with_its_method_its_route_and_its_status()
    {
        using var seen = new Recorded("http.server.request.duration");
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync("/api/books/9780000000002")).Status.ShouldBe(HttpStatusCode.NotFound);
        await TestShop.EventuallyAsync(() => Task.FromResult(seen.Has(("http.request.method", "GET"), ("http.route", "/api/books/{isbn}"), ("http.response.status_code", 404))));
    }

    [Fact]
    public async Task What_a_health_check_found_is_recorded()
    {
        using var seen = new Recorded("bookstore.health.status");
        var store = Substitute.For<IBookstoreStore>();
        store.Warning.Returns("The log grows.");
        var consumers = Substitute.For<IEventConsumers>();
        var services = new ServiceCollection().AddLogging().AddSingleton(Substitute.For<IInventoryService>()).AddSingleton(store).AddSingleton(Substitute.For<IBookstoreMaintenance>()).AddSingleton(consumers);
        services.Configure<BookstoreOptions>(static options => options.ShopName = "measured");
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        seen.Values(("shop", "measured")).ShouldBe([("store", 1), ("events", 2), ("work", 2)], ignoreOrder: true);
        seen.Version.ShouldBe(typeof(BookstoreApiOptions).Assembly.GetName().Version!.ToString(3));
    }

    private sealed class Recorded : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(double Value, KeyValuePair<string, object?>[] Tags)> _seen = new();

        public Recorded(string name)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name)
                {
                    Version = instrument.Meter.Version;
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => _seen.Enqueue((value, tags.ToArray())));
            _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => _seen.Enqueue((value, tags.ToArray())));
            _listener.Start();
        }

        public string? Version { get; private set; }

        public bool Has(params (string Name, object Value)[] tags) => _seen.Any(seen => Matches(seen.Tags, tags));

        public IEnumerable<(string Check, int Value)> Values(params (string Name, object Value)[] tags) =>
            _seen.Where(seen => Matches(seen.Tags, tags)).Select(static seen => ((string)seen.Tags.Single(static tag => tag.Key == "check").Value!, (int)seen.Value));

        public void Dispose() => _listener.Dispose();

        private static bool Matches(KeyValuePair<string, object?>[] seen, (string Name, object Value)[] wanted) => wanted.All(tag => seen.Contains(new KeyValuePair<string, object?>(tag.Name, tag.Value)));
    }
}
