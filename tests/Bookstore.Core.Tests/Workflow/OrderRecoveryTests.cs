using Bookstore.Support;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

public sealed class OrderRecoveryTests
{
    [Fact]
    public async Task RunOnceAsync_authorized_but_answer_lost_confirms_once()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        shop.Time.Advance(TimeSpan.FromSeconds(2));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);

        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Created);
        shop.Authorizations.ShouldBe(1);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_nothing_at_the_gateway_rejects_only_after_the_grace_and_owes_a_void()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        var orderId = placed.Order!.Id;

        shop.Time.Advance(TimeSpan.FromSeconds(19));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(0);
        (await shop.OrderAsync(orderId)).Status.ShouldBe(OrderStatus.Pending);

        shop.Time.Advance(TimeSpan.FromSeconds(1));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);
        var rejected = await shop.OrderAsync(orderId);
        rejected.Status.ShouldBe(OrderStatus.Rejected);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Sales.ListPaymentsAsync(orderId)).Single().PendingAction.ShouldBe(PaymentAction.Void);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(orderId)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_gateway_away_keeps_the_order_and_asks_again_later()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");

        shop.Time.Advance(TimeSpan.FromHours(2));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Pending);

        shop.Gateway.OnFind = null;
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).Status.ShouldBe(OrderStatus.Created);
    }

    [Theory]
    [InlineData(GatewayPaymentStatus.Authorized, "another amount")]
    [InlineData(GatewayPaymentStatus.Captured, "another amount")]
    [InlineData(GatewayPaymentStatus.Authorized, "no amount")]
    [InlineData(GatewayPaymentStatus.Authorized, "another order")]
    [InlineData(GatewayPaymentStatus.Declined, "another order")]
    [InlineData((GatewayPaymentStatus)99, "no such status")]
    public async Task RunOnceAsync_payment_that_contradicts_the_order_is_unknown_and_needs_a_person_however_long_it_lasts(GatewayPaymentStatus status, string what)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment
        {
            OrderId = what == "another order" ? Guid.NewGuid() : request.OrderId,
            Status = status,
            Amount = what switch { "another amount" => new Money(1m, "USD"), "no amount" => null, _ => placed.Order!.Total },
            TransactionId = "tx",
        });

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        var pending = (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.Single();
        (pending.Id, pending.Status, pending.Attention!.Reason).ShouldBe((placed.Order!.Id, OrderStatus.Pending, AttentionReason.Contradiction));
        for (var hour = 0; hour < 72; hour++)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Recovery.RunOnceAsync();
        }

        var waiting = await shop.OrderAsync(placed.Order!.Id);
        (waiting.Status, waiting.Attention!.Reason).ShouldBe((OrderStatus.Pending, AttentionReason.Contradiction), "a contradiction is no end");
        await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = waiting.Id, Attention = AttentionReason.Contradiction, Reason = "the bank says that nothing was paid" });
        (await shop.OrderAsync(waiting.Id)).Status.ShouldBe(OrderStatus.Rejected);
    }

    [Fact]
    public async Task ResumeAsync_contradiction_that_ends_with_the_customers_turn_needs_no_person()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        Finds(Guid.NewGuid(), GatewayPaymentStatus.Authorized);
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order!.Id)).Attention!.Reason.ShouldBe(AttentionReason.Contradiction);

        Finds(placed.Order.Id, GatewayPaymentStatus.RequiresAction);
        var resumed = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order;

        (resumed!.PaymentStatus, resumed.Attention).ShouldBe((PaymentStatus.ActionRequired, null));

        void Finds(Guid orderId, GatewayPaymentStatus status) =>
            shop.Gateway.OnFind = (_, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = orderId, Status = status, Amount = placed.Order!.Total });
    }

    [Fact]
    public async Task RunOnceAsync_contradiction_that_ends_is_confirmed_and_needs_no_person()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        shop.Gateway.OnFind = async (_, inner) => (await inner())! with { Amount = new Money(1m, "USD") };
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();
        shop.Gateway.OnFind = null;

        (await shop.Workflow.RetryPaymentAsync(placed.Order!.Id)).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        await shop.Recovery.RunOnceAsync();

        var confirmed = await shop.OrderAsync(placed.Order.Id);
        (confirmed.Status, confirmed.Attention).ShouldBe((OrderStatus.Created, null));
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_while_the_workflow_still_works_on_it_leaves_it_alone()
    {
        await using var shop = await TestShop.OpenAsync();
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = (_, inner) => held.HoldAsync(inner);
        var placing = shop.PlaceAsync(TestShop.Martian);
        await held.Begun;

        shop.Time.Advance(TimeSpan.FromSeconds(9));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(0);
        held.Release();

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task ConfirmingAnOrderThatWasRejectedMeanwhile_is_refused_and_owes_a_void()
    {
        await using var shop = await TestShop.OpenAsync();
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();

        // A host that slept: it heeds no time-out, and its authorization takes effect after the order was given up.
        shop.Gateway.OnAuthorize = async (request, _) =>
        {
            asked.SetResult();
            await release.Task;
            return AuthorizeResult.Approved("late");
        };
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Voided);
        var placing = shop.PlaceAsync(TestShop.Martian);
        await asked.Task;
        var orderId = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single().Id;
        var late = (await shop.Store.FindOrderAsync(orderId, default))!;
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(orderId)).PaymentStatus.ShouldBe(PaymentStatus.Voided);

        var now = shop.Time.GetUtcNow();
        var (after, _) = await shop.Commit.SubmitAsync(new ConfirmOrder(late, "late", new Storage.Moment(now, now), now), default);

        after.Order.Status.ShouldBe(OrderStatus.Rejected);
        after.PendingAction.ShouldBe(PaymentAction.Void);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        release.SetResult();
    }

    [Fact]
    public async Task AHostThatSleptPastItsLease_does_not_authorize_any_more()
    {
        ScriptedStore? store = null;
        TestShop? slept = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new ScriptedStore(inner));
        slept = shop;
        store!.OnCommit = async (records, commit) =>
        {
            await commit();
            store.OnCommit = null;
            slept.Time.Advance(TimeSpan.FromMinutes(1));
        };

        var placed = await shop.PlaceAsync(TestShop.Martian);

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        shop.Authorizations.ShouldBe(0);
    }

    [Fact]
    public async Task ResumeAsync_pending_order_is_continued_and_any_other_is_not_changed()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);

        (await shop.Workflow.ResumeAsync(placed.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Created);
        (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Created);
        (await shop.Workflow.ResumeAsync(Guid.NewGuid())).Outcome.ShouldBe(ResumeOrderOutcome.OrderNotFound);
    }

    [Fact]
    public async Task AHostThatWasOvertaken_can_do_no_harm()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        var overtaken = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();
        var now = shop.Time.GetUtcNow();

        await shop.Commit.SubmitAsync(new RejectOrder(overtaken, OrderTrigger.GiveUp, "late", new Storage.Moment(now, now), now), default);
        await shop.Commit.SubmitAsync(new RejectOrder(overtaken, OrderTrigger.Decline, "late", new Storage.Moment(now, now), now), default);
        await shop.Commit.SubmitAsync(new PostponeOrder(overtaken, now), default);

        (await shop.OrderAsync(placed.Order.Id)).Status.ShouldBe(OrderStatus.Created);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_more_orders_than_a_page_recovers_them_all()
    {
        // All are of one customer, whose first orders may be unpaid before the last are placed.
        await using var shop = await TestShop.OpenAsync(options => options.MaxUnpaidOrdersPerCustomer = 0);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 450).Select(_ => shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost)));

        shop.Time.Advance(TimeSpan.FromSeconds(5));

        (await shop.Recovery.RunOnceAsync()).ShouldBe(450);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(450);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(TestShop.GatewayFails, OrderStatus.Pending)]
    [InlineData(TestShop.AnswerLost, OrderStatus.Created)]
    public async Task RunOnceAsync_another_host_was_faster_leaves_the_order_to_it(string card, OrderStatus expected)
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        var placed = await shop.PlaceAsync(TestShop.Martian, card: card);
        shop.Time.Advance(TimeSpan.FromSeconds(2));
        store!.AfterListDueOrders(() => shop.Recovery.RunOnceAsync());

        (await shop.Recovery.RunOnceAsync()).ShouldBe(0);

        shop.Gateway.Calls.Count(call => call.Operation == GatewayOperation.Find).ShouldBe(1);
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task RunOnceAsync_customer_sent_again_every_second_while_the_gateway_was_away_looks_soon_after()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k");
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        for (var second = 1; second <= 60; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k");
            await shop.Recovery.RunOnceAsync();
        }

        shop.Gateway.OnFind = null;
        var waited = 0;
        while ((await shop.OrderAsync(placed.Order!.Id)).Status == OrderStatus.Pending && waited < 7_200)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
            waited++;
        }

        waited.ShouldBeLessThanOrEqualTo(70);
    }
}
