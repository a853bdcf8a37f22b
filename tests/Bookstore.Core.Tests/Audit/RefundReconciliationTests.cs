using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Audit;

/// <summary>What the gateway has given back against what the order's refunds say, each refund for itself.</summary>
public sealed class RefundReconciliationTests : IAsyncLifetime
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    private TestShop _shop = null!;
    private Guid _order;

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        _order = (await _shop.PlaceCapturedAsync(TestShop.Algorithms)).Id;
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Refunds_that_the_gateway_made_are_no_finding()
    {
        await RefundAsync(10m);
        await RefundAsync(null);

        await ShouldFindAsync(null);
    }

    [Fact]
    public async Task A_refund_that_a_person_made_answers_for_its_own_amount_and_for_no_other_refund_of_the_order()
    {
        await MarkDoneAsync(await RefusedAsync(10m));
        await RefundAsync(null);
        (await _shop.OrderAsync(_order)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await ShouldFindAsync(null);

        GivenBack(0m);

        await ShouldFindAsync("refund_missing");
    }

    [Fact]
    public async Task A_cancelled_order_whose_rest_the_gateway_never_gave_back_is_found_beside_a_part_that_a_person_made()
    {
        await MarkDoneAsync(await RefusedAsync(10m));
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = _order });
        await _shop.Settlement.RunOnceAsync();
        await ShouldFindAsync(null);

        GivenBack(79.98m);

        await ShouldFindAsync("refund_missing");
    }

    [Fact]
    public async Task Another_refund_that_was_given_up_since_takes_nothing_away_from_one_that_a_person_made()
    {
        await MarkDoneAsync(await RefusedAsync(10m));
        (await _shop.Refunds.GiveUpAsync(await RefusedAsync(5m), "written off")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);

        await ShouldFindAsync(null);
    }

    [Fact]
    public async Task A_refund_that_was_made_at_the_gateway_by_hand_is_found()
    {
        await RefundAsync(10m);

        GivenBack(15m);

        await ShouldFindAsync("refund_not_recorded");
    }

    [Fact]
    public async Task A_refund_that_was_given_up_after_it_had_been_made_is_found()
    {
        var refund = await RefusedAsync(10m);
        GivenBack(10m);
        await ShouldFindAsync("refund_not_recorded");
        (await _shop.Refunds.GiveUpAsync(refund, "written off")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);

        await ShouldFindAsync("refund_not_recorded");
    }

    [Fact]
    public async Task A_refund_whose_answer_was_lost_is_no_finding_while_it_is_pending()
    {
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.LoseAnswer);
        await RefundAsync(10m);
        (await _shop.OrderAsync(_order)).RefundPending.Amount.ShouldBe(10m);

        await ShouldFindAsync(null);
    }

    private async Task<Guid> RefundAsync(decimal? amount)
    {
        var refund = (await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = _order, Amount = amount, Reason = "goodwill" })).Refund.ShouldNotBeNull();
        await _shop.Settlement.RunOnceAsync();
        return refund.Id;
    }

    private async Task<Guid> RefusedAsync(decimal amount)
    {
        _shop.Gateway.OnRefund = static (_, _) => ValueTask.FromResult(RefundResult.Refused("account_closed"));
        var refund = await RefundAsync(amount);
        _shop.Gateway.OnRefund = null;
        return refund;
    }

    private async Task MarkDoneAsync(Guid refund) => (await _shop.Refunds.MarkDoneAsync(refund, "SEPA 17")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);

    private void GivenBack(decimal amount)
    {
        _shop.Gateway.OnFind = async (_, inner) => At((await inner())!);
        _shop.Gateway.OnList = At;

        GatewayPayment At(GatewayPayment payment) => payment with { Status = GatewayPaymentStatus.Captured, Refunded = new Money(amount, "USD") };
    }

    private async Task ShouldFindAsync(string? expected)
    {
        var findings = (await _shop.Audit.ReconcileAsync(AtOnce)).Findings.Select(static finding => (finding.Code, finding.Id)).Distinct();
        findings.ShouldBe(expected is null ? [] : [(expected, _order.ToString())]);
    }
}
