using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;
using static Bookstore.Workflow.AwaitedCustomers;

namespace Bookstore.Workflow;

/// <summary>The rounds that ask gateways whether customers have acted: bounded, shared by hosts, and held up by nothing.</summary>
public sealed class CustomerPollTests
{
    [Fact]
    public async Task RunOnceAsync_thousands_of_customers_are_awaited_asks_for_so_many_a_round_and_writes_once_a_page()
    {
        await using var shop = await TestShop.OpenAsync(options =>
        {
            options.MaxUnpaidOrdersPerCustomer = 0;
            options.CustomerPollLimit = 300;
        });
        AwaitCustomers(shop);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 3_000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => shop.PlaceAsync(TestShop.Martian)));
        var fails = await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Card);
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        var before = shop.Gateway.Calls.Count;
        var fences = (await shop.Store.FindOrderAsync(fails.Order!.Id, default))!.Fence;

        await shop.Recovery.RunOnceAsync();

        (shop.Gateway.Calls.Count - before).ShouldBe(300);
        for (var round = 0; round < 7; round++)
        {
            await shop.Recovery.RunOnceAsync();
        }

        (shop.Gateway.Calls.Count - before).ShouldBe(2_001, "each is asked for once before one is asked for twice");
        (await shop.Store.FindOrderAsync(fails.Order.Id, default))!.Fence.ShouldBe(fences, "nothing followed");
        await shop.Recovery.RunOnceAsync();
        (shop.Gateway.Calls.Count - before).ShouldBe(2_001, "until it is due again");
    }

    [Fact]
    public async Task RunOnceAsync_gateway_is_away_stops_asking_for_the_round()
    {
        await using var shop = await TestShop.OpenAsync(options => (options.MaxUnpaidOrdersPerCustomer, options.SettlementConcurrency) = (0, 1));
        AwaitCustomers(shop);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 100, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shop.PlaceAsync(TestShop.Martian)));
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        var before = shop.Gateway.Calls.Count;

        await shop.Recovery.RunOnceAsync();

        (shop.Gateway.Calls.Count - before).ShouldBe(16);
    }

    [Fact]
    public async Task RunOnceAsync_gateway_stays_away_asks_one_question_a_round_and_all_in_the_round_after_an_answer()
    {
        await using var shop = await TestShop.OpenAsync(options => (options.MaxUnpaidOrdersPerCustomer, options.SettlementConcurrency) = (0, 1));
        AwaitCustomers(shop);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 100, Reason = "delivery" });
        var placed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shop.PlaceAsync(TestShop.Martian)));
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        await shop.Recovery.RunOnceAsync();
        var before = shop.Gateway.Calls.Count;

        for (var second = 1; second <= 10; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
        }

        (shop.Gateway.Calls.Count - before).ShouldBe(10);
        Finds(shop, GatewayPaymentStatus.Authorized);
        for (var second = 1; second <= 4; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
        }

        foreach (var one in placed)
        {
            (await shop.OrderAsync(one.Order!.Id)).Status.ShouldBe(OrderStatus.Created);
        }
    }

    [Fact]
    public async Task RunOnceAsync_two_hosts_at_once_ask_once()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        AwaitCustomers(shop);
        await shop.PlaceAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        var before = shop.Gateway.Calls.Count;
        store!.AfterListDueOrders(() => shop.Recovery.RunOnceAsync());

        await shop.Recovery.RunOnceAsync();

        (shop.Gateway.Calls.Count - before).ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_an_order_is_locked_the_other_customers_are_confirmed_meanwhile()
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new ScriptedStore(inner));
        AwaitCustomers(shop);
        var locked = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        var other = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        var keys = new RecordKeys();
        keys.Orders.Add(locked);
        store!.OnOpen = asked => asked.Orders.Contains(locked)
            ? throw new StoreConflictException("locked") { Reason = StoreConflictReason.Locked, Keys = keys }
            : ValueTask.CompletedTask;
        Finds(shop, GatewayPaymentStatus.Authorized);
        shop.Time.Advance(TimeSpan.FromSeconds(4));

        // The locked order waits for its time to pass; the other one does not.
        var round = shop.Recovery.RunOnceAsync();
        await UntilAsync(async () => (await shop.OrderAsync(other)).Status == OrderStatus.Created);
        round.IsCompleted.ShouldBeFalse();
        await UntilAsync(() =>
        {
            shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(round.IsCompleted);
        });

        (await round).ShouldBe(1);
        (await shop.OrderAsync(locked)).Status.ShouldBe(OrderStatus.Pending);
        store.OnOpen = null;
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(locked)).Status.ShouldBe(OrderStatus.Created);

        static async Task UntilAsync(Func<Task<bool>> isSo)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!await isSo())
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}
