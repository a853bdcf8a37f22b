using System.Text.RegularExpressions;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class SchemaTests : IAsyncLifetime
{
    private const string Id = "x'0190a0000000700080000000000000ff'";

    private readonly TestDatabase _database = new();

    public async Task InitializeAsync()
    {
        var store = _database.OpenStore();
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), onHand: 5, reserved: 2));
        var order = Samples.Id();
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(Samples.Order(order, "ann", Samples.Isbn(1))));
        await Samples.WriteAsync(store, keys => keys.Orders.Add(order), records => records.InsertDelivery(Samples.Delivery(Samples.Id(), order)));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("UPDATE stock SET on_hand = -1")]
    [InlineData("UPDATE stock SET reserved = -1")]
    [InlineData("UPDATE stock SET reserved = 6")]
    [InlineData("UPDATE stock SET on_hand = 1")]
    [InlineData("UPDATE stock SET reserved = NULL")]
    [InlineData("UPDATE stock SET on_hand = 1000000001")]
    [InlineData("UPDATE stock SET on_hand = 'five'")]
    [InlineData($"INSERT INTO holds (holder, isbn, quantity) VALUES ({Id}, 1, 0)")]
    [InlineData("INSERT INTO holds (holder, isbn, quantity) VALUES (x'01', 1, 1)")]
    [InlineData("UPDATE orders SET status = 0")]
    [InlineData("UPDATE orders SET payment_status = 0")]
    [InlineData("UPDATE orders SET owed = 0")]
    [InlineData("UPDATE orders SET attention = 0, attention_since = 1")]
    [InlineData("UPDATE orders SET attention = 1")]
    [InlineData("UPDATE orders SET payment_retries = -1")]
    [InlineData("UPDATE deliveries SET status = 0")]
    [InlineData("UPDATE deliveries SET order_id = x'0190a0000000700080000000000000ff'")]
    [InlineData("UPDATE orders SET previous = id")]
    [InlineData("UPDATE orders SET lines = NULL")]
    [InlineData("UPDATE customers SET newest = x'01'")]
    [InlineData("UPDATE orders SET refunds_minor = total_minor + 1")]
    [InlineData("UPDATE orders SET refunds_minor = -1")]
    [InlineData("INSERT INTO movements (id, isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, at, previous) VALUES (1, 1, 1, 1, 0, 0, 0, 0, 0, 1)")]
    public void Rows_against_the_rules_are_refused(string sql)
    {
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;

        Should.Throw<SqliteException>(() => command.ExecuteNonQuery()).SqliteErrorCode.ShouldBe(19);
    }

    [Fact]
    public async Task Reads_database_that_has_indexes_more_give_the_same()
    {
        _database.Scalar("UPDATE orders SET status = 1, due_at = 5, work = 0; INSERT INTO holds SELECT orders.id, stock.isbn, 2 FROM orders, stock");
        var (held, due) = await ReadAsync();

        _database.Scalar(
            "CREATE INDEX holds_by_isbn ON holds (isbn, holder); CREATE INDEX orders_to_recover ON orders (due_at, id) WHERE status = 1 AND due_at IS NOT NULL");

        (held, due).ShouldBe((2, 1));
        (await ReadAsync()).ShouldBe((held, due));
    }

    // A status of its own in an index or a check would be a rule of the shop in the store, and a new status a new schema.
    [Fact]
    public void Schema_indexes_and_checks_name_no_status()
    {
        string[] states = ["status", "payment_status", "owed", "kind", "attention", "resolution"];
        var statements = (string)_database.Scalar("SELECT group_concat(sql, char(10)) FROM sqlite_schema WHERE sql IS NOT NULL")!;

        foreach (var state in states)
        {
            Regex.Matches(statements, $@"\b{state}\s*(=|<>|<|>(?!=)|IN\b|BETWEEN\b)\s*[^\n]*").Select(match => match.Value).ShouldBeEmpty();
            Regex.Matches(statements, $@"\b{state} >= (?!1\b)").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task CommitAsync_over_reserved_stock_is_refused_and_nothing_is_written()
    {
        var store = _database.OpenStore();
        var order = Samples.Id();

        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.WriteAsync(store, keys => keys.Stock.Add(Samples.Isbn(1)), records =>
        {
            records.InsertOrder(Samples.Order(order, "ann", Samples.Isbn(1)));
            records.Stock.Put(Samples.Isbn(1), Samples.Level(Samples.Isbn(1), onHand: 5, reserved: 6));
        }));

        fault.IsTransient.ShouldBeFalse();
        (await store.FindOrderAsync(order, CancellationToken.None)).ShouldBeNull();
        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.Reserved.ShouldBe(2);
    }

    private async Task<(long Held, int Due)> ReadAsync()
    {
        var store = _database.OpenStore();
        var audits = await store.AuditStockAsync(null, 10, CancellationToken.None);
        var due = await store.ListDueOrdersAsync(OrderWork.Recovery, null, DateTimeOffset.MaxValue, 10, CancellationToken.None);
        return (audits.Single().HeldSum, due.Count);
    }
}
