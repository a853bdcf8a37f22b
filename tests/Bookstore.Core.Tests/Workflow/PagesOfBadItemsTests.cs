using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>More records than a page of a round has cannot be written, and are the longest due: the same round gets to those behind them, and comes back to them later and later.</summary>
public sealed class PagesOfBadItemsTests : IAsyncLifetime
{
    private const int Behind = 3;
    private static readonly Uri Bank = new("https://bank.example/3ds");

    private readonly HashSet<Guid> _bad = [];
    private ScriptedStore _store = null!;
    private TestShop _shop = null!;

    [Theory]
    [InlineData(500)]
    [InlineData(1_200)]
    public async Task Settlement_orders_behind_pages_of_bad_ones_are_settled(int bad)
    {
        await PlaceAsync(bad, TestShop.Card);

        await ShouldGetPastAsync(() => _shop.Settlement.RunOnceAsync());
    }

    [Fact]
    public async Task Settlement_orders_behind_more_bad_ones_than_a_round_passes_over_are_settled_a_few_rounds_later()
    {
        await PlaceAsync(5_000, TestShop.Card);
        var tries = 0;
        _store.OnCommit = (records, commit) =>
        {
            Interlocked.Add(ref tries, CountBad(records));
            return CountBad(records) > 0 ? throw new BookstoreStoreException("These rows are refused for good.") : commit();
        };

        for (var (round, settled) = (1, 0); settled < Behind; round++)
        {
            round.ShouldBeLessThanOrEqualTo(3);
            tries = 0;
            settled += await _shop.Settlement.RunOnceAsync();
            tries.ShouldBeLessThanOrEqualTo(DueRound.MostPassed);
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    public async Task Recovery_orders_behind_pages_of_bad_ones_are_brought_on(int bad)
    {
        await PlaceAsync(bad, TestShop.AnswerLost);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        await ShouldGetPastAsync(() => _shop.Recovery.RunOnceAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    public async Task Recovery_customers_behind_pages_of_bad_orders_are_asked_for(int bad)
    {
        _shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(Bank));
        await PlaceAsync(bad, TestShop.Card);
        _shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(
            new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.Authorized, Amount = new Money(9.50m, "USD"), TransactionId = "tx" });
        _shop.Time.Advance(TimeSpan.FromSeconds(4));

        await ShouldGetPastAsync(() => _shop.Recovery.RunOnceAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    public async Task Couriers_deliveries_behind_pages_of_bad_ones_are_booked(int bad)
    {
        var deliveries = new List<Guid>();
        foreach (var order in await PlaceAsync(bad, TestShop.Card))
        {
            deliveries.Add((await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "123 Main St" })).Delivery!.Id);
        }

        _bad.Clear();
        _bad.UnionWith(deliveries.Take(bad));

        await ShouldGetPastAsync(() => _shop.Couriers.RunOnceAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    public async Task Housekeeping_carts_behind_pages_of_bad_ones_are_released(int bad)
    {
        for (var i = 0; i < bad + Behind; i++)
        {
            var (cart, book) = (Guid.CreateVersion7(), Records.Isbn(1_000 + i));
            await _shop.StockAsync(book, "A book of its own", "A. Author", 10m, 1);
            await _shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(book, 1)] });
            _shop.Time.Advance(TimeSpan.FromMilliseconds(1));
            if (i < bad)
            {
                _bad.Add(cart);
            }
        }

        _shop.Time.Advance(TimeSpan.FromDays(1));

        await ShouldGetPastAsync(() => _shop.Housekeeping.RunOnceAsync());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    public async Task Housekeeping_documents_behind_pages_of_bad_ones_are_removed(int bad)
    {
        await StoreRunsAsync(bad);

        await ShouldGetPastAsync(() => _shop.Housekeeping.RunOnceAsync());
    }

    [Fact]
    public async Task Housekeeping_documents_behind_more_bad_ones_than_a_round_passes_over_are_removed_a_few_rounds_later()
    {
        await StoreRunsAsync(5_000);
        var tries = 0;
        _store.OnCommit = (records, commit) =>
        {
            Interlocked.Add(ref tries, CountBad(records));
            return CountBad(records) > 0 ? throw new BookstoreStoreException("These rows are refused for good.") : commit();
        };

        for (var (round, removed) = (1, 0); removed < Behind; round++)
        {
            round.ShouldBeLessThanOrEqualTo(3);
            tries = 0;
            removed += await _shop.Housekeeping.RunOnceAsync();
            tries.ShouldBeLessThanOrEqualTo(DueRound.MostPassed);
        }
    }

    [Fact]
    public async Task Housekeeping_keys_behind_more_bad_ones_than_a_round_passes_over_are_removed_a_few_rounds_later()
    {
        const int Bad = 5_000;
        for (var i = 0; i < Bad + Behind; i++)
        {
            await _shop.Inventory.ReceiveStockAsync(
                new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", i < Bad ? $"bad{i}" : $"good{i}") });
            _shop.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _shop.Time.Advance(TimeSpan.FromDays(3));
        var tries = 0;
        _store.OnCommit = (records, commit) =>
        {
            var bad = records.IdempotencyKeys.Touched.Count(static entry => entry.Change != RecordChange.None && entry.Key.Key.StartsWith("bad", StringComparison.Ordinal));
            Interlocked.Add(ref tries, bad);
            return bad > 0 ? throw new BookstoreStoreException("These rows are refused for good.") : commit();
        };

        for (var (round, removed) = (1, 0); removed < Behind; round++)
        {
            round.ShouldBeLessThanOrEqualTo(3);
            tries = 0;
            removed += await _shop.Housekeeping.RunOnceAsync();
            tries.ShouldBeLessThanOrEqualTo(DueRound.MostPassed);
        }
    }

    public async Task InitializeAsync()
    {
        // Batches of one: a bad record fails alone and at once.
        _shop = await TestShop.OpenAsync(
            options => (options.MaxUnpaidOrdersPerCustomer, options.CustomerPollLimit, options.WritePath.MaxBatchSize) = (0, 200, 1),
            inner => _store = new ScriptedStore(inner));
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 10_000, Reason = "delivery" });
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    // The first ones are bad.
    private async Task<List<Guid>> PlaceAsync(int bad, string card)
    {
        var orders = new List<Guid>();
        for (var i = 0; i < bad + Behind; i++)
        {
            orders.Add((await _shop.PlaceAsync(TestShop.Odyssey, card: card)).Order!.Id);
            _shop.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        _bad.UnionWith(orders.Take(bad));
        return orders;
    }

    private async Task StoreRunsAsync(int bad)
    {
        for (var i = 0; i < bad + Behind; i++)
        {
            var run = Guid.CreateVersion7();
            await _shop.Commit.SubmitAsync(new SaveAuditStep(run, new AuditRunBody { Steps = 1, IsComplete = true }, _shop.Time.GetUtcNow()), default);
            _shop.Time.Advance(TimeSpan.FromMilliseconds(1));
            if (i < bad)
            {
                _bad.Add(run);
            }
        }
    }

    private async Task ShouldGetPastAsync(Func<Task<int>> round)
    {
        var tries = 0;
        _store.OnCommit = (records, commit) =>
        {
            Interlocked.Add(ref tries, CountBad(records));
            return CountBad(records) > 0 ? throw new BookstoreStoreException("These rows are refused for good.") : commit();
        };

        (await round()).ShouldBe(Behind);
        tries.ShouldBeGreaterThanOrEqualTo(_bad.Count);

        // At once they are left alone, and after their pause they are tried again.
        tries = 0;
        (await round()).ShouldBe(0);
        tries.ShouldBe(0);
        _shop.Time.Advance(TimeSpan.FromSeconds(20));
        (await round()).ShouldBe(0);
        tries.ShouldBeGreaterThanOrEqualTo(_bad.Count);

        _store.OnCommit = null;
        _shop.Time.Advance(TimeSpan.FromSeconds(20));
        for (var mended = 0; mended < _bad.Count;)
        {
            var done = await round();
            done.ShouldBePositive();
            mended += done;
        }

        await _shop.ShouldHoldAsync();
    }

    private int CountBad(WorkingSet records) =>
        records.Orders.Touched.Count(entry => entry.Change != RecordChange.None && _bad.Contains(entry.Key))
        + records.Deliveries.Touched.Count(entry => entry.Change != RecordChange.None && _bad.Contains(entry.Key))
        + records.Documents.Touched.Count(entry => entry.Change != RecordChange.None && _bad.Contains(entry.Key.Id))
        + records.Reservations.Touched.Count(entry => entry.Change != RecordChange.None && _bad.Contains(entry.Key));
}
