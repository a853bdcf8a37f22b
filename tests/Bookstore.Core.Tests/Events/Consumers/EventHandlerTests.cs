using System.Collections.Concurrent;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>Handlers as an application adds them.</summary>
public sealed class EventHandlerTests
{
    [Fact]
    public async Task AddBookstoreEventHandler_makes_a_handler_in_a_scope_of_its_own_for_each_event_of_its_types()
    {
        var seen = new Seen();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton(seen).AddScoped<Scoped>()
            .AddBookstoreEventHandler<Handler>("audit.trail", static options =>
            {
                options.Types.Add("book.*");
                options.StartAt = EventStart.Oldest;
            }));

        var done = await shop.Maintenance.RunOnceAsync();

        done.EventsHandled.ShouldBe(3);
        done.IsEmpty.ShouldBeFalse();
        seen.Events.Select(static one => one.Event.Type).ShouldBe(["book.saved", "book.saved", "book.saved"]);
        seen.Events.Select(static one => one.Scope).Distinct().Count().ShouldBe(3);
        seen.Disposed.ShouldBe(3);
        (await shop.Maintenance.RunOnceAsync()).EventsHandled.ShouldBe(0);
    }

    [Fact]
    public async Task AddEventHandler_shop_with_a_name_has_handlers_and_options_of_its_own()
    {
        var (paris, rome) = (new Seen(), new Seen());
        using var host = NamedShops.Build(services =>
        {
            services.AddLogging();
            services.AddKeyedSingleton("paris", paris);
            services.AddKeyedSingleton("rome", rome);
            foreach (var name in (string[])["paris", "rome"])
            {
                services.AddBookstore(name).UseInMemoryStore().UseGateway(static _ => new Payments.Simulated.SimulatedPaymentGateway())
                    .AddEventHandler<ShopHandler>("trail", options =>
                    {
                        options.StartAt = EventStart.Oldest;
                        options.Types.Add(name == "rome" ? "stock.*" : "book.*");
                    });
            }
        });
        await host.StockAsync("paris", 1);
        await host.StockAsync("rome", 1);

        (await host.Of<IBookstoreMaintenance>("paris").RunOnceAsync()).EventsHandled.ShouldBe(1);
        (await host.Of<IBookstoreMaintenance>("rome").RunOnceAsync()).EventsHandled.ShouldBe(1);

        paris.Events.ShouldHaveSingleItem().Event.Type.ShouldBe("book.saved");
        rome.Events.ShouldHaveSingleItem().Event.Type.ShouldBe("stock.changed");
        (await host.Of<IEventConsumers>("rome").ListAsync()).ShouldHaveSingleItem().Name.ShouldBe("trail");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Trail")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz")]
    public void AddBookstoreEventHandler_refuses_a_name_that_cannot_be_stored(string name) =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddBookstoreEventHandler<Handler>(name)).Message.ShouldContain("1 to 50 lower-case");

    [Fact]
    public void AddBookstoreEventHandler_refuses_a_name_that_is_taken()
    {
        var services = new ServiceCollection().AddBookstoreEventHandler<Handler>("trail");

        Should.Throw<InvalidOperationException>(() => services.AddBookstoreEventHandler<ShopHandler>("trail")).Message.ShouldContain("name of its own");
        services.AddBookstore("paris").AddEventHandler<Handler>("trail");
    }

    [Theory]
    [InlineData("Types[0]", "order.*")]
    [InlineData("Concurrency", "1 to 1024")]
    [InlineData("Timeout", "00:00:00.1000000 to 01:00:00")]
    [InlineData("FirstRetry", "00:00:00.0100000 to 01:00:00")]
    [InlineData("LongestRetry", "00:00:05 to 1.00:00:00")]
    [InlineData("MaxParked", "1 to 100000")]
    [InlineData("ParkAfter", "1 to 1000")]
    [InlineData("StartAt", "End or Oldest")]
    [InlineData("WhenExpired", "Stop or ContinueFromOldest")]
    public async Task Start_option_out_of_range_says_what_it_can_be(string option, string hint)
    {
        using var host = NamedShops.Build(services => Add(services).AddBookstoreEventHandler<Handler>("trail", options => Spoil(options, option)));

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        refused.Message.ShouldContain("The event handler 'trail'");
        refused.Message.ShouldContain(option);
        refused.Message.ShouldContain(hint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_handler_of_a_shop_that_writes_no_events_is_refused_where_it_would_run(bool backgroundWork)
    {
        using var host = NamedShops.Build(services => Add(services, options => (options.Events.Enabled, options.BackgroundWork) = (false, backgroundWork)).AddBookstoreEventHandler<Handler>("trail"));

        if (backgroundWork)
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("BookstoreOptions.Events.Enabled is false. Set it to true");
        }
        else
        {
            await host.StartAsync();
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task Start_runs_handlers_until_the_host_stops()
    {
        var seen = new Seen();
        using var host = NamedShops.Build(services => Add(services.AddSingleton(seen)).AddBookstoreEventHandler<Handler>("trail", static options => options.StartAt = EventStart.Oldest));
        await host.StartAsync();
        await host.StockAsync(null, 1);

        await seen.Two.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await host.StopAsync();

        seen.Events.Select(static one => one.Event.Position).ShouldBe([1, 2]);
        (await host.Of<IEventConsumers>(null).ListAsync())[0].ShouldSatisfyAllConditions(static status => status.Position.ShouldBe(2), static status => status.State.ShouldBe(EventConsumerState.Idle));
    }

    private static IServiceCollection Add(IServiceCollection services, Action<BookstoreOptions>? configure = null)
    {
        services.TryAddSingleton<Seen>();
        services.TryAddScoped<Scoped>();
        services.AddLogging().AddBookstore(configure).UseInMemoryStore().UseGateway(static _ => new Payments.Simulated.SimulatedPaymentGateway());
        return services;
    }

    private static void Spoil(EventHandlerOptions options, string option)
    {
        switch (option)
        {
            case "Types[0]":
                options.Types.Add("orders");
                break;
            case "StartAt":
                options.StartAt = (EventStart)7;
                break;
            case "WhenExpired":
                options.WhenExpired = (ExpiredPosition)7;
                break;
            default:
                var property = typeof(EventHandlerOptions).GetProperty(option)!;
                property.SetValue(options, property.PropertyType == typeof(TimeSpan) ? TimeSpan.Zero : 0);
                break;
        }
    }

    internal sealed class Seen
    {
        private int _disposed;

        public ConcurrentQueue<(BookstoreEvent Event, Guid Scope)> Events { get; } = [];

        public TaskCompletionSource Two { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Disposed => _disposed;

        public void Add(BookstoreEvent happened, Guid scope)
        {
            Events.Enqueue((happened, scope));
            if (Events.Count >= 2)
            {
                Two.TrySetResult();
            }
        }

        public void Dispose() => Interlocked.Increment(ref _disposed);
    }

    internal sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    internal sealed class Handler(Seen seen, Scoped scoped, Scoped same) : IBookstoreEventHandler, IDisposable
    {
        public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
        {
            scoped.ShouldBeSameAs(same);
            seen.Add(happened, scoped.Id);
            return Task.CompletedTask;
        }

        public void Dispose() => seen.Dispose();
    }

    internal sealed class ShopHandler([ServiceKey] string shop, IServiceProvider services) : IBookstoreEventHandler
    {
        public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
        {
            services.GetRequiredKeyedService<Seen>(shop).Add(happened, default);
            return Task.CompletedTask;
        }
    }
}
