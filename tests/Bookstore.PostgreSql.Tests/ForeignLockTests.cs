using System.Diagnostics;
using Bookstore.Payments.Simulated;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A transaction of another program that holds a lock for some seconds, beside customers who do not need what it locks.</summary>
public sealed class ForeignLockTests : IAsyncLifetime
{
    private const int Titles = 50;
    private const int Customers = 16;
    private const int EnoughOrders = 20 * Customers;
    private const string LosesTheAnswer = "4000000000000341";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    // Longer than a caller waits (RetryTimeout), so that those that need the lock are refused.
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(7);

    // A row that many want, and a row that one order has.
    private static readonly TimeSpan HeldLongest = LongRun.IsOn ? TimeSpan.FromSeconds(30) : Held;

    // For a machine that does other things.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _schema = TestServer.NewSchema();
    private ServiceProvider _shop = null!;
    private NpgsqlConnection _other = null!;

    private IInventoryService Inventory => _shop.GetRequiredService<IInventoryService>();

    private IRefundService Refunds => _shop.GetRequiredService<IRefundService>();

    private IOrderWorkflow Orders => _shop.GetRequiredService<IOrderWorkflow>();

    [Fact]
    public Task A_stock_row_costs_the_orders_of_its_title() =>
        OthersShouldBeServedAsync($"SELECT * FROM {_schema}.stock WHERE isbn = {Records.Isbn(0).ToInt64()} FOR UPDATE", () => OrderAsync(0), HeldLongest);

    [LongFact]
    public Task A_stock_row_that_is_read_under_a_shared_lock_costs_the_orders_of_its_title() =>
        OthersShouldBeServedAsync($"SELECT * FROM {_schema}.stock WHERE isbn = {Records.Isbn(0).ToInt64()} FOR SHARE", () => OrderAsync(0));

    [LongFact]
    public async Task An_orders_row_costs_what_changes_the_order()
    {
        var order = (await PlaceAsync(1, null)).Order!;
        await OthersShouldBeServedAsync(
            $"SELECT * FROM {_schema}.orders WHERE id = '{order.Id}' FOR UPDATE",
            () => _shop.GetRequiredService<IOrderWorkflow>().CancelAsync(new CancelOrderRequest { OrderId = order.Id }));
    }

    [LongFact]
    public async Task The_entry_of_an_orders_work_costs_what_changes_the_order()
    {
        var order = (await PlaceAsync(1, null, LosesTheAnswer)).Order!;
        order.Status.ShouldBe(OrderStatus.Pending);
        await OthersShouldBeServedAsync(
            $"SELECT * FROM {_schema}.due WHERE order_id = '{order.Id}' FOR UPDATE",
            () => Orders.CancelAsync(new CancelOrderRequest { OrderId = order.Id }));
    }

    [LongFact]
    public Task A_books_row_costs_those_who_save_the_book() =>
        OthersShouldBeServedAsync($"UPDATE {_schema}.books SET publisher = 'x' WHERE isbn = {Records.Isbn(0).ToInt64()}", () => SaveAsync(0));

    [LongFact]
    public Task An_idempotency_key_that_is_being_inserted_costs_the_order_with_the_key() => OthersShouldBeServedAsync(
        $"INSERT INTO {_schema}.idempotency_keys (client, operation, key, fingerprint, resource_id, created_at) VALUES ('shop', 'orders', 'taken', gen_random_uuid(), gen_random_uuid(), 0)",
        () => PlaceAsync(1, "taken"));

    [LongFact]
    public Task The_table_of_reservations_costs_the_carts() =>
        OthersShouldBeServedAsync($"LOCK TABLE {_schema}.reservations IN ACCESS EXCLUSIVE MODE", HoldAsync);

    [LongFact]
    public Task Search_words_that_are_locked_for_writing_cost_those_who_change_a_title() =>
        OthersShouldBeServedAsync($"LOCK TABLE {_schema}.book_words IN SHARE MODE", () => SaveAsync(0));

    [LongFact]
    public async Task A_refunds_document_costs_what_changes_the_refunds_of_its_order()
    {
        var refund = await RefundAsync();
        await OthersShouldBeServedAsync(
            $"SELECT * FROM {_schema}.documents WHERE kind = 'refund' AND id = '{refund.Id}' FOR UPDATE",
            () => Refunds.CreateAsync(new CreateRefundRequest { OrderId = refund.OrderId, Amount = 0.01m, Reason = "goodwill" }),
            HeldLongest);
    }

    [LongFact]
    public async Task A_refunds_document_that_is_locked_delays_no_background_work_of_others()
    {
        var second = (await PlaceAsync(1, null)).Order!;
        var refund = await RefundAsync();
        var other = (await Refunds.CreateAsync(new CreateRefundRequest { OrderId = second.Id, Amount = 0.01m, Reason = "goodwill" })).Refund.ShouldNotBeNull();
        await using var transaction = await _other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT * FROM {_schema}.documents WHERE kind = 'refund' AND id = '{refund.Id}' FOR UPDATE", _other, transaction);
        await command.ExecuteNonQueryAsync();

        await TryAsync(MaintainAsync);

        (await Refunds.FindAsync(other.Id))!.Status.ShouldBe(RefundStatus.Succeeded);
        (await Refunds.FindAsync(refund.Id))!.Status.ShouldBe(RefundStatus.Pending);
        await transaction.RollbackAsync();
    }

    [Fact]
    public Task The_rows_of_the_writers_delay_no_order() =>
        OthersShouldBeServedAsync($"SELECT * FROM {_schema}.writers FOR UPDATE", () => OrderAsync(0), isNeeded: false);

    [LongFact]
    public async Task The_beginning_of_the_feed_costs_the_removal_of_old_events()
    {
        await AgeEventsAsync();
        await OthersShouldBeServedAsync($"SELECT * FROM {_schema}.event_feed FOR UPDATE", MaintainAsync);
    }

    [Fact]
    public async Task An_order_is_placed_while_the_removal_of_old_events_waits()
    {
        await AgeEventsAsync();
        await using var transaction = await _other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT * FROM {_schema}.event_feed FOR UPDATE", _other, transaction);
        await command.ExecuteNonQueryAsync();

        // The removal waits for a second at a time. On a busy machine one order may take longer than that.
        using var limit = new CancellationTokenSource(Limit);
        for (var isServed = false; !isServed;)
        {
            var removing = Task.Run(() => TryAsync(MaintainAsync));
            object? waits = null;
            while (waits is null && !removing.IsCompleted)
            {
                waits = await RemovalAsync();
            }

            await OrderAsync(1);
            isServed = waits is not null && waits.Equals(await RemovalAsync());
            (await removing.WaitAsync(limit.Token)).ShouldBeFalse();
        }

        await transaction.RollbackAsync();
        await MaintainAsync();
        (await TestServer.ExecuteAsync($"SELECT removed > 0 FROM {_schema}.event_feed")).ShouldBe(true);
    }

    [Fact]
    public async Task A_warning_that_a_trigger_raises_at_each_commit_is_no_unknown_outcome()
    {
        await TestServer.ExecuteAsync($"""
            CREATE FUNCTION {_schema}.warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'watched'; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER watch AFTER INSERT OR UPDATE ON {_schema}.writers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.warn();
            """);

        (await PlaceAsync(1, null)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await TestServer.ExecuteAsync($"SELECT max(asked) FROM {_schema}.writers")).ShouldBe(0);
    }

    public async Task InitializeAsync()
    {
        var options = await TestServer.OptionsAsync(_schema);
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions()));
        services.AddBookstore().UsePostgreSql(store => (store.ConnectionString, store.Schema) = (options.ConnectionString, options.Schema));
        _shop = services.BuildServiceProvider();
        for (var title = 0; title < Titles; title++)
        {
            await SaveAsync(title);
            await Inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(title), Quantity = 1_000_000, Reason = "opening" });
        }

        _other = new NpgsqlConnection(options.ConnectionString + ";Pooling=false");
        await _other.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _shop.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    private async Task<Refund> RefundAsync()
    {
        var order = (await PlaceAsync(1, null)).Order!;
        await MaintainAsync();
        return (await Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 0.01m, Reason = "goodwill" })).Refund.ShouldNotBeNull();
    }

    private Task MaintainAsync() => _shop.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();

    private async Task AgeEventsAsync()
    {
        await MaintainAsync();
        await TestServer.ExecuteAsync($"UPDATE {_schema}.events SET committed_at = 0");
    }

    // When the transaction began that waits for the row of the feed.
    private Task<object?> RemovalAsync() =>
        TestServer.ExecuteAsync($"SELECT xact_start FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{_schema}%.event_feed%'");

    private async Task OthersShouldBeServedAsync(string lockIt, Func<Task> need, TimeSpan? held = null, bool isNeeded = true)
    {
        // The first orders open the connections, and the next ones say how fast the machine is.
        await SellAsync(static orders => orders < Customers);
        var usual = await SellAsync(static orders => orders < 4 * Customers);
        SalesBesideALock sales;
        await using (var transaction = await _other.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand(lockIt, _other, transaction);
            await command.ExecuteNonQueryAsync();
            var lasts = Stopwatch.StartNew();
            var needing = Task.Run(need);
            sales = await SellAsync(orders => lasts.Elapsed < (held ?? Held) || (orders < EnoughOrders && lasts.Elapsed < Limit));
            (await TryAsync(() => needing)).ShouldBe(!isNeeded);
            await transaction.RollbackAsync();
        }

        sales.Count.ShouldBeGreaterThanOrEqualTo(EnoughOrders, $"{sales.Failed} of them failed");
        sales.Failed.ShouldBeLessThanOrEqualTo(sales.Count / 200, $"of {sales.Count}");

        // A machine on which orders take more than a second without any lock says nothing about three: there, the lock makes them three times as slow at most.
        var limit = 3 * usual.Wait(99);
        sales.Wait(99).ShouldBeLessThan(limit > LongestWait ? limit : LongestWait, $"without the lock {usual.Wait(99)}");
        await need();
    }

    // Each customer orders one title after the other, but not the first.
    private async Task<SalesBesideALock> SellAsync(Func<int, bool> goesOn)
    {
        var sales = new SalesBesideALock();
        await Task.WhenAll(Enumerable.Range(1, Customers).Select(customer => Task.Run(async () =>
        {
            for (var title = customer; goesOn(sales.Count); title = 1 + (title % (Titles - 1)))
            {
                var wait = Stopwatch.StartNew();
                var isServed = await TryAsync(() => OrderAsync(title));
                sales.Add(isServed, wait.Elapsed);
            }
        })));
        return sales;
    }

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (BookstoreStoreException fault)
        {
            fault.IsTransient.ShouldBeTrue(fault.ToString());
            return false;
        }
    }

    private async Task OrderAsync(int title) => (await PlaceAsync(title, Guid.NewGuid().ToString())).Outcome.ShouldBe(PlaceOrderOutcome.Created);

    private Task<PlaceOrderResult> PlaceAsync(int title, string? key, string card = "tok_approved") => Orders.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "customer",
        Lines = [new PlaceOrderLine(Records.Isbn(title), 1)],
        Payment = new PaymentToken(card),
        IdempotencyKey = key is null ? null : new IdempotencyKey("shop", key),
    });

    private Task SaveAsync(int title) => Inventory.SaveBookAsync(Records.Book(Records.Isbn(title)) with { Title = $"Title {Guid.NewGuid():n}" });

    private Task HoldAsync() => Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.NewGuid(), Lines = [new ReservationLine(Records.Isbn(1), 1)], Duration = TimeSpan.FromMinutes(1) });
}
