using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>What becomes of a pending order by what the gateway knows of it. Time-out and grace are 10 s each, the poll interval is 1 s.</summary>
public sealed class OrderProgressTests
{
    [Fact]
    public async Task RunOnceAsync_gateway_contradicts_the_record_the_order_is_never_ended_by_it()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        Finds(shop, GatewayPaymentStatus.Authorized, new Money(1.00m, "USD"));
        await PassDaysAsync(shop, 3);
        await ShouldWaitForAPersonAsync(shop, placed.Order!.Id);

        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        await PassDaysAsync(shop, 3);
        await ShouldWaitForAPersonAsync(shop, placed.Order.Id);

        shop.Gateway.OnFind = null;
        await PassDaysAsync(shop, 1);
        var confirmed = await shop.OrderAsync(placed.Order.Id);
        (confirmed.Status, confirmed.Attention).ShouldBe((OrderStatus.Created, null));
    }

    [Fact]
    public async Task RunOnceAsync_another_amount_was_captured_than_the_order_has_makes_no_refund_and_needs_a_person()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.AlreadyCaptured);
        await PassDaysAsync(shop, 1);
        var rejected = await shop.OrderAsync(placed.Order!.Id);
        rejected.Status.ShouldBe(OrderStatus.Rejected);
        Finds(shop, GatewayPaymentStatus.Captured, new Money(1.00m, "USD"));

        for (var round = 0; round < 3; round++)
        {
            await shop.Settlement.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        shop.Gateway.Calls.ShouldNotContain(call => call.Operation == Bookstore.Testing.GatewayOperation.Refund);
        var waiting = await shop.OrderAsync(rejected.Id);
        (waiting.PaymentStatus, waiting.Attention?.Reason).ShouldBe((PaymentStatus.Captured, AttentionReason.Contradiction));

        Finds(shop, GatewayPaymentStatus.Captured, rejected.Total);
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.Refunded);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(rejected.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public async Task RunOnceAsync_look_before_a_refund_uses_the_lease_up_the_refund_is_left_to_a_later_round()
    {
        await using var shop = await TestShop.OpenAsync(options => options.RecoveryGrace = TimeSpan.FromSeconds(5));
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.AlreadyCaptured);
        await PassDaysAsync(shop, 1);
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.Refunded);
        var total = placed.Order!.Total;
        shop.Gateway.OnFind = (request, _) =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(9));
            return ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.Captured, Amount = total });
        };

        await shop.Settlement.RunOnceAsync();
        shop.Gateway.Calls.ShouldNotContain(call => call.Operation == Bookstore.Testing.GatewayOperation.Refund);

        Finds(shop, GatewayPaymentStatus.Captured, total);
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public async Task InquireAsync_gateway_silent_is_given_up_a_day_after_the_grace_and_not_before()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        var end = shop.Time.GetUtcNow() + TimeSpan.FromSeconds(20) + TimeSpan.FromDays(1);

        shop.Time.Advance(end - shop.Time.GetUtcNow() - TimeSpan.FromTicks(1));
        (await shop.Workflow.ResumeAsync(placed.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Pending);
        shop.Time.Advance(TimeSpan.FromTicks(1));
        var rejected = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!;

        rejected.Status.ShouldBe(OrderStatus.Rejected);
        rejected.PaymentFailureCode.ShouldBe("payment_not_found");
        shop.Gateway.OnFind = null;
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(GatewayPaymentStatus.Voided)]
    [InlineData(GatewayPaymentStatus.Refunded)]
    public async Task InquireAsync_undone_at_the_gateway_is_given_up_at_once(GatewayPaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        Finds(shop, status, placed.Order!.Total);

        var rejected = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!;

        rejected.Status.ShouldBe(OrderStatus.Rejected);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBe(PaymentAction.Void);
    }

    [Fact]
    public async Task InquireAsync_declined_at_the_gateway_is_declined_with_its_code()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        Finds(shop, GatewayPaymentStatus.Declined, null);

        var rejected = (await shop.Workflow.ResumeAsync(placed.Order!.Id)).Order!;

        (rejected.Status, rejected.PaymentStatus, rejected.PaymentFailureCode).ShouldBe((OrderStatus.Rejected, PaymentStatus.Declined, "found_declined"));
        (await shop.Store.FindOrderAsync(rejected.Id, default))!.DueAt.ShouldBeNull();
    }

    [Theory]
    [InlineData(GatewayPaymentStatus.Authorized)]
    [InlineData(GatewayPaymentStatus.Captured)]
    public async Task InquireAsync_paid_at_the_gateway_is_confirmed_with_its_transaction(GatewayPaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        Finds(shop, status, placed.Order!.Total);

        var confirmed = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!;

        (confirmed.Status, confirmed.PaymentTransactionId).ShouldBe((OrderStatus.Created, "tx-found"));
        var record = (await shop.Store.FindOrderAsync(confirmed.Id, default))!;
        (record.Attempts, record.LeaseHolder, record.PendingAction).ShouldBe((0, null, PaymentAction.Capture));
    }

    [Fact]
    public async Task InquireAsync_nothing_found_is_asked_for_at_growing_pauses_and_at_the_end_of_the_grace()
    {
        await using var shop = await TestShop.OpenAsync();
        var start = shop.Time.GetUtcNow();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        List<double> asked = [];
        for (var record = await Record(); record.DueAt is { } dueAt; record = await Record())
        {
            asked.Add((dueAt - start).TotalSeconds);
            shop.Time.Advance(dueAt - shop.Time.GetUtcNow());
            await shop.Recovery.RunOnceAsync();
            if ((await shop.OrderAsync(placed.Order!.Id)).Status == OrderStatus.Rejected)
            {
                break;
            }
        }

        asked.ShouldBe([1, 3, 7, 15, 20]);

        async Task<OrderRecord> Record() => (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
    }

    [Fact]
    public async Task InquireAsync_gateway_silent_at_the_end_of_the_grace_is_asked_again_after_a_pause()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        shop.Time.Advance((await shop.Store.FindOrderAsync(placed.Order!.Id, default))!.GiveUpAt - shop.Time.GetUtcNow());

        await shop.Workflow.ResumeAsync(placed.Order.Id);

        (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.DueAt.ShouldBe(shop.Time.GetUtcNow() + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task AuthorizeAsync_action_required_is_asked_for_soon_and_given_up_after_the_customers_time()
    {
        await using var shop = await TestShop.OpenAsync(options => options.CustomerActionTimeout = TimeSpan.FromMinutes(5));
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        var now = shop.Time.GetUtcNow();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        Finds(shop, GatewayPaymentStatus.RequiresAction, null);
        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        (record.DueAt, record.GiveUpAt, record.LeaseHolder).ShouldBe((now + TimeSpan.FromSeconds(3), now + TimeSpan.FromMinutes(5), null));

        shop.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        (await shop.Workflow.ResumeAsync(record.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Pending);
        shop.Time.Advance(TimeSpan.FromTicks(1));
        (await shop.Workflow.ResumeAsync(record.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Rejected);
    }

    [Fact]
    public async Task AuthorizeAsync_when_the_lease_ends_does_not_authorize_any_more()
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new ScriptedStore(inner));
        var shopTime = shop.Time;
        store!.OnCommit = async (_, commit) =>
        {
            await commit();
            store.OnCommit = null;
            shopTime.Advance(TimeSpan.FromSeconds(10));
        };

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        shop.Authorizations.ShouldBe(0);
    }

    [Fact]
    public async Task ResendAsync_gateway_silent_stays_pending_and_authorizes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1");
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1");

        (again.Outcome, again.Replayed).ShouldBe((PlaceOrderOutcome.Pending, true));
        shop.Authorizations.ShouldBe(1);
    }

    private static async Task PassDaysAsync(TestShop shop, int days)
    {
        for (var hour = 0; hour < 24 * days; hour++)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Recovery.RunOnceAsync();
        }
    }

    private static async Task ShouldWaitForAPersonAsync(TestShop shop, Guid id)
    {
        var order = (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.ShouldHaveSingleItem();
        (order.Id, order.Status, order.Attention!.Reason).ShouldBe((id, OrderStatus.Pending, AttentionReason.Contradiction));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
    }

    private static void Finds(TestShop shop, GatewayPaymentStatus status, Money? amount) => shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(
        new GatewayPayment { OrderId = request.OrderId, Status = status, Amount = amount, TransactionId = "tx-found", DeclineCode = "found_declined" });
}
