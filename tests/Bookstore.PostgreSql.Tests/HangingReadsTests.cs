using System.Diagnostics;
using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A shop all of whose readers hang, as behind a lock or a bad plan, sells and delivers: what a write looks up first waits behind no list and no search.</summary>
public sealed class HangingReadsTests : IAsyncLifetime
{
    private const string Declined = "4000000000000002";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly string _schema = TestServer.NewSchema();
    private readonly PostgreSqlStoreOptions _options = new();
    private ServiceProvider _shop = null!;

    private IInventoryService Inventory => _shop.GetRequiredService<IInventoryService>();

    private IOrderWorkflow Orders => _shop.GetRequiredService<IOrderWorkflow>();

    private IDeliveryService Deliveries => _shop.GetRequiredService<IDeliveryService>();

    public async Task InitializeAsync()
    {
        var server = await TestServer.OptionsAsync(_schema);
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions()));
        services.AddBookstore().UseLocalCourier().UsePostgreSql(store =>
        {
            (store.ConnectionString, store.Schema) = ($"{server.ConnectionString};Application Name={_schema}", _schema);

            // The searches hang for as long as the test holds them.
            (store.ReadTimeout, store.CommandTimeout, store.ReadQueueTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
        });
        _shop = services.BuildServiceProvider();
        await Inventory.SaveBookAsync(Records.Book(Records.Isbn(1)));
        await Inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = 1_000, Reason = "opening" });
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Searches_hang_what_a_write_looks_up_first_is_found_at_once()
    {
        // Everything is done once before, so that the connections are there.
        var (first, second) = (await HoldAsync(), await HoldAsync());
        var delivered = (await Orders.PlaceAsync(Order())).Order!;
        var delivery = (await Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = delivered.Id, Address = "Street 1" })).Delivery!;
        await _shop.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync();
        (await Orders.PlaceAsync(Order("poor") with { Payment = new PaymentToken(Declined) })).Outcome.ShouldBe(PlaceOrderOutcome.Declined);
        var sent = Order() with { ReservationId = first.Id, IdempotencyKey = new IdempotencyKey("shop", "key") };

        var hanging = Array.Empty<Task>();
        await using (await LockSearchAsync())
        {
            hanging = await HangAsync();

            var placed = await SoonAsync(Orders.PlaceAsync(sent));
            placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
            (await SoonAsync(Orders.PlaceAsync(sent))).Replayed.ShouldBeTrue();
            (await SoonAsync(Orders.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id }))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
            (await SoonAsync(Inventory.ReleaseAsync(second.Id)))!.Status.ShouldBe(ReservationStatus.Released);
            (await SoonAsync(Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched))).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
            (await SoonAsync(Orders.PlaceAsync(Order("poor")))).Outcome.ShouldBe(PlaceOrderOutcome.Created);
            (await SoonAsync(Orders.PlaceAsync(Order()))).Outcome.ShouldBe(PlaceOrderOutcome.Created);
            hanging.ShouldAllBe(search => !search.IsCompleted);
        }

        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task ReadPageAsync_all_readers_hang_the_feed_is_read_all_the_same()
    {
        var feed = _shop.GetRequiredService<IEventFeed>();
        var hanging = Array.Empty<Task>();
        await using (await LockSearchAsync())
        {
            hanging = await HangAsync();

            (await SoonAsync(feed.ReadPageAsync(new EventQuery()).AsTask())).Next.ShouldBeGreaterThanOrEqualTo(0);
            hanging.ShouldAllBe(search => !search.IsCompleted);
        }

        await Task.WhenAll(hanging);
    }

    // As many searches as are made at a time, and as many again that wait for them.
    private async Task<Task[]> HangAsync()
    {
        var searches = Enumerable.Range(0, 2 * _options.MaxReaders).Select(_ => Inventory.ListBooksAsync(new BookQuery { Text = "title" }).AsTask()).ToArray();
        var hanging = $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_schema}' AND wait_event_type = 'Lock'";
        for (var waited = Stopwatch.StartNew(); (long)(await TestServer.ExecuteAsync(hanging))! < _options.MaxReaders;)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        }

        return searches;
    }

    private static async Task<T> SoonAsync<T>(Task<T> call)
    {
        var waited = Stopwatch.StartNew();
        var result = await call.WaitAsync(TimeSpan.FromSeconds(30));
        waited.Elapsed.ShouldBeLessThan(Soon);
        return result;
    }

    private async Task<IAsyncDisposable> LockSearchAsync()
    {
        var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {_schema}.book_words IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<Reservation> HoldAsync()
    {
        var held = await Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.NewGuid(), Lines = [new ReservationLine(Records.Isbn(1), 1)], Duration = TimeSpan.FromMinutes(10) });
        return held.Reservation!;
    }

    private static PlaceOrderRequest Order(string customer = "customer") => new()
    {
        CustomerId = customer,
        Lines = [new PlaceOrderLine(Records.Isbn(1), 1)],
        Payment = new PaymentToken("tok_approved"),
    };
}
