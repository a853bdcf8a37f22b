using System.Text;
using Bookstore.Support;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A dispute becomes known by asking the gateway, is recorded once, and needs a person.</summary>
public sealed class DisputeTests
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Fact]
    public async Task ReconcileAsync_lists_a_dispute_that_is_not_on_record()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);

        var finding = (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldHaveSingleItem();

        (finding.Code, finding.Id).ShouldBe(("dispute_not_recorded", order.Id.ToString()));
    }

    [Fact]
    public async Task RefreshPaymentAsync_of_a_disputed_payment_records_it_once_and_tells_of_it()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);

        var refreshed = await shop.Workflow.RefreshPaymentAsync(order.Id);

        var now = shop.Time.GetUtcNow();
        refreshed.Outcome.ShouldBe(RefreshPaymentOutcome.Changed);
        refreshed.Order!.Dispute.ShouldBe(new OrderDispute($"dp1_{order.Id:N}", DisputeStatus.Open, order.Total, "fraudulent", now));
        (refreshed.Order.Attention, refreshed.Order.PaymentStatus, refreshed.Order.Version).ShouldBe((new OrderAttention(AttentionReason.Disputed, "fraudulent", now), PaymentStatus.Captured, order.Version + 1));
        var told = (await shop.Events.ReadPageAsync(new EventQuery { Types = ["payment.disputed"] })).Events.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(told.Data.Span).ShouldContain($"\"dispute_id\":\"dp1_{order.Id:N}\",\"dispute_status\":\"open\",\"dispute_amount\":12.99,\"dispute_reason\":\"fraudulent\"");
        (await shop.Workflow.RefreshPaymentAsync(order.Id)).ShouldBe(refreshed with { Outcome = RefreshPaymentOutcome.Unchanged });
        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldBeEmpty();
        (await shop.Maintenance.ListWorkAsync(new WorkQuery { State = WorkItemState.Attention })).Items.ShouldHaveSingleItem().OrderId.ShouldBe(order.Id);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RefreshPaymentAsync_before_there_is_a_dispute_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestCards.Disputed);
        (await shop.Workflow.RefreshPaymentAsync(placed.Order!.Id)).Outcome.ShouldBe(RefreshPaymentOutcome.Unchanged);
        await shop.Settlement.RunOnceAsync();

        (await shop.Workflow.RefreshPaymentAsync(placed.Order.Id)).ShouldBe(new RefreshPaymentResult { Outcome = RefreshPaymentOutcome.Unchanged, Order = await shop.OrderAsync(placed.Order.Id) });
        (await shop.Workflow.RefreshPaymentAsync(Guid.CreateVersion7())).Outcome.ShouldBe(RefreshPaymentOutcome.OrderNotFound);
        shop.Gateway.Plan(GatewayOperation.Find, CallFault.Fail);
        (await shop.Workflow.RefreshPaymentAsync(placed.Order.Id)).Outcome.ShouldBe(RefreshPaymentOutcome.NotAnswered);
    }

    [Fact]
    public async Task RefreshPaymentAsync_of_a_pending_order_asks_how_it_went()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestCards.ActionRequired);
        await shop.Gateway.CompleteActionAsync(placed.Order!.Id, isApproved: true);

        var refreshed = await shop.Workflow.RefreshPaymentAsync(placed.Order.Id);

        (refreshed.Outcome, refreshed.Order!.Status).ShouldBe((RefreshPaymentOutcome.Changed, OrderStatus.Created));
    }

    [Fact]
    public async Task A_dispute_that_was_won_needs_nobody_and_a_lost_one_does_until_it_is_seen()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);
        await shop.Workflow.RefreshPaymentAsync(order.Id);

        (await TellAsync(shop, order, DisputeStatus.Won)).Attention.ShouldBeNull();
        var lost = await TellAsync(shop, order, DisputeStatus.Lost);
        (lost.Dispute!.Status, lost.Attention!.Reason).ShouldBe((DisputeStatus.Lost, AttentionReason.Disputed));

        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order.Id, Attention = AttentionReason.Disputed, Reason = "?" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        var seen = await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = AttentionReason.Disputed, Reference = "written off" });
        (seen.Outcome, seen.Order!.Attention, seen.Order.PaymentStatus, seen.Order.Dispute).ShouldBe((ResolvePaymentOutcome.Resolved, null, PaymentStatus.Captured, lost.Dispute));
        (await shop.Workflow.RefreshPaymentAsync(order.Id)).Outcome.ShouldBe(RefreshPaymentOutcome.Changed, "the gateway says that it is open");
    }

    [Fact]
    public async Task A_refund_of_a_disputed_order_is_the_gateways_to_decide_and_leaves_the_dispute_where_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);
        await shop.Workflow.RefreshPaymentAsync(order.Id);

        var refund = await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 5m, Reason = "goodwill" });
        refund.Outcome.ShouldBe(CreateRefundOutcome.Created);
        await shop.Settlement.RunOnceAsync();

        var refunded = await shop.OrderAsync(order.Id);
        (refunded.PaymentStatus, refunded.Attention!.Reason).ShouldBe((PaymentStatus.PartiallyRefunded, AttentionReason.Disputed));
    }

    [Fact]
    public async Task A_refund_that_was_refused_needs_a_person_again_once_the_dispute_was_seen()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 5m, Reason = "goodwill" });
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).Attention!.Reason.ShouldBe(AttentionReason.RefundRefused);

        (await shop.Workflow.RefreshPaymentAsync(order.Id)).Order!.Attention!.Reason.ShouldBe(AttentionReason.Disputed);
        var seen = await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = AttentionReason.Disputed, Reference = "answered" });

        seen.Order!.Attention!.Reason.ShouldBe(AttentionReason.RefundRefused);
    }

    [Fact]
    public async Task A_dispute_of_an_amount_that_was_taken_at_the_gateway_by_hand_is_recorded_before_the_shop_knows_of_the_capture()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.Manual);
        var order = (await shop.PlaceAsync(TestShop.Martian, card: TestCards.Disputed)).Order!;
        await shop.Gateway.CaptureAsync(order.Id, order.Total, default);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldHaveSingleItem().Code.ShouldBe("dispute_not_recorded");

        var refreshed = (await shop.Workflow.RefreshPaymentAsync(order.Id)).Order!;

        (refreshed.PaymentStatus, refreshed.Dispute!.Status, refreshed.Attention!.Reason).ShouldBe((PaymentStatus.Authorized, DisputeStatus.Open, AttentionReason.Disputed));
        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldBeEmpty();
        var captured = (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id })).Order!;
        (captured.PaymentStatus, captured.Attention!.Reason).ShouldBe((PaymentStatus.Captured, AttentionReason.Disputed), "the bank has not decided");
        (await shop.Events.ReadPageAsync(new EventQuery { Types = ["payment.disputed"] })).Events.ShouldHaveSingleItem();
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(5.00)]
    [InlineData(12.99)]
    public async Task A_dispute_of_what_was_given_back_is_recorded_beside_the_refund(double refunded)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await DisputedAsync(shop);
        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = (decimal)refunded, Reason = "goodwill" });
        await shop.Settlement.RunOnceAsync();
        var status = (await shop.OrderAsync(order.Id)).PaymentStatus;

        var disputed = (await shop.Workflow.RefreshPaymentAsync(order.Id)).Order!;

        (disputed.PaymentStatus, disputed.Dispute!.Status, disputed.Attention!.Reason).ShouldBe((status, DisputeStatus.Open, AttentionReason.Disputed));
        disputed.Refunded.Amount.ShouldBe((decimal)refunded);
        await shop.ShouldHoldAsync();
    }

    private static async Task<Order> DisputedAsync(TestShop shop)
    {
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestCards.Disputed);
        await shop.Settlement.RunOnceAsync();
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        return await shop.OrderAsync(placed.Order!.Id);
    }

    private static async Task<Order> TellAsync(TestShop shop, Order order, DisputeStatus status)
    {
        shop.Gateway.OnFind = async (_, find) => await find() is { Dispute: { } dispute } payment ? payment with { Dispute = dispute with { Status = status } } : null;
        var refreshed = await shop.Workflow.RefreshPaymentAsync(order.Id);
        shop.Gateway.OnFind = null;
        refreshed.Outcome.ShouldBe(RefreshPaymentOutcome.Changed);
        return refreshed.Order!;
    }
}
