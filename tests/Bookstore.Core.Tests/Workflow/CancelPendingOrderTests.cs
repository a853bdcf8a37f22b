using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>A customer calls off an order whose payment is not there yet: it is given up, and every authorization that exists or still arrives is undone.</summary>
public sealed class CancelPendingOrderTests
{
    [Fact]
    public async Task CancelAsync_customer_waits_at_the_bank_gives_the_order_up_at_once()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        var placed = await shop.PlaceAsync(TestShop.Algorithms, 3);

        var cancelled = await CancelAsync(shop, placed.Order!.Id);

        (cancelled.Outcome, cancelled.Order!.Status, cancelled.Order.PaymentFailureCode).ShouldBe((CancelOrderOutcome.Cancelled, OrderStatus.Rejected, "cancelled"));
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_again_changes_nothing_and_is_answered_as_the_first_time_where_the_key_is_the_same()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var first = await CancelAsync(shop, placed.Order!.Id, "c1");
        await shop.Settlement.RunOnceAsync();
        var settled = await shop.OrderAsync(placed.Order.Id);

        var replayed = await CancelAsync(shop, placed.Order.Id, "c1");
        var again = await CancelAsync(shop, placed.Order.Id);

        (first.Outcome, first.Replayed).ShouldBe((CancelOrderOutcome.Cancelled, false));
        (replayed.Outcome, replayed.Replayed).ShouldBe((CancelOrderOutcome.Cancelled, true));
        (replayed.Order!.Version, replayed.Order.Status, replayed.Order.PaymentStatus, replayed.Order.UpdatedAt).ShouldBe((first.Order!.Version, first.Order.Status, first.Order.PaymentStatus, first.Order.UpdatedAt));
        settled.Version.ShouldBeGreaterThan(first.Order.Version);
        (again.Outcome, again.Replayed, again.Order).ShouldBe((CancelOrderOutcome.Cancelled, false, settled));
    }

    [Theory]
    [InlineData(TestShop.Declined)]
    [InlineData(TestShop.GatewayFails)]
    public async Task CancelAsync_rejected_otherwise_is_not_cancellable(string card)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: card);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        (await CancelAsync(shop, placed.Order!.Id)).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
    }

    [Fact]
    public async Task CancelAsync_declined_with_a_code_that_says_cancelled_is_not_cancellable()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Declined("cancelled"));
        var placed = await shop.PlaceAsync(TestShop.Martian);

        (await CancelAsync(shop, placed.Order!.Id)).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
    }

    [Fact]
    public async Task CancelAsync_while_the_authorization_is_under_way_the_late_answer_is_undone()
    {
        await using var shop = await TestShop.OpenAsync();
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            var answer = await inner();
            return await held.HoldAsync(() => ValueTask.FromResult(answer));
        };
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Voided);
        var placing = shop.PlaceAsync(TestShop.Martian, key: "k");
        await held.Begun;
        var orderId = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single().Id;

        (await CancelAsync(shop, orderId)).Order!.Status.ShouldBe(OrderStatus.Rejected);

        // The void that is owed at once finds nothing; only then the authorization is heard of.
        await shop.Settlement.RunOnceAsync();
        shop.Gateway.OnVoid = null;
        held.Release();
        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Rejected);
        (await shop.Sales.ListPaymentsAsync(orderId)).Single().PendingAction.ShouldBe(PaymentAction.Void);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.PaymentAsync(orderId))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        (await shop.PlaceAsync(TestShop.Martian, key: "k")).Outcome.ShouldBe(PlaceOrderOutcome.Rejected);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CancelAsync_while_another_host_works_on_it_fences_it_off(bool isDeclined)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var now = shop.Time.GetUtcNow();
        var lease = new OrderLease(placed.Order!.Id, Guid.NewGuid(), now, now + TimeSpan.FromSeconds(10));
        var elsewhere = (await shop.Commit.SubmitAsync(new AcquireOrderLease(lease, Storage.OrderWork.Recovery, isDue: false), default)).Order!;

        await CancelAsync(shop, placed.Order.Id);

        var after = isDeclined
            ? (await shop.Commit.SubmitAsync(new RejectOrder(elsewhere, OrderTrigger.Decline, "card_declined", new Storage.Moment(now, now), now), default)).Order
            : await shop.Commit.SubmitAsync(new AwaitCustomer(elsewhere, new Storage.Moment(now, now), now, now + TimeSpan.FromHours(1)), default);
        (after.Order.Status, after.PendingAction, after.LeaseHolder, after.Order.PaymentFailureCode).ShouldBe((OrderStatus.Rejected, PaymentAction.Void, null, "cancelled"));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task CancelAsync_at_a_gateway_where_a_void_forbids_nothing_voids_once_more_when_nothing_can_arrive_any_more()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromMinutes(5);
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Voided);
        await CancelAsync(shop, placed.Order!.Id);
        await shop.Settlement.RunOnceAsync();

        shop.Gateway.OnAuthorize = null;
        shop.Gateway.OnVoid = null;
        (await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(placed.Order.Id, placed.Order.Total, new PaymentToken(TestShop.Card)), default)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        shop.Time.Advance(TimeSpan.FromMinutes(6));
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    private static Task<CancelOrderResult> CancelAsync(TestShop shop, Guid orderId, string? key = null) =>
        shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId, IdempotencyKey = key is null ? null : new IdempotencyKey("test", key) });
}
