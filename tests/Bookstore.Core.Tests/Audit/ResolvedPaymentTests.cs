using Bookstore.Storage;
using Bookstore.Workflow;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Audit;

/// <summary>What a person resolved answers for itself alone: what is wrong with the money beside it, or since, is a finding.</summary>
public sealed class ResolvedPaymentTests
{
    private const string Closed = "payment_of_closed_order";

    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Theory]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Authorized, null)]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Voided, null)]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Captured, null)]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Refunded, "order_without_payment")]
    [InlineData(AttentionReason.VoidRefused, GatewayPaymentStatus.Authorized, null)]
    [InlineData(AttentionReason.VoidRefused, GatewayPaymentStatus.Captured, Closed)]
    [InlineData(AttentionReason.RefundRefused, GatewayPaymentStatus.Captured, null)]
    [InlineData(AttentionReason.RefundRefused, GatewayPaymentStatus.Authorized, Closed)]
    [InlineData(AttentionReason.OutcomeUnknown, GatewayPaymentStatus.Refunded, "order_without_payment")]
    public async Task ReconcileAsync_after_a_payment_was_marked_as_done_finds_what_the_person_did_not_do(AttentionReason reason, GatewayPaymentStatus since, string? expected)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
        await MarkDoneAsync(shop, order, reason);

        At(shop, since);

        await ShouldFindAsync(shop, order, expected);
    }

    [Theory]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Authorized, Closed)]
    [InlineData(AttentionReason.CaptureRefused, GatewayPaymentStatus.Captured, Closed)]
    [InlineData(AttentionReason.VoidRefused, GatewayPaymentStatus.Authorized, null)]
    [InlineData(AttentionReason.VoidRefused, GatewayPaymentStatus.Captured, Closed)]
    [InlineData(AttentionReason.RefundRefused, GatewayPaymentStatus.Captured, null)]
    [InlineData(AttentionReason.RefundRefused, GatewayPaymentStatus.Authorized, Closed)]
    public async Task ReconcileAsync_after_a_payment_was_given_up_finds_what_was_not_given_up(AttentionReason reason, GatewayPaymentStatus since, string? expected)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order, Attention = reason, Reason = "written off" })).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        await shop.Settlement.RunOnceAsync();

        At(shop, since);

        await ShouldFindAsync(shop, order, expected);
    }

    [Theory]
    [InlineData(GatewayPaymentStatus.Authorized)]
    [InlineData(GatewayPaymentStatus.Captured)]
    public async Task ReconcileAsync_refused_void_is_no_finding_while_it_needs_a_person(GatewayPaymentStatus since)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.VoidRefused);

        At(shop, since);

        await ShouldFindAsync(shop, order, null);
    }

    [Theory]
    [InlineData(AttentionReason.RefundRefused, GatewayPaymentStatus.Captured)]
    [InlineData(AttentionReason.VoidRefused, GatewayPaymentStatus.Authorized)]
    public async Task ReconcileAsync_another_payment_than_the_resolved_one_is_found(AttentionReason reason, GatewayPaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
        await MarkDoneAsync(shop, order, reason);
        shop.Gateway.OnFind = async (_, inner) => (await inner())! with { Status = status, TransactionId = "the second" };
        shop.Gateway.OnList = payment => payment with { Status = status, TransactionId = "the second" };

        await ShouldFindAsync(shop, order, Closed);
    }

    [Fact]
    public async Task ReconcileAsync_capture_that_was_marked_as_done_does_not_answer_for_a_refund_that_the_gateway_made()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
        await MarkDoneAsync(shop, order, AttentionReason.CaptureRefused);
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.Refunded);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);

        At(shop, GatewayPaymentStatus.Captured);

        await ShouldFindAsync(shop, order, Closed);
    }

    [Fact]
    public async Task Resolve_names_the_action_and_another_authorization_takes_it_away()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Refused("closed"));
        var id = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        var pending = (await shop.Store.FindOrderAsync(id, default))!;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = id });
        await shop.Settlement.RunOnceAsync();
        await MarkDoneAsync(shop, id, AttentionReason.VoidRefused);
        (await shop.OrderAsync(id)).Resolution!.Action.ShouldBe(PaymentAction.Void);

        var now = shop.Time.GetUtcNow();
        await shop.Commit.SubmitAsync(new ConfirmOrder(pending, "late", new Moment(now, now), now), default);

        var late = (await shop.Store.FindOrderAsync(id, default))!;
        (late.PendingAction, late.Order.Resolution!.Kind, late.Order.Resolution.Action).ShouldBe((PaymentAction.Void, PaymentResolutionKind.MarkedDone, null));
    }

    private static void At(TestShop shop, GatewayPaymentStatus status)
    {
        shop.Gateway.OnFind = async (_, inner) => (await inner())! with { Status = status };
        shop.Gateway.OnList = payment => payment with { Status = status };
    }

    private static async Task MarkDoneAsync(TestShop shop, Guid order, AttentionReason reason) =>
        (await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order, Attention = reason, Reference = "bank 17" })).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);

    private static async Task ShouldFindAsync(TestShop shop, Guid order, string? expected)
    {
        var findings = (await shop.Audit.ReconcileAsync(AtOnce)).Findings.Select(static finding => (finding.Code, finding.Id)).Distinct();
        findings.ShouldBe(expected is null ? [] : [(expected, order.ToString())]);
    }
}
