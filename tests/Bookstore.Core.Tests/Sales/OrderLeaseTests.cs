using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>How long an order is whose: read from its record while the gateway is asked, with an authorize time-out of 10 s and a grace of 7 s.</summary>
public sealed class OrderLeaseTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task PlaceAsync_while_authorizing_is_leased_for_one_call_and_given_up_after_the_longer_of_grace_and_time_out()
    {
        await using var shop = await OpenAsync();
        OrderRecord? during = null;
        shop.Gateway.OnAuthorize = async (request, inner) =>
        {
            during = await shop.Store.FindOrderAsync(request.OrderId, default);
            return await inner();
        };

        var placed = await shop.PlaceAsync(TestShop.Martian);

        var now = shop.Time.GetUtcNow();
        (during!.Fence, during.DueAt, during.GiveUpAt).ShouldBe((1, now + Timeout, now + Timeout + Timeout));
        during.LeaseHolder.ShouldNotBeNull();
        var after = await RecordAsync(shop, placed.Order!.Id);
        (after.LeaseHolder, after.DueAt, after.Attempts).ShouldBe((null, now, 0));
    }

    [Fact]
    public async Task PlaceAsync_resend_is_leased_for_two_calls_from_the_resend()
    {
        await using var shop = await OpenAsync();
        var first = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1");
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        var now = shop.Time.GetUtcNow();
        var during = await DuringFindAsync(shop, () => shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1"));

        (during.Order.Id, during.Fence).ShouldBe((first.Order!.Id, 2));
        (during.DueAt, during.GiveUpAt).ShouldBe((now + Timeout + Timeout + Grace, first.Order.CreatedAt + Timeout + Timeout), "the lease counts from the resend, the deadline from the order");
        during.LeaseHolder.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_recovery_is_leased_beyond_its_call_and_not_given_up_later()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var giveUpAt = (await RecordAsync(shop, placed.Order!.Id)).GiveUpAt;
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        var now = shop.Time.GetUtcNow();

        var during = await DuringFindAsync(shop, () => shop.Recovery.RunOnceAsync());

        (during.Fence, during.DueAt, during.GiveUpAt).ShouldBe((2, now + Timeout + Grace, giveUpAt));
        during.LeaseHolder.ShouldNotBeNull();
    }

    [Fact]
    public async Task ResumeAsync_pending_order_is_leased_for_one_call_and_not_given_up_later()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var giveUpAt = (await RecordAsync(shop, placed.Order!.Id)).GiveUpAt;
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        var now = shop.Time.GetUtcNow();

        var during = await DuringFindAsync(shop, () => shop.Workflow.ResumeAsync(placed.Order.Id));

        (during.Fence, during.DueAt, during.GiveUpAt).ShouldBe((2, now + Timeout, giveUpAt));
    }

    [Fact]
    public async Task RunOnceAsync_settlement_is_leased_beyond_its_call_from_the_taking()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromHours(1));
        var now = shop.Time.GetUtcNow();
        OrderRecord? during = null;
        shop.Gateway.OnCapture = async (request, inner) =>
        {
            during = await RecordAsync(shop, request.OrderId);
            return await inner();
        };

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (during!.Fence, during.DueAt, during.LeaseHolder).ShouldBe((2, now + Timeout + Grace, null));
        var after = await RecordAsync(shop, placed.Order!.Id);
        (after.DueAt, after.PendingAction, after.Attempts).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task TakeOrder_when_the_lease_ends_is_taken_and_not_before()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var now = shop.Time.GetUtcNow();
        await TakeAsync(now, now + Timeout, isDue: false);

        (await TakeAsync(now + Timeout - TimeSpan.FromTicks(1), now + Timeout, isDue: false)).Taken.ShouldBeFalse();
        (await TakeAsync(now + Timeout - TimeSpan.FromTicks(1), now + Timeout, isDue: true)).Taken.ShouldBeFalse();
        var taken = await TakeAsync(now + Timeout, now + Timeout + Timeout, isDue: true);

        taken.Taken.ShouldBeTrue();
        taken.Order!.Fence.ShouldBe(3);

        Task<AcquireOrderLeaseResult> TakeAsync(DateTimeOffset at, DateTimeOffset until, bool isDue) =>
            shop.Commit.SubmitAsync(new AcquireOrderLease(new OrderLease(placed.Order!.Id, Guid.NewGuid(), at, until), OrderWork.Recovery, isDue), default);
    }

    [Fact]
    public async Task TakeOrder_again_by_the_host_that_has_it_needs_its_fence_and_no_end_of_the_lease()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var now = shop.Time.GetUtcNow();
        var held = (await TakeAsync(null)).Order!;

        (await TakeAsync(held.Fence - 1)).Taken.ShouldBeFalse();
        var again = await TakeAsync(held.Fence);
        (await TakeAsync(held.Fence)).Taken.ShouldBeFalse("it has the fence of a later lease");

        (again.Taken, again.Order!.Fence, again.Order.DueAt).ShouldBe((true, held.Fence + 1, now + Timeout));

        Task<AcquireOrderLeaseResult> TakeAsync(int? heldFence) => shop.Commit.SubmitAsync(
            new AcquireOrderLease(new OrderLease(placed.Order!.Id, Guid.NewGuid(), now, now + Timeout), OrderWork.Recovery, isDue: true) { HeldFence = heldFence }, default);
    }

    [Fact]
    public async Task TakeOrder_unknown_or_without_work_is_not_taken()
    {
        await using var shop = await OpenAsync();
        var pending = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var created = await shop.PlaceAsync(TestShop.Martian);

        (await TakeAsync(Guid.NewGuid(), OrderWork.Recovery)).ShouldBe(new AcquireOrderLeaseResult(false, null));
        (await TakeAsync(created.Order!.Id, OrderWork.Recovery)).Taken.ShouldBeFalse();
        (await TakeAsync(pending.Order!.Id, OrderWork.Settlement)).Taken.ShouldBeFalse();
        (await TakeAsync(created.Order.Id, OrderWork.Settlement)).Taken.ShouldBeTrue();

        Task<AcquireOrderLeaseResult> TakeAsync(Guid orderId, OrderWork work)
        {
            var later = shop.Time.GetUtcNow() + TimeSpan.FromDays(1);
            return shop.Commit.SubmitAsync(new AcquireOrderLease(new OrderLease(orderId, Guid.NewGuid(), later, later + Timeout), work, isDue: true), default);
        }
    }

    private static Task<TestShop> OpenAsync() => TestShop.OpenAsync(options => (options.GatewayTimeout, options.RecoveryGrace) = (Timeout, Grace));

    private static async Task<OrderRecord> RecordAsync(TestShop shop, Guid orderId) => (await shop.Store.FindOrderAsync(orderId, default)).ShouldNotBeNull();

    // The order as it stands while the gateway is asked for it.
    private static async Task<OrderRecord> DuringFindAsync(TestShop shop, Func<Task> act)
    {
        OrderRecord? during = null;
        shop.Gateway.OnFind = async (request, inner) =>
        {
            during = await RecordAsync(shop, request.OrderId);
            return await inner();
        };
        await act();
        return during.ShouldNotBeNull();
    }
}
