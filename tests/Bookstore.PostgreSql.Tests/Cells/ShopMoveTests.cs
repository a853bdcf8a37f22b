using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A shop that is moved to another server: the old place is closed first, and in the new one the shop sells on with all that it had.</summary>
[OwnServers]
public sealed class ShopMoveTests : IAsyncLifetime
{
    private const int Copies = 50;
    private const int Orders = 20;

    private readonly string _role = $"paris_{Guid.NewGuid():n}";
    private readonly string _folder = Directory.CreateTempSubdirectory("bookstore-move-").FullName;
    private string _old = string.Empty;
    private PostgresCluster _cell = null!;

    private string Dump => Path.Combine(_folder, "paris.dump");

    public async Task InitializeAsync()
    {
        _old = await TestServer.ConnectionStringAsync();
        await TestServer.ExecuteAsync($"CREATE ROLE {_role} LOGIN; GRANT CREATE ON DATABASE postgres TO {_role}");
        _cell = await PostgresCluster.StartAsync();
        await _cell.ExecuteAsync($"CREATE ROLE {_role} LOGIN");
    }

    public async Task DisposeAsync()
    {
        await _cell.DisposeAsync();
        await TestServer.DropAsync(_role);
        await TestServer.ExecuteAsync($"DROP OWNED BY {_role}; DROP ROLE {_role}");
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Moved_shop_sells_on_and_the_old_place_takes_no_order_any_more()
    {
        await using var before = await OpenAsync(_old);
        await StockAsync(before);
        var placed = await PlaceAsync(before, Orders);
        await before.GetRequiredKeyedService<IBookstoreMaintenance>("paris").DrainPaymentsAsync();
        var settled = (await Sales(before).FindOrderAsync(placed[0]))!;

        // The old place is closed. A host that was forgotten fails from here on.
        await TestServer.ExecuteAsync($"ALTER ROLE {_role} NOLOGIN");
        await TestServer.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{_role}'");
        await Should.ThrowAsync<BookstoreStoreException>(() => PlaceAsync(before, 1, "late"));
        await DumpPrograms.RunAsync(_old, "pg_dump", "--format=custom", $"--schema={_role}", $"--file={Dump}", DumpPrograms.TargetOf(_old));
        await DumpPrograms.RunAsync(_old, "pg_restore", "--exit-on-error", $"--dbname={DumpPrograms.TargetOf(_cell.ConnectionString)}", Dump);

        await using var after = await OpenAsync(_cell.ConnectionString);
        (await Audit(after).VerifyAsync()).Findings.ShouldBeEmpty();
        (await Audit(after).ReconcileAsync()).Findings.ShouldBeEmpty();
        (await Sales(after).ListOrdersAsync(new OrderQuery { Limit = 1_000 })).Items.Select(static order => order.Id).ShouldBe(placed, ignoreOrder: true);

        // A request that is sent again to the new place finds its first outcome.
        (await PlaceAsync(after, Orders)).ShouldBe(placed);
        await after.GetRequiredKeyedService<IBookstoreMaintenance>("paris").RunOnceAsync();
        (await Sales(after).FindOrderAsync(settled.Id))!.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await PlaceAsync(after, 5, "after")).ShouldAllBe(static id => id != Guid.Empty);
        (await after.GetRequiredKeyedService<IInventoryService>("paris").FindBookAsync(Records.Isbn(1)))!.Stock.Available.ShouldBe(Copies - Orders - 5);
        (await Audit(after).VerifyAsync()).Findings.ShouldBeEmpty();
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_role}.orders")).ShouldBe((long)Orders);
    }

    private static ISalesService Sales(ServiceProvider shop) => shop.GetRequiredKeyedService<ISalesService>("paris");

    private static IBookstoreAudit Audit(ServiceProvider shop) => shop.GetRequiredKeyedService<IBookstoreAudit>("paris");

    private static async Task StockAsync(ServiceProvider shop)
    {
        var inventory = shop.GetRequiredKeyedService<IInventoryService>("paris");
        await inventory.SaveBookAsync(Records.Book(Records.Isbn(1)));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = Copies, Reason = "opening" });
    }

    private static async Task<List<Guid>> PlaceAsync(ServiceProvider shop, int orders, string keys = "before")
    {
        var workflow = shop.GetRequiredKeyedService<IOrderWorkflow>("paris");
        var ids = new List<Guid>();
        for (var i = 0; i < orders; i++)
        {
            var placed = await workflow.PlaceAsync(new PlaceOrderRequest
            {
                CustomerId = $"customer-{i}",
                Lines = [new PlaceOrderLine(Records.Isbn(1), 1)],
                Payment = new PaymentToken("4242424242424242"),
                IdempotencyKey = new IdempotencyKey("web", $"{keys}-{i}"),
            });
            placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
            ids.Add(placed.Order!.Id);
        }

        return ids;
    }

    private async Task<ServiceProvider> OpenAsync(string connection)
    {
        var services = new ServiceCollection();
        services.AddBookstore("paris")
            .UsePostgreSql(options => (options.ConnectionString, options.Schema) = (new NpgsqlConnectionStringBuilder(connection) { Username = _role, MaxPoolSize = 20 }.ConnectionString, _role))
            .UseSimulatedPayments(options => options.LedgerPath = Path.Combine(_folder, "ledger"));
        var shop = services.BuildServiceProvider();
        await shop.GetRequiredKeyedService<IBookstoreStore>("paris").InitializeAsync(default);
        return shop;
    }
}
