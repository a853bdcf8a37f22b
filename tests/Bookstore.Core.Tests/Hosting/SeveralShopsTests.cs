using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class SeveralShopsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stock_and_orders_of_shops_are_each_ones_own()
    {
        using var host = NamedShops.Build(static services =>
        {
            services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
            services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
            services.AddBookstore("rome").UseInMemoryStore().UseSimulatedPayments();
        });
        await host.StartAsync();
        await host.StockAsync(null, 10);
        await host.StockAsync("paris", 20);
        await host.StockAsync("rome", 30);

        var placed = new Dictionary<string, Order>();
        foreach (var (shop, quantity) in ((string?, int)[])[(null, 1), ("paris", 2), ("rome", 3)])
        {
            placed[shop ?? ""] = (await host.PlaceAsync(shop, quantity)).Order!;
        }

        (await host.AvailableAsync(null)).ShouldBe(9);
        (await host.AvailableAsync("paris")).ShouldBe(18);
        (await host.AvailableAsync("rome")).ShouldBe(27);
        placed.Values.Select(static order => order.Id).Distinct().Count().ShouldBe(3, "the same idempotency key is another one in each shop");
        foreach (var shop in (string?[])[null, "paris", "rome"])
        {
            (await host.Of<ISalesService>(shop).ListOrdersAsync(new OrderQuery())).Items.ShouldHaveSingleItem().Id.ShouldBe(placed[shop ?? ""].Id);
            (await host.Of<IBookstoreAudit>(shop).VerifyAsync()).Findings.ShouldBeEmpty();
            (await host.Of<IBookstoreAudit>(shop).ReconcileAsync()).Findings.ShouldBeEmpty();
        }

        (await host.Of<ISalesService>("rome").FindOrderAsync(placed["paris"].Id)).ShouldBeNull();
        await host.StopAsync();
    }

    [Fact]
    public void Services_of_a_shop_are_singletons_under_its_name()
    {
        using var host = NamedShops.Build(static services => services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments().UseLocalCourier());

        foreach (var type in (Type[])
            [
                typeof(IInventoryService), typeof(ISalesService), typeof(IDeliveryService), typeof(IOrderWorkflow), typeof(IBookstoreAudit),
                typeof(IBookstoreMaintenance), typeof(IBookstoreStore), typeof(IPaymentGateway), typeof(ICourier),
            ])
        {
            host.Services.GetRequiredKeyedService(type, "paris").ShouldBeSameAs(host.Services.GetRequiredKeyedService(type, "paris"));
            host.Services.GetService(type).ShouldBeNull($"{type.Name} without a key");
        }
    }

    [Fact]
    public async Task Background_work_of_each_shop_runs_independently()
    {
        var captured = new[] { "paris", "rome" }.ToDictionary(static shop => shop, static _ => new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously));
        using var host = NamedShops.Build(services =>
        {
            foreach (var (shop, signal) in captured)
            {
                services.AddBookstore(shop).UseInMemoryStore().UseGateway(_ => new ScriptedPaymentGateway
                {
                    OnCapture = async (request, capture) =>
                    {
                        var result = await capture();
                        signal.TrySetResult(request.OrderId);
                        return result;
                    },
                });
            }
        });
        await host.StartAsync();

        foreach (var (shop, signal) in captured)
        {
            await host.StockAsync(shop, 5);
            var placed = await host.PlaceAsync(shop);
            (await signal.Task.WaitAsync(Patience)).ShouldBe(placed.Order!.Id);
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task Shop_whose_store_is_away_at_the_start_stops_no_other_and_sells_when_it_is_back()
    {
        var isAway = true;
        using var host = NamedShops.Build(services =>
        {
            services.AddBookstore("paris", static options => options.WritePath.RetryTimeout = TimeSpan.Zero).UseStore(_ => new AwayStore(new InMemoryStore(), () => Volatile.Read(ref isAway))).UseSimulatedPayments();
            services.AddBookstore("rome").UseInMemoryStore().UseSimulatedPayments();
        });

        await host.StartAsync();
        await host.StockAsync("rome", 5);
        (await host.PlaceAsync("rome")).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await Should.ThrowAsync<BookstoreStoreException>(() => host.StockAsync("paris", 5))).IsTransient.ShouldBeTrue();

        Volatile.Write(ref isAway, false);
        await host.StockAsync("paris", 5);
        (await host.PlaceAsync("paris")).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await host.StopAsync();
    }

    [Fact]
    public async Task Shop_that_is_alone_does_not_start_while_its_store_is_away()
    {
        using var host = NamedShops.Build(static services => services.AddBookstore("paris").UseStore(static _ => new AwayStore(new InMemoryStore(), static () => true)).UseSimulatedPayments());

        var refused = await Should.ThrowAsync<BookstoreStoreException>(() => host.StartAsync());

        refused.Message.ShouldContain("'paris'");
        refused.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Gateway_without_a_key_is_not_a_named_shops()
    {
        using var host = NamedShops.Build(static services =>
        {
            services.AddSingleton<IPaymentGateway>(new ScriptedPaymentGateway());
            services.AddBookstore().UseInMemoryStore();
            services.AddBookstore("paris").UseInMemoryStore();
        });

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        refused.Message.ShouldContain("'paris' has no payment gateway");
        refused.Message.ShouldContain("AddKeyedSingleton<IPaymentGateway, MyGateway>(\"paris\")");
    }

    [Fact]
    public async Task Gateway_and_courier_with_the_key_of_the_shop_are_used()
    {
        var gateway = new ScriptedPaymentGateway { Name = "bank of paris" };
        using var host = NamedShops.Build(services =>
        {
            services.AddKeyedSingleton<IPaymentGateway>("paris", gateway);
            services.AddKeyedSingleton<ICourier, RecordingCourier>("paris");
            services.AddBookstore("paris").UseInMemoryStore();
            services.AddBookstore("rome").UseInMemoryStore().UseSimulatedPayments().UseCourier(static _ => new ScriptedCourier("vespa"));
        });

        host.Of<PaymentGateways>("paris").Authorizing.ShouldBe("bank of paris");
        host.Of<PaymentGateways>("rome").Authorizing.ShouldBe("simulated");
        host.Of<CourierBooking>("rome").Knows("vespa").ShouldBeTrue();
        host.Of<CourierBooking>("paris").Knows("vespa").ShouldBeFalse();
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Gateway_of_a_named_shop_with_a_shorter_life_is_refused_with_what_to_write()
    {
        var services = new ServiceCollection();
        services.AddKeyedTransient<IPaymentGateway>("paris", static (_, _) => new ScriptedPaymentGateway());
        services.AddBookstore("paris").UseInMemoryStore();
        await using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredKeyedService<IOrderWorkflow>("paris")).Message.ShouldContain("AddKeyedSingleton<IPaymentGateway, ...>(\"paris\")");
    }

    [Fact]
    public void Store_of_a_named_shop_that_is_missing_is_named()
    {
        using var host = NamedShops.Build(static services => services.AddBookstore("paris").UseSimulatedPayments());

        Should.Throw<InvalidOperationException>(() => host.Of<IInventoryService>("paris")).Message.ShouldContain("AddBookstore(\"paris\")");
    }

    [Fact]
    public void Store_that_is_the_second_of_a_shop_is_refused_by_its_name()
    {
        var services = new ServiceCollection();
        var paris = services.AddBookstore("paris").UseInMemoryStore();
        services.AddBookstore("rome").UseInMemoryStore();
        services.AddBookstore().UseInMemoryStore();

        Should.Throw<InvalidOperationException>(() => paris.UseInMemoryStore()).Message.ShouldContain("The bookstore 'paris' has a store already");
    }

    [Fact]
    public async Task Services_without_a_host_work_under_a_name()
    {
        var services = new ServiceCollection();
        services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await provider.GetRequiredKeyedService<IInventoryService>("paris").SaveBookAsync(new Book { Isbn = NamedShops.Martian, Title = "The Martian", Author = "", Price = new Money(0m, "USD") });

        (await provider.GetRequiredKeyedService<IBookstoreMaintenance>("paris").RunOnceAsync()).IsEmpty.ShouldBeTrue();
    }

    // A shop's services are resolved when they are made. A lookup by key for each order would cost more than the rest of its registration.
    [Fact]
    public void No_service_keeps_the_provider_to_look_others_up_later()
    {
        var keep = from type in typeof(IOrderWorkflow).Assembly.GetTypes()
                   where !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false) && type != typeof(ShopServices)
                   from field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)
                   where field.FieldType == typeof(IServiceProvider) || field.FieldType == typeof(ShopServices)
                   select $"{type.Name}.{field.Name}";

        keep.ShouldBeEmpty();
    }
}
