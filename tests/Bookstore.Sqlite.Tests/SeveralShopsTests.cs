using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class SeveralShopsTests : IDisposable
{
    private static readonly Isbn Martian = Isbn.Parse("9780143127550");

    private readonly TemporaryFolder _folder = new();
    private readonly ScopedLogs _logs = new();

    public void Dispose()
    {
        _logs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Shops_on_files_of_their_own_sell_beside_one_in_memory_and_find_their_own_again()
    {
        Guid[] orders;
        using (var host = await StartAsync())
        {
            foreach (var (shop, quantity) in ((string, int)[])[("paris", 10), ("rome", 20), ("pop-up", 30)])
            {
                await StockAsync(host, shop, quantity);
            }

            orders = [await SellAsync(host, "paris", 1), await SellAsync(host, "rome", 2), await SellAsync(host, "pop-up", 3)];
            await host.StopAsync();
        }

        using var again = await StartAsync();
        (await AvailableAsync(again, "paris")).ShouldBe(9);
        (await AvailableAsync(again, "rome")).ShouldBe(18);
        (await Of<ISalesService>(again, "paris").ListOrdersAsync(new OrderQuery())).Items.ShouldHaveSingleItem().Id.ShouldBe(orders[0]);
        (await Of<ISalesService>(again, "rome").ListOrdersAsync(new OrderQuery())).Items.ShouldHaveSingleItem().Id.ShouldBe(orders[1]);
        (await Of<ISalesService>(again, "rome").FindOrderAsync(orders[0])).ShouldBeNull();
        (await Of<IInventoryService>(again, "pop-up").FindBookAsync(Martian)).ShouldBeNull();
        await again.StopAsync();
    }

    [Fact]
    public async Task Shop_whose_store_is_closed_stops_no_other()
    {
        using var host = await StartAsync();
        await StockAsync(host, "paris", 10);
        await StockAsync(host, "rome", 10);

        await Of<IBookstoreStore>(host, "paris").DisposeAsync();

        await Should.ThrowAsync<BookstoreStoreException>(() => SellAsync(host, "paris", 1));
        await SellAsync(host, "rome", 1);
        (await AvailableAsync(host, "rome")).ShouldBe(9);
        (await Of<IBookstoreMaintenance>(host, "rome").RunOnceAsync()).ShouldNotBeNull();
        await host.StopAsync();
    }

    [Fact]
    public async Task Options_metrics_logs_and_backups_are_each_shops_own()
    {
        var (one, other) = ($"one-{Guid.NewGuid():N}", $"other-{Guid.NewGuid():N}");
        using var measurements = new ShopMeasurements();
        using var host = Build(services =>
        {
            services.AddBookstore(one).UseSqlite(options => (options.ConnectionString, options.MaxReaders) = (Source("one.db"), 3)).UseSimulatedPayments();
            services.AddBookstore(other).UseSqlite(Source("other.db")).UseSimulatedPayments();
        });
        await host.StartAsync();
        await StockAsync(host, one, 10);

        var options = host.Services.GetRequiredService<IOptionsMonitor<SqliteStoreOptions>>();
        (options.Get(one).MaxReaders, options.Get(other).ConnectionString).ShouldBe((3, Source("other.db")));
        foreach (var shop in (string[])[one, other])
        {
            measurements.Of(shop).ShouldContain("bookstore.sqlite.log.size");
            measurements.Of(shop).ShouldContain("bookstore.sqlite.read.oldest_age");
            _logs.Entries.ShouldContain(entry => entry.Id == 6001 && entry.Scopes == $"Shop={shop}");
        }

        await Of<SqliteBackup>(host, one).BackupAsync(_folder.File("one.backup"));
        using var restored = Build(services => services.AddBookstore("restored").UseSqlite(Source("one.backup")).UseSimulatedPayments());
        (await AvailableAsync(restored, "restored")).ShouldBe(10);
        await host.StopAsync();
    }

    [Theory]
    [InlineData("shop.db")]
    [InlineData("./shop.db")]
    [InlineData("link.db")]
    [InlineData("linked/shop.db")]
    public async Task File_of_another_shop_stops_the_start_and_names_both(string file)
    {
        File.CreateSymbolicLink(_folder.File("link.db"), _folder.File("shop.db"));
        Directory.CreateSymbolicLink(_folder.File("linked"), _folder.Path);
        using var host = Build(services =>
        {
            services.AddBookstore("paris").UseSqlite(Source("shop.db")).UseSimulatedPayments();
            services.AddBookstore("rome").UseSqlite(Source(file)).UseSimulatedPayments();
        });

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        refused.Message.ShouldContain("the shop 'paris' and the shop 'rome'");
        refused.Message.ShouldContain("Give each a file of its own");
    }

    [Fact]
    public async Task File_of_the_shop_without_a_name_stops_the_start_of_another_on_it()
    {
        using var host = Build(services =>
        {
            services.AddBookstore().UseSqlite(Source("shop.db")).UseSimulatedPayments();
            services.AddBookstore("rome").UseSqlite(Source("shop.db")).UseSimulatedPayments();
        });

        (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync())).Message.ShouldContain("the shop without a name and the shop 'rome'");
    }

    [Fact]
    public async Task Options_that_cannot_be_used_name_the_shop()
    {
        using var host = Build(services =>
        {
            services.AddBookstore("paris").UseSqlite(Source("paris.db")).UseSimulatedPayments();
            services.AddBookstore("rome").UseSqlite(options => (options.ConnectionString, options.MaxReaders) = (Source("rome.db"), 0)).UseSimulatedPayments();
        });

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Failures.ShouldBe(["Shop 'rome': SqliteStoreOptions.MaxReaders is 0; set it to 1 to 256."]);
    }

    private async Task<IHost> StartAsync()
    {
        var host = Build(services =>
        {
            services.AddBookstore("paris").UseSqlite(Source("paris.db")).UseSimulatedPayments();
            services.AddBookstore("rome").UseSqlite(Source("rome.db")).UseSimulatedPayments();
            services.AddBookstore("pop-up").UseInMemoryStore().UseSimulatedPayments();
        });
        await host.StartAsync();
        return host;
    }

    private IHost Build(Action<IServiceCollection> register)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, DisableDefaults = true });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Logging.AddProvider(_logs);
        register(builder.Services);
        return builder.Build();
    }

    private string Source(string file) => $"Data Source={_folder.File(file)}";

    private static T Of<T>(IHost host, string shop)
        where T : notnull => host.Services.GetRequiredKeyedService<T>(shop);

    private static async Task StockAsync(IHost host, string shop, int quantity)
    {
        await Of<IInventoryService>(host, shop).SaveBookAsync(new Book { Isbn = Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await Of<IInventoryService>(host, shop).ReceiveStockAsync(new StockChange { Isbn = Martian, Quantity = quantity, Reason = "delivery" });
    }

    private static async Task<int> AvailableAsync(IHost host, string shop) => (await Of<IInventoryService>(host, shop).FindStockAsync(Martian))!.Available;

    private static async Task<Guid> SellAsync(IHost host, string shop, int quantity) => (await Of<IOrderWorkflow>(host, shop).PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "cust-1",
        Lines = [new PlaceOrderLine(Martian, quantity)],
        Payment = new PaymentToken(TestCards.Approved),
    })).Order!.Id;
}
