using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class MigrationTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Open_DatabaseOfVersion1_KeepsLinesAndTheOrderOfOrders()
    {
        var ids = Enumerable.Range(0, 3).Select(static _ => Samples.Id()).ToArray();
        MakeVersion1();
        AddOrder(ids[1], "ann", (2, 1, 1250), (1, 3, 999));
        AddOrder(ids[0], "ann");
        AddOrder(ids[2], "bob", (1, 1, 999));

        var store = _database.OpenStore();
        var anns = await store.ListOrdersAsync(new OrderFilter { CustomerId = "ann" }, null, 10, CancellationToken.None);

        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
        anns.Select(order => order.Order.Id).ShouldBe([ids[1], ids[0]]);
        anns[0].Order.Lines.ShouldBe([new OrderLine(Samples.Isbn(2), 1, new Money(12.5m, "USD")), new OrderLine(Samples.Isbn(1), 3, new Money(9.99m, "USD"))]);
        anns[1].Order.Lines.ShouldBeEmpty();
        (await store.ListOrdersAsync(new OrderFilter { CustomerId = "bob" }, null, 10, CancellationToken.None)).Single().Order.Id.ShouldBe(ids[2]);
        _database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name IN ('order_lines', 'orders_by_customer')").ShouldBe(0L);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private void MakeVersion1() => _database.Scalar($"{SchemaVersion1.Sql}; PRAGMA application_id = {DatabaseSchema.ApplicationId}; PRAGMA user_version = 1");

    private void AddOrder(Guid id, string customer, params (int Book, int Quantity, long Price)[] lines)
    {
        var hex = $"x'{id:N}'";
        _database.Scalar(
            "INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, dispatched, created_at, updated_at, fence, give_up_at, attempts) "
            + $"VALUES ({hex}, '{customer}', 'USD', 100, 2, 3, 0, 1, 1, 1, 1, 0)");
        for (var i = 0; i < lines.Length; i++)
        {
            _database.Scalar($"INSERT INTO order_lines VALUES ({hex}, {i + 1}, {Samples.Isbn(lines[i].Book).ToInt64()}, {lines[i].Quantity}, {lines[i].Price})");
        }
    }
}
