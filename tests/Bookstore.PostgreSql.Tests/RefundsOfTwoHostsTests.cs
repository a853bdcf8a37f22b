using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts on one database give money of the same order back at the same time: never more than was captured, and each refund once.</summary>
public sealed class RefundsOfTwoHostsTests : TwoHosts
{
    private const int Requests = 40;

    [Fact]
    public async Task Amounts_that_are_asked_for_at_once_never_exceed_what_was_captured()
    {
        var order = await CapturedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => RefundAsync(number, new CreateRefundRequest { OrderId = order, Amount = 1m, Reason = "r" })));
        await SettleAsync();

        // 28.50 was captured.
        results.Count(static result => result.Outcome == CreateRefundOutcome.Created).ShouldBe(28);
        results.Where(static result => result.Outcome != CreateRefundOutcome.Created).ShouldAllBe(static result => result.Outcome == CreateRefundOutcome.ExceedsCaptured);
        await ShouldHaveGivenBackAsync(order, 28m, calls: 28);
    }

    [Fact]
    public async Task The_last_copies_go_back_once()
    {
        var order = await CapturedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RefundAsync(number, new CreateRefundRequest { OrderId = order, Items = [new RefundItem(Book, 1)], Reason = "r" })));
        await SettleAsync();

        results.Count(static result => result.Outcome == CreateRefundOutcome.Created).ShouldBe(Copies);
        await ShouldHaveGivenBackAsync(order, 28.50m, calls: Copies);
    }

    [Fact]
    public async Task One_key_on_both_hosts_is_one_refund()
    {
        var order = await CapturedAsync();
        var request = new CreateRefundRequest { OrderId = order, Amount = 5m, Reason = "r", IdempotencyKey = new IdempotencyKey("till", "case-17") };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RefundAsync(number, request)));
        await SettleAsync();

        results.ShouldAllBe(static result => result.Outcome == CreateRefundOutcome.Created);
        results.Select(static result => result.Refund!.Id).Distinct().Count().ShouldBe(1);
        results.Count(static result => !result.Replayed).ShouldBe(1);
        await ShouldHaveGivenBackAsync(order, 5m, calls: 1);
    }

    private Task<CreateRefundResult> RefundAsync(int number, CreateRefundRequest request) =>
        Task.Run(() => (number % 2 == 0 ? First : Second).GetRequiredService<IRefundService>().CreateAsync(request));

    private async Task ShouldHaveGivenBackAsync(Guid id, decimal amount, int calls)
    {
        var order = (await Second.GetRequiredService<ISalesService>().FindOrderAsync(id))!;
        (order.Refunded.Amount, order.RefundPending.Amount).ShouldBe((amount, 0m));
        (await Gateway.ReadLedgerAsync()).Single().Refunded!.Value.Amount.ShouldBe(amount);
        Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Refund).ShouldBe(calls);
        var audit = First.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
    }
}
