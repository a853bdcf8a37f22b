using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>An order whose payment could not be captured is paid another way, and never charged twice.</summary>
public sealed class AuthorizeAgainTests
{
    [Fact]
    public async Task AuthorizeAgainAsync_after_a_refused_capture_voids_the_first_payment_and_captures_the_second()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);

        var again = await AgainAsync(shop, order);

        (again.Outcome, again.Order!.Status, again.Order.PaymentStatus, again.Order.PaymentAttempt).ShouldBe((AuthorizeAgainOutcome.Authorized, OrderStatus.Created, PaymentStatus.Authorized, 2));
        (again.Order.Attention, again.Order.PaymentFailureCode).ShouldBe((null, null));
        again.Order.PaymentTransactionId.ShouldNotBe(order.PaymentTransactionId);
        (await shop.Gateway.FindAsync(new FindRequest(order.Id, null), default))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await SecondAsync(shop, order))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAgainAsync_declined_holds_nothing_and_can_be_tried_again_or_cancelled()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);

        var declined = await AgainAsync(shop, order, TestCards.InsufficientFunds);
        (declined.Outcome, declined.Order!.PaymentStatus, declined.Order.PaymentFailureCode).ShouldBe((AuthorizeAgainOutcome.Declined, PaymentStatus.CaptureFailed, "insufficient_funds"));
        await shop.ShouldHoldAsync();

        (await AgainAsync(shop, order)).Order!.PaymentAttempt.ShouldBe(3);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAgainAsync_sent_again_after_a_later_payment_says_what_it_said()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        AuthorizeAgainRequest RequestOf(string key, string card) => new() { OrderId = order.Id, Payment = new PaymentToken(card), IdempotencyKey = new IdempotencyKey("test", key) };
        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("declined", TestCards.Declined))).Outcome.ShouldBe(AuthorizeAgainOutcome.Declined);
        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("refused", TestCards.CaptureRefused))).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);
        await shop.Settlement.RunOnceAsync();
        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("refused", TestCards.CaptureRefused))).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized, "its capture was refused, and not the card");
        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("paid", TestShop.Card))).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);

        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("declined", TestCards.Declined))).ShouldSatisfyAllConditions(again => again.Outcome.ShouldBe(AuthorizeAgainOutcome.Declined), again => again.Replayed.ShouldBeTrue());
        (await shop.Workflow.AuthorizeAgainAsync(RequestOf("refused", TestCards.CaptureRefused))).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);
    }

    [Fact]
    public async Task AuthorizeAgainAsync_customer_refuses_a_payment_that_has_an_id_is_declined_when_it_is_sent_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        shop.Gateway.OnAuthorize = async (_, authorize) => await authorize() is { Action: { } action } ? AuthorizeResult.RequiresAction(action, "pi_1") : AuthorizeResult.Unknown;
        var request = new AuthorizeAgainRequest { OrderId = order.Id, Payment = new PaymentToken(TestCards.ActionRequired), IdempotencyKey = new IdempotencyKey("test", "1") };
        (await shop.Workflow.AuthorizeAgainAsync(request)).Order!.PaymentTransactionId.ShouldBe("pi_1");
        await shop.Gateway.CompleteActionAsync(order.Id, isApproved: false);
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        await shop.Settlement.RunOnceAsync();

        (await shop.Workflow.AuthorizeAgainAsync(request)).Outcome.ShouldBe(AuthorizeAgainOutcome.Declined);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AuthorizeAsync_of_a_host_that_slept_past_its_time_authorizes_nothing(bool isLeaseOver)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        var now = await shop.Clock.NowAsync(default);
        var later = now + TimeSpan.FromMinutes(1);
        var begun = (await shop.Store.FindOrderAsync(order.Id, default))! with { DueAt = isLeaseOver ? now : later, GiveUpAt = isLeaseOver ? later : now };

        var (result, action) = await shop.NewPayment.AuthorizeAsync(begun, new PaymentToken(TestShop.Card));

        (result.Event, action, shop.Authorizations).ShouldBe((null, null, 1));
    }

    [Fact]
    public async Task AuthorizeAgainAsync_too_often_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        for (var attempt = 2; attempt <= Order.MaxPaymentAttempts; attempt++)
        {
            (await AgainAsync(shop, order, TestCards.Declined)).Outcome.ShouldBe(AuthorizeAgainOutcome.Declined);
        }

        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.NotRetryable);
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
    }

    [Theory]
    [InlineData(true, PaymentStatus.Authorized)]
    [InlineData(false, PaymentStatus.CaptureFailed)]
    public async Task AuthorizeAgainAsync_customer_has_to_act_waits_and_follows_what_they_did(bool isApproved, PaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync(options => options.CapturePolicy = CapturePolicy.Manual);
        var order = await FailAsync(shop);

        var again = await AgainAsync(shop, order, TestCards.ActionRequired);
        (again.Outcome, again.Order!.PaymentStatus).ShouldBe((AuthorizeAgainOutcome.Pending, PaymentStatus.ActionRequired));
        again.Action!.ExpiresAt.ShouldBe(shop.Time.GetUtcNow() + TimeSpan.FromMinutes(30));
        await shop.Gateway.CompleteActionAsync(order.Id, isApproved);
        shop.Time.Advance(TimeSpan.FromSeconds(4));
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(status);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAgainAsync_customer_never_acts_is_given_up_voided_and_can_be_tried_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        await AgainAsync(shop, order, TestCards.ActionRequired);

        for (var minute = 0; minute < 31; minute++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            await shop.Settlement.RunOnceAsync();
        }

        var given = await shop.OrderAsync(order.Id);
        (given.Status, given.PaymentStatus, given.PaymentFailureCode).ShouldBe((OrderStatus.Created, PaymentStatus.Voided, "payment_not_found"));
        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);
    }

    [Theory]
    [InlineData(CallFault.LoseAnswer, PaymentStatus.Captured)]
    [InlineData(CallFault.AnswerUnknown, PaymentStatus.Voided)]
    public async Task AuthorizeAgainAsync_answer_is_lost_is_found_out_in_the_background(CallFault fault, PaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Authorize, fault);

        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.Pending);
        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.Pending, "it is under way");
        for (var second = 0; second < 60; second++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await shop.Settlement.RunOnceAsync();
        }

        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(status);
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Authorize).ShouldBe(2);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAgainAsync_first_payment_cannot_be_released_authorizes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.AnswerUnknown);

        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.NotReleased);
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Authorize).ShouldBe(1);

        shop.Time.Advance(TimeSpan.FromSeconds(10));
        await shop.Settlement.RunOnceAsync();
        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);
    }

    [Fact]
    public async Task AuthorizeAgainAsync_first_payment_was_captured_after_all_charges_nothing_more()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            await inner();
            return CaptureResult.Refused("a lie");
        };
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);

        var again = await AgainAsync(shop, order);

        (again.Outcome, again.Order!.PaymentStatus).ShouldBe((AuthorizeAgainOutcome.NotRetryable, PaymentStatus.Captured));
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Authorize).ShouldBe(1);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAgainAsync_sent_again_with_its_key_answers_as_it_did()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);

        var first = await AgainAsync(shop, order, key: "k");
        var again = await AgainAsync(shop, order, key: "k");
        var other = await AgainAsync(shop, order, TestCards.Declined, "k");

        (first.Replayed, again.Replayed, again.Outcome).ShouldBe((false, true, first.Outcome));
        other.Outcome.ShouldBe(AuthorizeAgainOutcome.IdempotencyKeyReused);
        (await AgainAsync(shop, order)).Outcome.ShouldBe(AuthorizeAgainOutcome.NotRetryable);
    }

    [Fact]
    public async Task AuthorizeAgainAsync_what_did_not_fail_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var captured = await shop.PlaceCapturedAsync(TestShop.Martian);
        var rejected = (await shop.PlaceAsync(TestShop.Martian, card: TestCards.Declined)).Order!;

        (await AgainAsync(shop, captured)).Outcome.ShouldBe(AuthorizeAgainOutcome.NotRetryable);
        (await AgainAsync(shop, rejected)).Outcome.ShouldBe(AuthorizeAgainOutcome.NotRetryable);
        (await shop.Workflow.AuthorizeAgainAsync(new AuthorizeAgainRequest { OrderId = Guid.NewGuid() })).Outcome.ShouldBe(AuthorizeAgainOutcome.OrderNotFound);
    }

    [Fact]
    public async Task CancelAsync_while_it_is_authorized_again_voids_the_new_payment()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await FailAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Authorize, CallFault.LoseAnswer);
        await AgainAsync(shop, order);

        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await shop.Settlement.RunOnceAsync();

        (await SecondAsync(shop, order))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    private static async Task<Order> FailAsync(TestShop shop)
    {
        var placed = (await shop.PlaceAsync(TestShop.Martian, card: TestCards.CaptureRefused)).Order!;
        if (placed.PaymentStatus == PaymentStatus.Authorized)
        {
            await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = placed.Id });
            await shop.Settlement.RunOnceAsync();
        }

        var failed = await shop.OrderAsync(placed.Id);
        failed.PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        return failed;
    }

    private static ValueTask<GatewayPayment?> SecondAsync(TestShop shop, Order order) => shop.Gateway.FindAsync(new FindRequest(order.Id, null) { Attempt = 2 }, default);

    private static Task<AuthorizeAgainResult> AgainAsync(TestShop shop, Order order, string card = TestCards.Approved, string? key = null) => shop.Workflow.AuthorizeAgainAsync(
        new AuthorizeAgainRequest { OrderId = order.Id, Payment = new PaymentToken(card), IdempotencyKey = key is null ? null : new IdempotencyKey("test", key) });
}
