using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class MigrationToVersion9Tests : IAsyncLifetime
{
    private static readonly Guid Pending = Samples.Id();
    private static readonly Guid Awaited = Samples.Id();
    private static readonly Guid Owing = Samples.Id();
    private static readonly Guid Finished = Samples.Id();
    private static readonly Guid Parcel = Samples.Id();
    private static readonly Guid Lost = Samples.Id();
    private static readonly Guid Cart = Samples.Id();
    private static readonly Guid Swept = Samples.Id();

    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Open_database_of_version8_finds_its_work()
    {
        MakeVersion8();
        await using var store = _database.OpenStore();

        (await DueAsync(store, OrderWork.Recovery)).ShouldBe([Pending]);
        (await DueAsync(store, OrderWork.CustomerAction)).ShouldBe([Awaited]);
        (await DueAsync(store, OrderWork.Settlement)).ShouldBe([Owing]);
        (await store.CountDueOrdersAsync(Samples.Noon, default)).Single().Orders.ShouldBe(3);
        (await store.ListExpiredReservationsAsync(Samples.Noon, 10, default)).Single().Id.ShouldBe(Cart);
        (await store.ListOrdersAsync(OrderFilter.All, null, 10, default)).Items.ShouldAllBe(order => order.Version == 1);
        (await AuditAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_database_of_version8_takes_further_deliveries()
    {
        MakeVersion8();
        await using var store = _database.OpenStore();

        await Samples.WriteAsync(store, keys => keys.Orders.Add(Owing), records => records.InsertDelivery(Samples.Delivery(Samples.Id(), Owing)));
        await Samples.WriteAsync(store, keys => keys.Orders.Add(Finished), records => records.InsertDelivery(Samples.Delivery(Samples.Id(), Finished)));
    }

    [Fact]
    public async Task Open_process_of_version8_still_runs_cannot_commit_any_more()
    {
        MakeVersion8();
        await using var store = _database.OpenStore();
        await store.InitializeAsync(default);
        await store.RegisterWriterAsync(Samples.Id(), default);

        Should.Throw<SqliteException>(() => _database.Scalar("UPDATE writers SET batch = 1, time = 1, monotonic = 1"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static async Task<IEnumerable<Guid>> DueAsync(SqliteStore store, OrderWork work) =>
        (await store.ListDueOrdersAsync(work, null, Samples.Noon, 10, default)).Select(order => order.Order.Id);

    private static string Hex(Guid id) => $"x'{id:N}'";

    private static string Order(Guid id, int status, int payment, string due, string owed) =>
        "INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, dispatched, created_at, updated_at, fence, give_up_at, attempts, due_at, owed) "
        + $"VALUES ({Hex(id)}, 'ann', 'USD', 0, {status}, {payment}, 0, 1, 1, 1, 1, 0, {due}, {owed});";

    private static string Delivery(Guid id, Guid order, DeliveryStatus status) =>
        "INSERT INTO deliveries (id, order_id, address, courier, status, created_at, updated_at, attempts) "
        + $"VALUES ({Hex(id)}, {Hex(order)}, '1 High Street', 'local', {(int)status}, 1, 1, 0);";

    private async Task<AuditReport> AuditAsync()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSqlite($"Data Source={_database.Path}").UseSimulatedPayments();
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<IBookstoreAudit>().VerifyAsync();
    }

    private void MakeVersion8() => _database.Scalar(
        $"""
        BEGIN;
        {SchemaVersion1.Sql} {SchemaVersion2.Sql} {SchemaVersion3.Sql} {SchemaVersion4.Sql}; {SchemaVersion5.Sql} {SchemaVersion6.Sql} {SchemaVersion7.Sql} {SchemaVersion8.Sql}
        PRAGMA application_id = {DatabaseSchema.ApplicationId};
        PRAGMA user_version = 8;
        {Order(Pending, 1, 1, "5", "NULL")}
        {Order(Awaited, 1, 9, "6", "NULL")}
        {Order(Owing, 2, 2, "7", "1")}
        {Order(Finished, 2, 3, "NULL", "NULL")}
        {Delivery(Parcel, Owing, DeliveryStatus.Dispatched)}
        {Delivery(Lost, Finished, DeliveryStatus.Lost)}
        INSERT INTO reservations VALUES ({Hex(Cart)}, '', 1, 18, 19), ({Hex(Swept)}, '', 3, 17, 19);
        COMMIT;
        """);
}
