using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>Results that are recorded together while another program has one of their orders locked.</summary>
public sealed class HandedOffLockedOrderTests
{
    [Fact]
    public async Task HandOff_one_order_is_locked_the_others_are_recorded_and_so_are_those_after_them()
    {
        var store = new ScriptedStore(new InMemoryStore());
        await using var shop = await TestShop.OpenAsync(decorate: _ => store);
        var orders = new List<OrderRecord>();
        for (var i = 0; i < 6; i++)
        {
            orders.Add(await OweCaptureAsync(shop));
        }

        var committing = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        store.OnCommit = async (_, commit) =>
        {
            committing.TrySetResult();
            await release.Task;
            await commit();
        };
        using var stop = new CancellationTokenSource();
        var running = shop.Settlement.StartWorkers(stop.Token);

        // While the first result is being recorded, four others arrive, which are recorded together.
        shop.Settlement.HandOff(orders[0]);
        await committing.Task;
        Lock(store, orders[2].Order.Id);
        var answered = CountCaptures(shop, 4);
        orders.GetRange(1, 4).ForEach(shop.Settlement.HandOff);
        await answered;
        release.SetResult();
        await CapturedAsync(shop, orders[0], orders[1], orders[3], orders[4]);
        shop.Settlement.HandOff(orders[5]);
        await CapturedAsync(shop, orders[5]);
        (await shop.OrderAsync(orders[2].Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Authorized);

        // It is recorded, or left to a later round when its time is up first.
        store.OnOpen = null;
        await stop.CancelAsync();
        while (!running.IsCompleted)
        {
            shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await running;
        await shop.ShouldHoldAsync();
    }

    private static async Task<OrderRecord> OweCaptureAsync(TestShop shop)
    {
        var now = shop.Time.GetUtcNow();
        var lease = new OrderLease((await shop.PlaceAsync(TestShop.Odyssey)).Order!.Id, Guid.NewGuid(), now, now + TimeSpan.FromMinutes(10));
        return (await shop.Commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true), default)).Order.ShouldNotBeNull();
    }

    private static void Lock(ScriptedStore store, Guid locked) => store.OnOpen = keys =>
    {
        if (!keys.Orders.Contains(locked))
        {
            return default;
        }

        var inConflict = new RecordKeys();
        inConflict.Orders.Add(locked);
        throw new StoreConflictException("locked") { Reason = StoreConflictReason.Locked, Keys = inConflict };
    };

    private static Task CountCaptures(TestShop shop, int count)
    {
        var captures = 0;
        var all = new TaskCompletionSource();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            var answer = await inner();
            if (Interlocked.Increment(ref captures) == count)
            {
                all.SetResult();
            }

            return answer;
        };
        return all.Task;
    }

    private static async Task CapturedAsync(TestShop shop, params OrderRecord[] orders)
    {
        foreach (var order in orders)
        {
            while ((await shop.OrderAsync(order.Order.Id)).PaymentStatus != PaymentStatus.Captured)
            {
                await Task.Yield();
            }
        }
    }
}
