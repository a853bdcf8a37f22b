using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class RecordSettlementTests
{
    private static readonly OrderRecord OwesVoid = OneOrder.With(OrderStatus.Cancelled, PaymentStatus.Authorized, PaymentAction.Void) with { Attempts = 2 };

    [Fact]
    public async Task Decide_void_came_too_late_owes_the_refund_and_leaves_this_host_alone_with_it()
    {
        var records = OneOrder.Holding(OwesVoid with { DueAt = OneOrder.Later });

        var next = (await records.DecideAsync(Make(OrderTrigger.Captured))).Single();

        (next.PendingAction, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((PaymentAction.Refund, OneOrder.Later, 0, PaymentStatus.Captured));
        records.Orders.Find(OneOrder.Id).ShouldBe(next);
    }

    [Fact]
    public async Task Decide_paid_nothing_is_due_any_more()
    {
        var next = (await OneOrder.Holding(OwesVoid).DecideAsync(Make(OrderTrigger.Voided))).Single();

        (next.PendingAction, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((null, null, 0, PaymentStatus.Voided));
    }

    [Fact]
    public async Task Decide_voided_while_an_authorization_can_still_arrive_owes_the_void_once_more()
    {
        var next = (await OneOrder.Holding(OwesVoid).DecideAsync(Make(OrderTrigger.VoidedTooEarly))).Single();

        (next.PendingAction, next.DueAt, next.Attempts, next.Order.PaymentStatus).ShouldBe((PaymentAction.Void, OneOrder.Later, 0, PaymentStatus.Voided));
    }

    [Fact]
    public async Task Decide_another_host_acquired_the_action_changes_nothing()
    {
        var taken = OwesVoid with { Fence = 2 };
        var records = OneOrder.Holding(taken);

        (await records.DecideAsync(Make(OrderTrigger.Voided))).ShouldBe([taken]);

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_result_is_recorded_again_after_all_leaves_the_order_as_it_is()
    {
        var recorded = (await OneOrder.Holding(OwesVoid).DecideAsync(Make(OrderTrigger.VoidedTooEarly))).Single();
        var records = OneOrder.Holding(recorded);

        (await records.DecideAsync(Make(OrderTrigger.VoidedTooEarly))).ShouldBe([recorded]);

        records.HasChanges.ShouldBeFalse();
    }

    private static RecordSettlement Make(OrderTrigger trigger) => new(new CompletedAction(OwesVoid, trigger, OneOrder.Moment, OneOrder.Later));
}
