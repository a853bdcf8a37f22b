using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;
using TestCards = Bookstore.Testing.TestCards;
using static Bookstore.Workflow.AwaitedCustomers;

namespace Bookstore.Workflow;

/// <summary>An order whose customer has to act at the bank (3-D Secure) is confirmed soon after they did, and costs little while they do not.</summary>
public sealed class CustomerActionTests
{
    [Fact]
    public async Task PlaceAsync_customer_has_to_act_is_pending_with_the_action()
    {
        await using var shop = await OpenAsync();

        var placed = await shop.PlaceAsync(TestShop.Martian, key: "k");
        var resent = await shop.PlaceAsync(TestShop.Martian, key: "k");

        (placed.Outcome, placed.ActionUrl, placed.Order!.Status, placed.Order.PaymentStatus).ShouldBe((PlaceOrderOutcome.Pending, Bank, OrderStatus.Pending, PaymentStatus.ActionRequired));
        (resent.Outcome, resent.ActionUrl, resent.Order).ShouldBe((PlaceOrderOutcome.Pending, Bank, placed.Order));
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_gateway_says_how_and_until_when_the_customer_can_act_returns_it_and_gives_up_then()
    {
        await using var shop = await OpenAsync();
        var expiresAt = shop.Time.GetUtcNow().AddMinutes(5);
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new CustomerAction { ClientSecret = "pi_secret", ExpiresAt = expiresAt }, "pi_1"));

        var placed = await shop.PlaceAsync(TestShop.Martian, key: "k");
        var resent = await shop.PlaceAsync(TestShop.Martian, key: "k");

        placed.Action.ShouldBe(new CustomerAction { ClientSecret = "pi_secret", ExpiresAt = expiresAt });
        placed.Order!.PaymentTransactionId.ShouldBe("pi_1", "later calls carry it");
        (resent.Action, resent.Order).ShouldBe((placed.Action, placed.Order));
        shop.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).Status.ShouldBe(OrderStatus.Pending);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).Status.ShouldBe(OrderStatus.Rejected);
    }

    [Fact]
    public async Task PlaceAsync_gateway_gives_the_customer_more_time_than_the_shop_does_keeps_the_shops_deadline()
    {
        await using var shop = await OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new CustomerAction { Url = Bank, ExpiresAt = DateTimeOffset.MaxValue }));

        var placed = await shop.PlaceAsync(TestShop.Martian);

        placed.Action!.ExpiresAt.ShouldBe(placed.Order!.CreatedAt + TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void ToString_of_an_action_does_not_print_the_secret() =>
        new CustomerAction { Url = Bank, ClientSecret = "pi_secret" }.ToString().ShouldNotContain("pi_secret");

    [Theory]
    [InlineData(TestCards.ActionRequired, true, OrderStatus.Created, PaymentStatus.Authorized)]
    [InlineData(TestCards.ActionRequired, false, OrderStatus.Rejected, PaymentStatus.Declined)]
    public async Task ResumeAsync_customer_of_the_simulated_gateway_has_answered_continues(string card, bool isApproved, OrderStatus status, PaymentStatus payment)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: card);
        (placed.Outcome, placed.Order!.PaymentStatus).ShouldBe((PlaceOrderOutcome.Pending, PaymentStatus.ActionRequired));

        await shop.Gateway.CompleteActionAsync(placed.Order.Id, isApproved);
        var resumed = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!;

        (resumed.Status, resumed.PaymentStatus).ShouldBe((status, payment));
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(5)]
    [InlineData(130)]
    [InlineData(1_030)]
    [InlineData(1_790)]
    public async Task RunOnceAsync_customer_has_acted_confirms_within_five_seconds(int actsAfter)
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        for (var second = 1; second <= actsAfter; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
        }

        Finds(shop, GatewayPaymentStatus.Authorized);
        for (var second = 1; second <= 4; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
        }

        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Created);
        shop.Gateway.Calls.Count(call => call.Operation == GatewayOperation.Find).ShouldBeLessThanOrEqualTo((actsAfter / 3) + 2);
    }

    [Fact]
    public async Task RunOnceAsync_customer_has_acted_after_a_host_died_while_it_asked_confirms_within_five_seconds()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);

        // A host takes the order over to ask about it, and is killed.
        var now = await shop.Clock.ReadAsync(default);
        var lease = new OrderLease(placed.Order!.Id, Guid.CreateVersion7(), now, now.AddSeconds(10));
        (await shop.Commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Recovery, isDue: false), default)).Taken.ShouldBeTrue();
        for (var second = 1; second <= 30; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
        }

        Finds(shop, GatewayPaymentStatus.Authorized);
        var waited = 0;
        while ((await shop.OrderAsync(placed.Order.Id)).Status == OrderStatus.Pending && waited < 3_600)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
            waited++;
        }

        waited.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task RunOnceAsync_customer_asked_often_while_the_gateway_was_away_and_has_acted_confirms_within_five_seconds()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        for (var second = 1; second <= 20; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Workflow.ResumeAsync(placed.Order!.Id);
        }

        Finds(shop, GatewayPaymentStatus.Authorized);
        var waited = 0;
        while ((await shop.OrderAsync(placed.Order!.Id)).Status == OrderStatus.Pending && waited < 3_600)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Recovery.RunOnceAsync();
            waited++;
        }

        waited.ShouldBeLessThanOrEqualTo(5);
    }

    [Theory]
    [InlineData(GatewayPaymentStatus.Authorized, OrderStatus.Created, PaymentStatus.Authorized)]
    [InlineData(GatewayPaymentStatus.Declined, OrderStatus.Rejected, PaymentStatus.Declined)]
    public async Task ResumeAsync_customer_has_acted_continues_at_once(GatewayPaymentStatus found, OrderStatus status, PaymentStatus payment)
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        (await shop.Workflow.ResumeAsync(placed.Order!.Id)).Order!.PaymentStatus.ShouldBe(PaymentStatus.ActionRequired);

        Finds(shop, found);
        var resumed = (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!;

        (resumed.Status, resumed.PaymentStatus).ShouldBe((status, payment));
    }

    [Fact]
    public async Task RunOnceAsync_customer_never_acts_is_given_up_at_the_deadline_and_voided()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Algorithms, 3);
        shop.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);

        var rejected = await shop.OrderAsync(placed.Order!.Id);
        (rejected.Status, rejected.PaymentStatus).ShouldBe((OrderStatus.Rejected, PaymentStatus.Pending));
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
        shop.Gateway.OnFind = null;
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.PaymentAsync(rejected.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
    }

    [Fact]
    public async Task RunOnceAsync_answer_of_the_authorization_was_lost_still_gives_the_customer_their_time()
    {
        await using var shop = await OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => throw new HttpRequestException("lost");
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        await shop.Recovery.RunOnceAsync();

        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        (record.Order.PaymentStatus, record.GiveUpAt).ShouldBe((PaymentStatus.ActionRequired, placed.Order.CreatedAt + TimeSpan.FromMinutes(30)));
    }
}
