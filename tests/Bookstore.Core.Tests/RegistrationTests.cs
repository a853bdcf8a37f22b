using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;
using Bookstore.Payments.Simulated;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task Start_gateway_or_courier_of_a_shorter_life_says_what_to_do(ServiceLifetime lifetime)
    {
        foreach (var service in (ServiceDescriptor[])
            [
                new(typeof(IPaymentGateway), _ => new SimulatedPaymentGateway(), lifetime),
                new(typeof(ICourier), typeof(RecordingCourier), lifetime),
            ])
        {
            var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
            builder.Services.Add(service);
            builder.Services.AddSingleton<IPaymentGateway>(_ => new SimulatedPaymentGateway());
            builder.Services.AddBookstore().UseInMemoryStore();
            using var host = builder.Build();

            var fault = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

            fault.Message.ShouldContain($"{service.ServiceType.Name} is registered as {lifetime}");
            fault.Message.ShouldContain("AddSingleton");
        }
    }

    [Fact]
    public void Resolve_singleton_that_hands_on_a_transient_courier_says_what_to_do()
    {
        var services = new ServiceCollection();
        services.AddTransient<RecordingCourier>().AddSingleton<ICourier>(static provider => provider.GetRequiredService<RecordingCourier>());
        services.AddSingleton<IPaymentGateway>(_ => new SimulatedPaymentGateway());
        services.AddBookstore().UseInMemoryStore();
        using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<CourierBooking>()).Message.ShouldContain("IHttpClientFactory");
    }

    [Fact]
    public async Task Dispose_without_await_commits_and_closes()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(_ => new SimulatedPaymentGateway());
        services.AddBookstore().UseInMemoryStore();
        IInventoryService inventory;
        using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IOrderWorkflow>();
            inventory = provider.GetRequiredService<IInventoryService>();
            await inventory.SaveBookAsync(Book);
        }

        await Should.ThrowAsync<ObjectDisposedException>(() => inventory.SaveBookAsync(Book));
    }

    [Fact]
    public async Task QueueDepth_of_several_shops_is_measured_for_each_and_ends_with_it()
    {
        var first = await OpenAsync();
        await using var second = await OpenAsync();
        object[] scopes = [first.GetRequiredService<QueueMeter>(), second.GetRequiredService<QueueMeter>()];
        var reported = new List<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "bookstore.queue.depth" && scopes.Contains(instrument.Meter.Scope))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => reported.Add(instrument.Meter.Scope));
        listener.Start();

        listener.RecordObservableInstruments();
        reported.ShouldBe(scopes, ignoreOrder: true);
        reported.Clear();
        await first.DisposeAsync();
        listener.RecordObservableInstruments();

        reported.ShouldBe([scopes[1]]);
    }

    [Fact]
    public async Task Metrics_of_shops_with_names_have_the_name_as_a_tag()
    {
        var (one, other) = ($"one-{Guid.NewGuid():N}", $"other-{Guid.NewGuid():N}");
        await using var first = await OpenAsync(one);
        var measured = new ConcurrentBag<(string Instrument, string Shop)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == "Bookstore")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        await using var second = await OpenAsync(other);

        await second.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = "c", Lines = [new PlaceOrderLine(Book.Isbn, 1)] });
        listener.RecordObservableInstruments();

        var ofOther = measured.Where(entry => entry.Shop == other).Select(entry => entry.Instrument).ToHashSet();
        ofOther.ShouldBe(["bookstore.commit.duration", "bookstore.commit.size", "bookstore.events.written", "bookstore.orders", "bookstore.queue.depth"], ignoreOrder: true);
        measured.Where(entry => entry.Shop == one).Select(entry => entry.Instrument).Distinct().ShouldBe(["bookstore.queue.depth"]);

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "shop", Value: string shop })
                {
                    measured.Add((instrument.Name, shop));
                }
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("123456789012345678901234567890123456789012345678901")]
    public async Task ShopName_out_of_range_is_refused(string name) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => OpenAsync(name))).Message.ShouldContain("ShopName");

    private static Book Book => new() { Isbn = Isbn.Parse("9780143127550"), Title = "The Martian", Author = "", Price = new Money(1m, "USD") };

    private static async Task<ServiceProvider> OpenAsync(string? name = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(_ => new SimulatedPaymentGateway());
        services.AddBookstore(options => options.ShopName = name).UseInMemoryStore();
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IInventoryService>().SaveBookAsync(Book);
        return provider;
    }
}
