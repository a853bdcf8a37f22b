using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>An authorization that ends before its capture is told before it happens, and leaves an order that can be paid again or cancelled.</summary>
public sealed class AuthorizationExpiryTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    [Fact]
    public async Task A_held_amount_that_ends_soon_is_told_once_and_needs_a_person()
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        order.AuthorizedUntil.ShouldBe(shop.Time.GetUtcNow() + Lifetime);
        await RunAsync(shop, TimeSpan.FromDays(5));
        (await shop.OrderAsync(order.Id)).Attention.ShouldBeNull();

        await RunAsync(shop, TimeSpan.FromDays(1));

        var told = await shop.OrderAsync(order.Id);
        (told.PaymentStatus, told.Attention!.Reason, told.Version).ShouldBe((PaymentStatus.Authorized, AttentionReason.AuthorizationExpiring, order.Version + 1));
        await RunAsync(shop, TimeSpan.FromHours(12));
        (await shop.OrderAsync(order.Id)).Version.ShouldBe(told.Version);
        (await EventsAsync(shop, order.Id)).ShouldBe([EventTypes.OrderCreated, EventTypes.PaymentAuthorizationExpiring]);
        (await shop.Maintenance.ListWorkAsync(new WorkQuery { State = WorkItemState.Attention })).Items.Single().OrderAttention!.Reason.ShouldBe(AttentionReason.AuthorizationExpiring);
    }

    [Fact]
    public async Task An_amount_that_was_not_captured_in_time_is_a_failed_capture_that_can_be_paid_again()
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;

        await RunAsync(shop, Lifetime);

        var ended = await shop.OrderAsync(order.Id);
        (ended.Status, ended.PaymentStatus, ended.PaymentFailureCode).ShouldBe((OrderStatus.Created, PaymentStatus.CaptureFailed, "authorization_expired"));
        ended.Attention.ShouldBe(new OrderAttention(AttentionReason.CaptureRefused, "authorization_expired", ended.UpdatedAt));
        (await EventsAsync(shop, order.Id)).ShouldBe([EventTypes.OrderCreated, EventTypes.PaymentAuthorizationExpiring, EventTypes.PaymentCaptureFailed]);
        (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id })).Outcome.ShouldBe(CapturePaymentOutcome.NotCapturable);

        var again = await shop.Workflow.AuthorizeAgainAsync(new AuthorizeAgainRequest { OrderId = order.Id, Payment = new PaymentToken(TestShop.Card) });
        (again.Outcome, again.Order!.PaymentStatus, again.Order.Attention).ShouldBe((AuthorizeAgainOutcome.Authorized, PaymentStatus.Authorized, null));
        again.Order.AuthorizedUntil.ShouldBe(shop.Time.GetUtcNow() + Lifetime);
        await RunAsync(shop, TimeSpan.FromDays(6));
        (await shop.OrderAsync(order.Id)).Attention!.Reason.ShouldBe(AttentionReason.AuthorizationExpiring);
        (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id })).Order!.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await shop.OrderAsync(order.Id)).Attention.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task An_order_whose_authorization_has_ended_can_be_cancelled()
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await RunAsync(shop, Lifetime);

        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        await RunAsync(shop, TimeSpan.FromMinutes(1));
        var cancelled = await shop.OrderAsync(order.Id);
        (cancelled.Status, cancelled.PaymentStatus, cancelled.Attention).ShouldBe((OrderStatus.Cancelled, PaymentStatus.Voided, null));
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_was_captured_or_cancelled_in_time_is_left_as_it_is(bool isCaptured)
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        if (isCaptured)
        {
            await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id });
        }
        else
        {
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        }

        await RunAsync(shop, TimeSpan.FromMinutes(1));
        var before = await shop.OrderAsync(order.Id);
        await RunAsync(shop, Lifetime);

        (await shop.OrderAsync(order.Id)).ShouldBe(before);
        (await shop.Store.ListDueDocumentsAsync(AuthorizationEndBody.Documents.Name, null, DateTimeOffset.MaxValue, null, 10, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_may_note_that_they_have_seen_it()
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await RunAsync(shop, TimeSpan.FromDays(6));

        (await shop.Workflow.RetryPaymentAsync(order.Id)).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        var seen = await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = AttentionReason.AuthorizationExpiring, Reference = "leaves tomorrow" });

        (seen.Outcome, seen.Order!.PaymentStatus, seen.Order.Attention, seen.Order.Resolution!.Note).ShouldBe((ResolvePaymentOutcome.Resolved, PaymentStatus.Authorized, null, "leaves tomorrow"));
        await RunAsync(shop, TimeSpan.FromDays(1));
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
    }

    [Fact]
    public async Task A_capture_that_is_asked_for_too_late_is_refused_by_the_gateway_with_the_same_code()
    {
        await using var shop = await OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        shop.Time.Advance(Lifetime);

        var captured = await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id });

        (captured.Order!.PaymentStatus, captured.Order.PaymentFailureCode).ShouldBe((PaymentStatus.CaptureFailed, "authorization_expired"));
    }

    private static Task<TestShop> OpenAsync() => TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.Manual, authorizationLifetime: Lifetime);

    // The store's time goes on beside the clock: a step is shorter than what a round takes for a clock that was set.
    private static async Task RunAsync(TestShop shop, TimeSpan time)
    {
        for (var end = shop.Time.GetUtcNow() + time; shop.Time.GetUtcNow() < end;)
        {
            shop.Time.Advance(TimeSpan.FromHours(1) < end - shop.Time.GetUtcNow() ? TimeSpan.FromHours(1) : end - shop.Time.GetUtcNow());
            await shop.Settlement.RunOnceAsync();
        }

        await shop.Settlement.RunOnceAsync();
    }

    private static async Task<string[]> EventsAsync(TestShop shop, Guid orderId) =>
        [.. (await shop.Events.ReadPageAsync(new EventQuery { Types = ["order.*", "payment.*"] })).Events.Where(happened => happened.Resource == $"orders/{orderId}").Select(static happened => happened.Type)];
}
