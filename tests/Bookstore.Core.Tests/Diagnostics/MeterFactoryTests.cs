using System.Diagnostics.Metrics;
using Bookstore.Storage;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Diagnostics;

/// <summary>The instruments of a shop are made by the application's factory of meters, so that two applications in one process, such as two tests, do not see each other's.</summary>
public sealed class MeterFactoryTests
{
    [Fact]
    public async Task Instruments_are_made_by_the_factory_of_the_application()
    {
        await using var one = Open();
        await using var other = Open();
        using var orders = new MetricCollector<long>(one.GetRequiredService<IMeterFactory>(), "Bookstore", "bookstore.orders");
        using var commits = new MetricCollector<int>(one.GetRequiredService<IMeterFactory>(), "Bookstore", "bookstore.commit.size");

        await PlaceAsync(one.GetRequiredService<IOrderWorkflow>());
        await PlaceAsync(other.GetRequiredService<IOrderWorkflow>());
        await one.GetRequiredService<IInventoryService>().SaveBookAsync(Book);

        var counted = orders.GetMeasurementSnapshot().ShouldHaveSingleItem();
        counted.Value.ShouldBe(1);
        counted.Tags.ShouldBe([new KeyValuePair<string, object?>("outcome", "BookNotFound")]);
        commits.GetMeasurementSnapshot().Select(static commit => commit.Value).ShouldBe([1]);
        orders.Instrument!.Meter.Version.ShouldBe(InstrumentationVersion.Current);
    }

    [Fact]
    public async Task Shops_with_names_keep_them_as_a_tag_of_the_same_instruments()
    {
        var services = new ServiceCollection().AddMetrics();
        foreach (var name in (string[])["paris", "rome"])
        {
            services.AddBookstore(name, static options => options.DispatchWait = TimeSpan.Zero).UseStore(static _ => new InMemoryStore()).UseGateway(static _ => new ScriptedPaymentGateway());
        }

        await using var provider = services.BuildServiceProvider();
        using var orders = new MetricCollector<long>(provider.GetRequiredService<IMeterFactory>(), "Bookstore", "bookstore.orders");
        using var depth = new MetricCollector<int>(provider.GetRequiredService<IMeterFactory>(), "Bookstore", "bookstore.queue.depth");

        await PlaceAsync(provider.GetRequiredKeyedService<IOrderWorkflow>("paris"));
        await PlaceAsync(provider.GetRequiredKeyedService<IOrderWorkflow>("rome"));
        depth.RecordObservableInstruments();

        orders.GetMeasurementSnapshot().Select(static order => order.Tags["shop"]).ShouldBe(["paris", "rome"]);
        depth.GetMeasurementSnapshot().Select(static queue => queue.Tags["shop"]).ShouldContain("paris");
    }

    private static Book Book => new() { Isbn = Isbn.Parse("9780140449136"), Title = "The Odyssey", Author = "Homer", Price = new Money(9.50m, "USD") };

    private static ServiceProvider Open()
    {
        var services = new ServiceCollection().AddMetrics();
        services.AddBookstore(static options => options.DispatchWait = TimeSpan.Zero).UseStore(static _ => new InMemoryStore()).UseGateway(static _ => new ScriptedPaymentGateway());
        return services.BuildServiceProvider();
    }

    // An order for a book that is not there is counted as well.
    private static Task<PlaceOrderResult> PlaceAsync(IOrderWorkflow workflow) => workflow.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "ada",
        Lines = [new PlaceOrderLine(Isbn.Parse("9780306406157"), 1)],
        Payment = new PaymentToken("4111111111111111"),
    });
}
