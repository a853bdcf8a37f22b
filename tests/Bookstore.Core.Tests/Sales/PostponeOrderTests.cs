using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class PostponeOrderTests
{
    private static readonly DateTimeOffset DueAt = OneOrder.Now + TimeSpan.FromHours(1);

    [Fact]
    public async Task Decide_still_ours_is_left_for_later()
    {
        var records = OneOrder.Holding(OneOrder.Pending);

        var next = await records.DecideAsync(Make());

        (next.DueAt, next.GiveUpAt, next.LeaseHolder, next.Attempts, next.Fence).ShouldBe((DueAt, OneOrder.Later, null, 1, 1));
        records.Orders.Find(OneOrder.Id).ShouldBe(next);
    }

    [Fact]
    public async Task Decide_another_host_acquired_the_order_keeps_its_lease()
    {
        var taken = OneOrder.Pending with { Fence = 2 };
        var records = OneOrder.Holding(taken);

        (await records.DecideAsync(Make())).ShouldBe(taken);

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_nothing_is_left_to_do_stays_so()
    {
        var paid = OneOrder.With(OrderStatus.Created, PaymentStatus.Captured, null);
        var records = OneOrder.Holding(paid);

        (await records.DecideAsync(Make())).ShouldBe(paid);

        records.HasChanges.ShouldBeFalse();
    }

    private static PostponeOrder Make() => new(OneOrder.Pending, DueAt);
}
