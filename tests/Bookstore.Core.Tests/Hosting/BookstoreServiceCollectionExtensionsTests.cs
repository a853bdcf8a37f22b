using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NSubstitute;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class BookstoreServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddBookstore_without_a_store_start_fails_naming_them()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore()).Build();

        var exception = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        exception.Message.ShouldContain("UseSqlite");
    }

    [Fact]
    public void UseStore_twice_throws() =>
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddBookstore().UseInMemoryStore().UseInMemoryStore()).Message.ShouldContain("once");

    [Fact]
    public async Task AddBookstore_bad_options_start_fails_naming_them_all()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore(options =>
        {
            options.SettlementConcurrency = 0;
            options.WritePath.MaxBatchSize = 10_001;
        }).UseInMemoryStore()).Build();

        var exception = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        exception.Failures.ShouldBe(
        [
            "BookstoreOptions.SettlementConcurrency is 0; set it to 1 to 1024.",
            "BookstoreOptions.WritePath.MaxBatchSize is 10001; set it to 1 to 10000.",
        ]);
    }

    [Fact]
    public void AddBookstore_twice_runs_the_background_work_once()
    {
        var services = new ServiceCollection();
        services.AddBookstore();
        var once = HostedServices();
        services.AddBookstore();

        once.ShouldBePositive();
        HostedServices().ShouldBe(once);

        int HostedServices() => services.Count(static service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public async Task AddBookstore_own_gateway_registered_before_is_used()
    {
        var gateway = Substitute.For<IPaymentGateway>();
        gateway.Name.Returns("bank");
        var services = new ServiceCollection().AddSingleton(gateway);
        services.AddBookstore().UseInMemoryStore();
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IPaymentGateway>().ShouldBeSameAs(gateway);
        provider.GetRequiredService<PaymentGateways>().Authorizing.ShouldBe("bank");
    }

    [Fact]
    public async Task AddBookstore_without_a_gateway_start_fails_naming_what_to_do()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore().UseInMemoryStore()).Build();

        var exception = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        exception.Message.ShouldContain("UseSimulatedPayments()");
        exception.Message.ShouldContain("AddSingleton<IPaymentGateway, MyGateway>()");
    }

    [Fact]
    public async Task AddBookstore_two_gateways_of_one_name_start_fails_naming_it()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore().UseInMemoryStore().UseSimulatedPayments().UseSimulatedPayments()).Build();

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("'simulated'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("123456789 123456789 123456789 123456789 123456789 1")]
    public async Task AddBookstore_gateway_with_a_bad_name_start_fails(string name)
    {
        var gateway = Substitute.For<IPaymentGateway>();
        gateway.Name.Returns(name);
        using var host = new HostBuilder().ConfigureServices(services => services.AddSingleton(gateway).AddBookstore().UseInMemoryStore()).Build();

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("1 to 50 characters");
    }

    [Fact]
    public async Task Host_without_background_work_needs_no_gateway_until_it_places_an_order()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore(options => options.BackgroundWork = false).UseInMemoryStore()).Build();
        await host.StartAsync();
        var isbn = Isbn.Parse("9780143127550");

        (await host.Services.GetRequiredService<IInventoryService>().SaveBookAsync(new Book { Isbn = isbn, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") })).ShouldNotBeNull();
        (await host.Services.GetRequiredService<PaymentSettlement>().RunOnceAsync()).ShouldBe(0);
        (await host.Services.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
        var placing = () => host.Services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = "cust-1", Lines = [new PlaceOrderLine(isbn, 1)] });
        (await Should.ThrowAsync<InvalidOperationException>(placing)).Message.ShouldContain("UseSimulatedPayments()");
        await host.StopAsync();
    }

    [Fact]
    public void AddBookstore_before_logging_leaves_the_applications_loggers_alone()
    {
        var services = new ServiceCollection();
        services.AddBookstore();

        services.ShouldNotContain(service => service.ServiceType == typeof(Microsoft.Extensions.Logging.ILogger<>));
    }

    [Fact]
    public async Task Host_running_captures_by_itself_and_stops_cleanly()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddBookstore().UseInMemoryStore().UseSimulatedPayments()).Build();
        await host.StartAsync();
        var inventory = host.Services.GetRequiredService<IInventoryService>();
        var isbn = Isbn.Parse("9780143127550");
        await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 10, Reason = "delivery" });

        var placed = await host.Services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "cust-1",
            Lines = [new PlaceOrderLine(isbn, 1)],
            Payment = new PaymentToken("4111111111111111"),
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.Services.GetRequiredService<PaymentSettlement>().DrainAsync(patience.Token);

        (await host.Services.GetRequiredService<ISalesService>().FindOrderAsync(placed.Order!.Id))!.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        await host.StopAsync();
    }
}
