using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class RecordSettlementTests
{
    private static readonly OrderRecord OwesVoid = OneOrder.With(OrderStatus.Cancelled, PaymentStatus.Authorized, OwedPayment.Void) with { Attempts = 2 };

    [Fact]
    public async Task Decide_VoidCameTooLate_OwesTheRefundAndLeavesThisHostAloneWithIt()
    {
        var records = OneOrder.Holding(OwesVoid with { DueAt = OneOrder.Later });

        var next = (await records.DecideAsync(Make(OrderTrigger.Captured))).Single();

        (next.Owed, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((OwedPayment.Refund, OneOrder.Later, 0, PaymentStatus.Captured));
        records.Orders.Find(OneOrder.Id).ShouldBe(next);
    }

    [Fact]
    public async Task Decide_Paid_NothingIsDueAnyMore()
    {
        var next = (await OneOrder.Holding(OwesVoid).DecideAsync(Make(OrderTrigger.Voided))).Single();

        (next.Owed, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((null, null, 0, PaymentStatus.Voided));
    }

    [Fact]
    public async Task Decide_VoidedWhileAnAuthorizationCanStillArrive_OwesTheVoidOnceMore()
    {
        var next = (await OneOrder.Holding(OwesVoid).DecideAsync(Make(OrderTrigger.VoidedTooEarly))).Single();

        (next.Owed, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((OwedPayment.Void, OneOrder.Later, 0, PaymentStatus.Voided));
    }

    [Fact]
    public async Task Decide_SomebodyElseTookTheDebt_ChangesNothing()
    {
        var taken = OwesVoid with { Fence = 2 };
        var records = OneOrder.Holding(taken);

        (await records.DecideAsync(Make(OrderTrigger.Voided))).ShouldBe([taken]);

        records.HasChanges.ShouldBeFalse();
    }

    private static RecordSettlement Make(OrderTrigger trigger) => new(new SettledDebt(OwesVoid, trigger, OneOrder.Moment, OneOrder.Later));
}
