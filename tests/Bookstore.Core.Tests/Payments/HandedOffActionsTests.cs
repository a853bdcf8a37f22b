using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

public sealed class HandedOffActionsTests : IAsyncLifetime
{
    private readonly ScriptedStore _store = new(new InMemoryStore());
    private int _captures;

    [Fact]
    public async Task Settlement_running_pays_what_is_handed_over_and_writes_it_down_before_it_stops()
    {
        await using var shop = await OpenAsync();
        var allCaptured = CountCaptures(shop, 20);
        shop.StartSettlement();

        var placed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.PlaceAsync(TestShop.Odyssey)));
        await allCaptured;
        await shop.StopSettlementAsync();

        await ShouldBeCapturedAsync(shop, placed);
        _captures.ShouldBe(20);
    }

    [Fact]
    public async Task Settlement_one_call_hangs_pays_the_others()
    {
        await using var shop = await OpenAsync();
        var release = new TaskCompletionSource();
        var othersCaptured = new TaskCompletionSource();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            var number = Interlocked.Increment(ref _captures);
            if (number == 1)
            {
                await release.Task;
            }

            var answer = await inner();
            if (number == 10)
            {
                othersCaptured.SetResult();
            }

            return answer;
        };
        shop.StartSettlement();

        var placed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.PlaceAsync(TestShop.Odyssey)));
        await othersCaptured.Task;
        release.SetResult();
        await shop.StopSettlementAsync();

        await ShouldBeCapturedAsync(shop, placed);
    }

    [Fact]
    public async Task Settlement_calls_block_their_threads_pays_the_others()
    {
        await using var shop = await OpenAsync();
        using var blocked = new BlockedCall();
        var othersCaptured = new TaskCompletionSource();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            var number = Interlocked.Increment(ref _captures);
            var answer = number <= 2 ? blocked.Hold(inner) : inner();
            if (number == 10)
            {
                othersCaptured.SetResult();
            }

            return await answer;
        };
        shop.StartSettlement();

        var placed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.PlaceAsync(TestShop.Odyssey)));
        await othersCaptured.Task;
        blocked.Dispose();
        await shop.StopSettlementAsync();

        await ShouldBeCapturedAsync(shop, placed);
    }

    [Theory]
    [InlineData(2, 4_096)]
    [InlineData(10_000, 10_000)]
    public async Task Settlement_more_actions_wait_than_have_room_the_next_is_due_at_once(int ordersInFlight, int room)
    {
        await using var shop = await TestShop.OpenAsync(options => (options.MaxOrdersInFlight, options.SettlementConcurrency) = (ordersInFlight, 1));
        var held = new HeldCall();
        shop.Gateway.OnCapture = (_, inner) => held.HoldAsync(inner);
        shop.StartSettlement();
        var placed = await shop.PlaceAsync(TestShop.Odyssey);
        await held.Begun;
        var debt = (await shop.Store.FindOrderAsync(placed.Order!.Id, CancellationToken.None))!;
        var now = shop.Time.GetUtcNow();

        // One that the loop has in hand already waits for the gateway to be free.
        for (var i = 0; i < room; i++)
        {
            shop.Settlement.DueAt(debt, now).ShouldBeGreaterThan(now);
            shop.Settlement.HandOff(debt);
        }

        shop.Settlement.HandOff(debt);
        shop.Settlement.DueAt(debt, now).ShouldBe(now);
        var stopped = shop.StopSettlementAsync();
        held.Release();
        await stopped;
    }

    [Fact]
    public async Task Settlement_store_refuses_several_together_writes_each_down_alone()
    {
        await using var shop = await OpenAsync();
        var allCaptured = CountCaptures(shop, 5);
        var refusals = 0;

        // A commit that is held up would hold up the confirmation of the others, too.
        var allPlaced = new TaskCompletionSource();
        var capture = shop.Gateway.OnCapture!;
        shop.Gateway.OnCapture = async (id, inner) =>
        {
            await allPlaced.Task;
            return await capture(id, inner);
        };
        _store.OnCommit = async (records, commit) =>
        {
            var captured = records.Orders.Touched.Count(static order => order.Current is { Order.PaymentStatus: PaymentStatus.Captured });
            if (captured > 1)
            {
                refusals++;
                throw new BookstoreStoreException("Not together.");
            }

            // Until everything is captured, one commit holds up the writing down.
            if (captured == 1)
            {
                await allCaptured;
            }

            await commit();
        };
        shop.StartSettlement();

        var placed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.PlaceAsync(TestShop.Odyssey)));
        allPlaced.SetResult();
        await allCaptured;
        await shop.StopSettlementAsync();

        refusals.ShouldBePositive();
        await ShouldBeCapturedAsync(shop, placed);
    }

    [Fact]
    public async Task Settlement_not_running_action_is_due_at_once()
    {
        await using var shop = await OpenAsync();

        var placed = await shop.PlaceAsync(TestShop.Odyssey);

        (await shop.Store.FindOrderAsync(placed.Order!.Id, CancellationToken.None))!.DueAt.ShouldBe(shop.Time.GetUtcNow());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    private static async Task ShouldBeCapturedAsync(TestShop shop, PlaceOrderResult[] placed)
    {
        foreach (var order in placed)
        {
            (await shop.OrderAsync(order.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        }

        await shop.ShouldHoldAsync();
    }

    private Task<TestShop> OpenAsync() => TestShop.OpenAsync(decorate: _ => _store);

    private Task CountCaptures(TestShop shop, int expected)
    {
        var allCaptured = new TaskCompletionSource();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            var answer = await inner();
            if (Interlocked.Increment(ref _captures) == expected)
            {
                allCaptured.SetResult();
            }

            return answer;
        };
        return allCaptured.Task;
    }
}
