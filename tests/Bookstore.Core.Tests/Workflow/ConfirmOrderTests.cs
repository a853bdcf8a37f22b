using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class ConfirmOrderTests
{
    [Fact]
    public async Task Decide_SomebodyElseTookTheOrder_ChangesNothing()
    {
        var taken = OneOrder.Pending with { Fence = 2 };
        var records = OneOrder.Holding(taken);

        (await records.DecideAsync(Make())).ShouldBe(taken);

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_CancelledMeanwhile_ChangesNothing()
    {
        var cancelled = OneOrder.With(OrderStatus.Cancelled, PaymentStatus.Voided, null);
        var records = OneOrder.Holding(cancelled);

        (await records.DecideAsync(Make())).ShouldBe(cancelled);

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_RejectedAndNothingOwed_OwesAVoidWhateverTheFence()
    {
        var records = OneOrder.Holding(OneOrder.With(OrderStatus.Rejected, PaymentStatus.Voided, null) with { Fence = 3, Attempts = 4 });

        var next = await records.DecideAsync(Make());

        (next.Order.Status, next.Owed, next.DueAt, next.Fence, next.Attempts).ShouldBe((OrderStatus.Rejected, OwedPayment.Void, OneOrder.Later, 3, 0));
        next.Order.PaymentTransactionId.ShouldBe("tx");
        records.Orders.Find(OneOrder.Id).ShouldBe(next);
    }

    [Fact]
    public async Task Decide_RejectedAndTheVoidStillOwed_ChangesNothing()
    {
        var owing = OneOrder.With(OrderStatus.Rejected, PaymentStatus.Pending, OwedPayment.Void);
        var records = OneOrder.Holding(owing);

        (await records.DecideAsync(Make())).ShouldBe(owing);

        records.HasChanges.ShouldBeFalse();
    }

    private static ConfirmOrder Make() => new(OneOrder.Pending, "tx", OneOrder.Moment, OneOrder.Later);
}
