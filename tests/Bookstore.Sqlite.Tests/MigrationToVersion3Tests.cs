using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class MigrationToVersion3Tests : IAsyncLifetime
{
    private static readonly Guid Pending = Samples.Id();
    private static readonly Guid Confirmed = Samples.Id();
    private static readonly Guid Parcel = Samples.Id();
    private static readonly Guid Cart = Samples.Id();
    private static readonly Isbn Title = Samples.Isbn(1);

    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Open_database_of_version2_keeps_every_row()
    {
        MakeVersion2();

        var store = _database.OpenStore();
        var order = (await store.FindOrderAsync(Confirmed, CancellationToken.None))!;

        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
        order.Order.ShouldBe(new Order
        {
            Id = Confirmed,
            CustomerId = "ann",
            Lines = order.Order.Lines,
            Adjustments = order.Order.Adjustments,
            Total = new Money(8.74m, "USD"),
            Status = OrderStatus.Created,
            PaymentStatus = PaymentStatus.Authorized,
            PaymentTransactionId = "tx",
            PaymentFailureCode = "code",
            DeliveryId = Parcel,
            CreatedAt = new DateTimeOffset(11, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(12, TimeSpan.Zero),
        });
        order.Order.Lines.ShouldBe([new OrderLine(Title, 1, new Money(9.99m, "USD"))]);
        order.Order.Adjustments.ShouldBe([new OrderAdjustment("gift", new Money(-1.25m, "USD"))]);
        (order.Fence, order.LeaseHolder, order.DueAt, order.Attempts, order.PendingAction).ShouldBe((4, null, new DateTimeOffset(13, TimeSpan.Zero), 2, PaymentAction.Capture));
        (order.Gateway, order.PaymentRetries).ShouldBe((null, 0));

        (await store.ListOrdersAsync(new OrderFilter { CustomerId = "ann" }, null, 10, CancellationToken.None)).Items.Select(found => found.Order.Id).ShouldBe([Confirmed, Pending]);
        (await store.ListDueOrdersAsync(OrderWork.Recovery, null, Samples.Noon, 10, CancellationToken.None)).Single().Order.Id.ShouldBe(Pending);
        (await store.ListDueOrdersAsync(OrderWork.Settlement, null, Samples.Noon, 10, CancellationToken.None)).Single().Order.Id.ShouldBe(Confirmed);
        var parcel = (await store.ListDueDeliveriesAsync("local", Samples.Noon, 10, CancellationToken.None)).Single();
        (parcel.Delivery.Id, parcel.Delivery.OrderId, parcel.Delivery.Address, parcel.PendingCall, parcel.Fence, parcel.LeaseHolder).ShouldBe((Parcel, Confirmed, "1 High Street", CourierCall.Book, 0, null));
        (await store.ListMovementsAsync(Title, null, 10, CancellationToken.None)).Items.Select(movement => movement.Number).ShouldBe([4L, 3, 2, 1]);
        (await store.FindReservationAsync(Cart, CancellationToken.None))!.Lines.ShouldBe([new ReservationLine(Title, 1)]);
        await ShouldVerifyAsync();
    }

    [Fact]
    public async Task Open_database_of_version2_keeps_its_rules()
    {
        MakeVersion2();
        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        _database.Scalar("SELECT count(*) FROM pragma_foreign_key_list('deliveries') WHERE \"table\" = 'orders'").ShouldBe(1L);
        _database.Scalar("SELECT count(*) FROM pragma_foreign_key_check").ShouldBe(0L);
        _database.Scalar("PRAGMA integrity_check").ShouldBe("ok");
        _database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%\\_3' ESCAPE '\\' OR sql LIKE '%\\_3%' ESCAPE '\\'").ShouldBe(0L);
        Should.Throw<SqliteException>(() => _database.Scalar(
            $"INSERT INTO deliveries SELECT {Hex(Samples.Id())}, order_id, address, courier, 3, tracking, created_at, updated_at, owed, due_at, attempts, fence, lease_holder FROM deliveries"));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task Open_migration_that_was_killed_after_any_statement_begins_anew(string journalMode)
    {
        MakeVersion2();
        _database.Scalar($"PRAGMA journal_mode = {journalMode}");
        AddOrders(1_000);
        var statements = SchemaVersion3.Sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var done = 1; done <= statements.Length; done += 3)
        {
            await using var copy = new TestDatabase();
            CopyInTheMiddle(statements.Take(done), copy);
            copy.Scalar("PRAGMA user_version").ShouldBe(2L);

            await copy.OpenStore().InitializeAsync(CancellationToken.None);

            copy.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
            copy.Scalar("SELECT count(*) FROM orders").ShouldBe(1_002L);
            copy.Scalar("SELECT count(*) FROM movements").ShouldBe(4L);
            copy.Scalar("PRAGMA integrity_check").ShouldBe("ok");
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static string Hex(Guid id) => $"x'{id:N}'";

    // What a dead process leaves behind is what the files hold at that moment. The small cache makes much of it reach them.
    private void CopyInTheMiddle(IEnumerable<string> statements, TestDatabase copy)
    {
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA cache_size = 4; BEGIN IMMEDIATE; {string.Join(';', statements)}";
        command.ExecuteNonQuery();
        foreach (var file in Directory.GetFiles(_database.Folder))
        {
            File.Copy(file, Path.Combine(copy.Folder, Path.GetFileName(file)));
        }

        command.CommandText = "ROLLBACK";
        command.ExecuteNonQuery();
    }

    private async Task ShouldVerifyAsync()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSqlite($"Data Source={_database.Path}").UseSimulatedPayments();
        await using var provider = services.BuildServiceProvider();
        (await provider.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
    }

    private void AddOrders(int count)
    {
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = string.Concat(Enumerable.Range(0, count).Select(i =>
            "INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, dispatched, created_at, updated_at, fence, give_up_at, attempts, lines) "
            + $"VALUES ({Hex(Samples.Id())}, 'bob {i}', 'USD', 999, 3, 5, 0, 1, 1, 1, 1, 0, '{Title.ToInt64()}:1:999');"));
        command.ExecuteNonQuery();
    }

    private void MakeVersion2() => _database.Scalar(
        $"""
        BEGIN;
        {SchemaVersion1.Sql}
        {SchemaVersion2.Sql}
        PRAGMA application_id = {DatabaseSchema.ApplicationId};
        PRAGMA user_version = 2;
        INSERT INTO books (isbn, title, author, price_minor, currency) VALUES ({Title.ToInt64()}, 'A Title', 'An Author', 999, 'USD');
        INSERT INTO movements VALUES (1, {Title.ToInt64()}, 1, 1, 10, 0, 10, 0, NULL, 'first', NULL, 1, NULL);
        INSERT INTO movements VALUES (2, {Title.ToInt64()}, 2, 2, 0, 2, 10, 2, {Hex(Pending)}, NULL, NULL, 2, 1);
        INSERT INTO movements VALUES (3, {Title.ToInt64()}, 3, 2, 0, 1, 10, 3, {Hex(Confirmed)}, NULL, NULL, 3, 2);
        INSERT INTO movements VALUES (4, {Title.ToInt64()}, 4, 2, 0, 1, 10, 4, {Hex(Cart)}, NULL, NULL, 4, 3);
        INSERT INTO stock VALUES ({Title.ToInt64()}, 10, 4, 4, 4);
        INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, dispatched, created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, lines)
            VALUES ({Hex(Pending)}, 'ann', 'USD', 1998, 1, 1, 0, 1, 1, 1, {Hex(Cart)}, 5, 6, 0, '{Title.ToInt64()}:2:999');
        INSERT INTO orders VALUES ({Hex(Confirmed)}, 'ann', 'USD', 874, 2, 2, 'tx', 'code', {Hex(Parcel)}, 0, '-125:gift', 11, 12, 4, NULL, 13, 14, 2, 1, '{Title.ToInt64()}:1:999', {Hex(Pending)});
        INSERT INTO customers VALUES ('ann', {Hex(Confirmed)});
        INSERT INTO holds VALUES ({Hex(Pending)}, {Title.ToInt64()}, 2), ({Hex(Confirmed)}, {Title.ToInt64()}, 1), ({Hex(Cart)}, {Title.ToInt64()}, 1);
        INSERT INTO deliveries VALUES ({Hex(Parcel)}, {Hex(Confirmed)}, '1 High Street', 'local', 1, NULL, 15, 16, 1, 17, 3);
        INSERT INTO reservations VALUES ({Hex(Cart)}, '{Title.ToInt64()}:1', 1, 18, 19);
        COMMIT;
        """);
}
