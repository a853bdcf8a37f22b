using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

public sealed class OrderWorkflowTests
{
    [Fact]
    public async Task PlaceAsync_in_stock_creates_holds_authorizes_and_captures()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestShop.Martian, 2);

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        placed.Order!.Total.ShouldBe(new Money(25.98m, "USD"));
        placed.Order.PaymentStatus.ShouldBe(PaymentStatus.Authorized);
        (await shop.StockAsync(TestShop.Martian)).ShouldBe(new StockLevel { Isbn = TestShop.Martian, OnHand = 10, Reserved = 2, LastMovement = 2 });
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_several_lines_of_one_book_are_one_line_with_the_sum()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = TestShop.Request(TestShop.Odyssey) with
        {
            Lines = [new(TestShop.Odyssey, 1), new(TestShop.Martian, 1), new(TestShop.Odyssey, 2)],
        };

        var placed = await shop.Workflow.PlaceAsync(request);

        placed.Order!.Lines.ShouldBe([new OrderLine(TestShop.Odyssey, 3, new Money(9.50m, "USD")), new OrderLine(TestShop.Martian, 1, new Money(12.99m, "USD"))]);
        placed.Order.Total.Amount.ShouldBe(41.49m);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_out_of_stock_writes_nothing_and_calls_no_gateway()
    {
        await using var shop = await TestShop.OpenAsync();

        var refused = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Lines = [new(TestShop.Martian, 1), new(TestShop.Algorithms, 4)] });

        refused.Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        refused.Isbn.ShouldBe(TestShop.Algorithms);
        refused.Available.ShouldBe(3);
        shop.Authorizations.ShouldBe(0);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlaceAsync_unknown_book_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        var refused = await shop.PlaceAsync(Isbn.Parse("9780306406157"));

        refused.Outcome.ShouldBe(PlaceOrderOutcome.BookNotFound);
        refused.Isbn.ShouldBe(Isbn.Parse("9780306406157"));
    }

    [Fact]
    public async Task PlaceAsync_another_total_than_expected_is_refused_with_the_total()
    {
        await using var shop = await TestShop.OpenAsync();

        var refused = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { ExpectedTotal = 12.98m });

        refused.Outcome.ShouldBe(PlaceOrderOutcome.TotalChanged);
        refused.Total.ShouldBe(new Money(12.99m, "USD"));
        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { ExpectedTotal = 12.990m })).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task PlaceAsync_with_adjustments_they_are_part_of_the_total()
    {
        await using var shop = await TestShop.OpenAsync();
        OrderAdjustment[] adjustments = [new("shipping", new Money(4.90m, "USD")), new("voucher", new Money(-2m, "USD"))];

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Adjustments = adjustments });
        var negative = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Adjustments = [new("voucher", new Money(-20m, "USD"))] });
        var mixed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Adjustments = [new("shipping", new Money(4m, "EUR"))] });

        placed.Order!.Total.Amount.ShouldBe(15.89m);
        negative.Outcome.ShouldBe(PlaceOrderOutcome.NegativeTotal);
        mixed.Outcome.ShouldBe(PlaceOrderOutcome.MixedCurrencies);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(TestShop.Declined, "card_declined")]
    [InlineData("4000000000009995", "insufficient_funds")]
    public async Task PlaceAsync_declined_is_rejected_and_released(string card, string code)
    {
        await using var shop = await TestShop.OpenAsync();

        var declined = await shop.PlaceAsync(TestShop.Martian, 10, card);

        declined.Outcome.ShouldBe(PlaceOrderOutcome.Declined);
        declined.Order!.Status.ShouldBe(OrderStatus.Rejected);
        declined.Order.PaymentFailureCode.ShouldBe(code);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Sales.ListPaymentsAsync(declined.Order.Id)).Single().PendingAction.ShouldBeNull();
        (await shop.PlaceAsync(TestShop.Martian, 10)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_gateway_hangs_is_pending_after_the_timeout()
    {
        await using var shop = await TestShop.OpenAsync();
        var asked = new TaskCompletionSource();
        shop.Gateway.OnAuthorize = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return AuthorizeResult.Unknown;
        };

        var placing = shop.PlaceAsync(TestShop.Martian);
        await asked.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_action_required_waits_for_the_customer_and_is_confirmed_later()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        placed.ActionUrl.ShouldBe(new Uri("https://bank.example/3ds"));
        var orderId = placed.Order!.Id;

        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.RequiresAction });
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(orderId)).Status.ShouldBe(OrderStatus.Pending);

        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(
            new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.Authorized, Amount = placed.Order.Total, TransactionId = "tx" });
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(orderId)).Status.ShouldBe(OrderStatus.Created);
    }

    [Fact]
    public async Task PlaceAsync_too_many_under_way_is_refused_before_anything_is_written()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxOrdersInFlight = 1);
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = (_, inner) => held.HoldAsync(inner);
        var first = shop.PlaceAsync(TestShop.Martian);
        await held.Begun;

        var refused = shop.PlaceAsync(TestShop.Martian);

        // What was never thrown has no trace of a stack.
        refused.Exception.ShouldNotBeNull().InnerException.ShouldBeOfType<BookstoreOverloadedException>().StackTrace.ShouldBeNull();
        held.Release();

        (await first).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Count.ShouldBe(1);
        shop.Gateway.OnAuthorize = null;
        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task ResumeAsync_too_many_under_way_is_refused_and_later_taken()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxOrdersInFlight = 1);
        var pending = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        var held = new HeldCall();
        shop.Gateway.OnFind = (_, inner) => held.HoldAsync(inner);
        var resuming = shop.Workflow.ResumeAsync(pending.Order!.Id);
        await held.Begun;

        await Should.ThrowAsync<BookstoreOverloadedException>(() => shop.PlaceAsync(TestShop.Martian));
        await Should.ThrowAsync<BookstoreOverloadedException>(() => shop.Workflow.ResumeAsync(pending.Order.Id));
        held.Release();

        (await resuming).Order!.Status.ShouldBe(OrderStatus.Created);
        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task ResumeAsync_another_host_has_the_lease_returns_the_order_as_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        Order? seen = null;
        shop.Gateway.OnAuthorize = async (request, inner) =>
        {
            seen = (await shop.Workflow.ResumeAsync(request.OrderId)).Order;
            return await inner();
        };

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);

        seen!.Status.ShouldBe(OrderStatus.Pending);
    }

    [Fact]
    public async Task PlaceAsync_shut_down_after_the_opening_is_pending()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            await shop.Commit.DisposeAsync();
            return await inner();
        };

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
    }

    [Fact]
    public async Task PlaceAsync_store_fails_after_the_opening_is_pending_and_recovered()
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.RetryTimeout = TimeSpan.Zero, inner => store = new ScriptedStore(inner));
        shop.Gateway.OnAuthorize = (_, inner) =>
        {
            store!.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
            return inner();
        };

        var placed = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        store!.OnOpen = null;
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Created);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_callers_list_changes_afterwards_the_order_does_not()
    {
        await using var shop = await TestShop.OpenAsync();
        List<OrderAdjustment> adjustments = [new("shipping", new Money(4m, "USD"))];
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Adjustments = adjustments });

        adjustments[0] = new OrderAdjustment("discount", new Money(-1m, "USD"));
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(placed.Order!.Id)).Adjustments.ShouldBe([new OrderAdjustment("shipping", new Money(4m, "USD"))]);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_resend_while_an_action_is_required_gives_the_address_again()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.RequiresAction });
        await shop.PlaceAsync(TestShop.Martian, key: "k1");

        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        again.ActionUrl.ShouldBe(new Uri("https://bank.example/3ds"));
    }
}
