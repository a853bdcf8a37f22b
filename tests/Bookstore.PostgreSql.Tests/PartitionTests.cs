using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Tables that an operator has partitioned, orders by ranges of their ids and movements by their book: migrations change them, and the shop sells.</summary>
public sealed class PartitionTests : IAsyncLifetime
{
    // Ids begin with their time. The migrated orders are of before it.
    private const string Newer = "01950000-0000-7000-8000-000000000000";

    // Migration 4 packs the pages of orders, which a table of partitions has none of: partitions come after it.
    private const int FirstVersion = 5;
    private const int Orders = 400;

    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Theory]
    [InlineData(FirstVersion)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(DatabaseSchema.Latest)]
    public async Task Partitioned_tables_of_a_version_are_migrated_and_sold_from(int version)
    {
        await OldDatabase.CreateAsync(_schema, 1);
        await OldDatabase.FillAsync(_schema, Orders, 10);
        for (var next = 2; next <= version; next++)
        {
            await TestServer.ExecuteAsync(OldDatabase.Change(_schema, next));
        }

        await PartitionAsync("orders", "id", "RANGE (id)", $"FROM (MINVALUE) TO ('{Newer}')", $"FROM ('{Newer}') TO (MAXVALUE)");
        await PartitionAsync("movements", "isbn, number", "HASH (isbn)", "WITH (MODULUS 2, REMAINDER 0)", "WITH (MODULUS 2, REMAINDER 1)");
        var connection = await TestServer.ConnectionStringAsync();
        await using var shop = new ServiceCollection().AddBookstore().UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connection, _schema)).UseSimulatedPayments().Services.BuildServiceProvider();

        (await shop.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
        var placed = await SellAsync(shop);
        (await shop.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();

        (await CountAsync($"pg_catalog.pg_class WHERE relnamespace = '{_schema}'::regnamespace AND relkind = 'p'")).ShouldBe(2);
        (await CountAsync($"{_schema}.orders_0")).ShouldBe(Orders);
        (await CountAsync($"{_schema}.orders_1 WHERE id = '{placed}'")).ShouldBe(1);
        (await CountAsync($"{_schema}.movements_0")).ShouldBeGreaterThan(0);
        (await CountAsync($"{_schema}.movements_1")).ShouldBeGreaterThan(0);
    }

    // As an operator does while the shop is closed: docs/scaling.md.
    private async Task PartitionAsync(string table, string key, string by, params string[] partitions)
    {
        var indexes = await TestServer.ExecuteAsync(
            $"SELECT string_agg(indexdef, '; ') FROM pg_catalog.pg_indexes WHERE schemaname = '{_schema}' AND tablename = '{table}' AND indexname <> '{table}_pkey'") as string;
        var made = partitions.Select((values, number) => string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE {_schema}.{table}_{number} PARTITION OF {_schema}.{table} FOR VALUES {values};"));
        await TestServer.ExecuteAsync(
            $"""
            BEGIN;
            ALTER TABLE {_schema}.{table} RENAME TO {table}_whole;
            ALTER INDEX {_schema}.{table}_pkey RENAME TO {table}_whole_pkey;
            CREATE TABLE {_schema}.{table} (LIKE {_schema}.{table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY {by};
            {string.Concat(made)}
            INSERT INTO {_schema}.{table} SELECT * FROM {_schema}.{table}_whole;
            DROP TABLE {_schema}.{table}_whole;
            ALTER TABLE {_schema}.{table} ADD CONSTRAINT {table}_pkey PRIMARY KEY ({key});
            {indexes};
            COMMIT
            """);
    }

    private static async Task<Guid> SellAsync(ServiceProvider shop)
    {
        await shop.GetRequiredService<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = 10, Reason = "test" });
        var workflow = shop.GetRequiredService<IOrderWorkflow>();
        var placed = await workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "ada",
            Lines = [new PlaceOrderLine(Records.Isbn(1), 2)],
            Payment = new PaymentToken("4242424242424242"),
            IdempotencyKey = new IdempotencyKey("web", "checkout-1"),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync();
        (await workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        return placed.Order.Id;
    }

    private static async Task<int> CountAsync(string from) => (int)(long)(await TestServer.ExecuteAsync($"SELECT count(*) FROM {from}"))!;
}
