using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class ConfirmOrderTests
{
    [Fact]
    public async Task Decide_another_host_acquired_the_order_changes_nothing()
    {
        var taken = OneOrder.Pending with { Fence = 2 };
        var records = OneOrder.Holding(taken);

        (await records.DecideAsync(Make())).ShouldBe(new OrderUpdate(taken, IsChanged: false));

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_cancelled_meanwhile_changes_nothing()
    {
        var cancelled = OneOrder.With(OrderStatus.Cancelled, PaymentStatus.Voided, null);
        var records = OneOrder.Holding(cancelled);

        (await records.DecideAsync(Make())).ShouldBe(new OrderUpdate(cancelled, IsChanged: false));

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_rejected_and_nothing_pending_records_a_void_under_any_fence()
    {
        var records = OneOrder.Holding(OneOrder.With(OrderStatus.Rejected, PaymentStatus.Voided, null) with { Fence = 3, Attempts = 4 });

        var (next, isChanged) = await records.DecideAsync(Make());

        isChanged.ShouldBeTrue();
        (next.Order.Status, next.PendingAction, next.DueAt, next.Fence, next.Attempts).ShouldBe((OrderStatus.Rejected, PaymentAction.Void, OneOrder.Later, 3, 0));
        next.Order.PaymentTransactionId.ShouldBe("tx");
        records.Orders.Find(OneOrder.Id).ShouldBe(next);
    }

    [Fact]
    public async Task Decide_rejected_and_the_void_still_pending_changes_nothing()
    {
        var owing = OneOrder.With(OrderStatus.Rejected, PaymentStatus.Pending, PaymentAction.Void);
        var records = OneOrder.Holding(owing);

        (await records.DecideAsync(Make())).ShouldBe(new OrderUpdate(owing, IsChanged: false));

        records.HasChanges.ShouldBeFalse();
    }

    private static ConfirmOrder Make() => new(OneOrder.Pending, "tx", OneOrder.Moment, OneOrder.Later);
}
