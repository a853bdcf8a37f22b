using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class CancelOrderTests
{
    private static readonly IdempotencyId Key = new("test", KeyClaim.Scope, "k1");
    private static readonly OrderRecord Created = OneOrder.With(OrderStatus.Created, PaymentStatus.Authorized, PaymentAction.Capture);

    [Fact]
    public async Task Decide_key_of_another_request_is_refused_and_the_order_stays()
    {
        var records = OneOrder.Holding(Created);
        Claim("another").Stage(Load(records), OneOrder.Id);

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.IdempotencyKeyReused, Created, Replayed: false));

        records.Orders.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_key_of_the_same_request_is_replayed_and_the_order_stays()
    {
        var records = OneOrder.Holding(Created);
        Claim("this").Stage(Load(records), OneOrder.Id);

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.Cancelled, Created, Replayed: true));

        records.Orders.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_declined_is_refused_and_does_not_use_the_key_up()
    {
        var declined = OneOrder.With(OrderStatus.Rejected, PaymentStatus.Declined, null);
        var records = Load(OneOrder.Holding(declined));

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.NotCancellable, declined, Replayed: false));

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_pending_under_a_lease_is_given_up_and_fences_the_holder_off()
    {
        var records = Load(OneOrder.Holding(OneOrder.Pending));

        var (outcome, next, _) = await records.DecideAsync(Make("this"));

        outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (next.Order.Status, next.PendingAction, next.Fence, next.LeaseHolder, next.DueAt).ShouldBe((OrderStatus.Rejected, PaymentAction.Void, 2, null, OneOrder.Now));
        records.Stock.Find(WritePath.Book)!.Reserved.ShouldBe(0);
    }

    private static WorkingSet Load(WorkingSet records)
    {
        records.IdempotencyKeys.Load(Key, null);
        records.IdempotencyKeys.Load(Key with { Operation = "cancel" }, null);
        return records;
    }

    private static KeyClaim Claim(string body) =>
        KeyClaim.For(new IdempotencyKey(Key.Client, Key.Key), "cancel", () => new Fingerprint().Add(body), OneOrder.Now).ShouldNotBeNull();

    private static CancelOrder Make(string body) => new(Created, null, Claim(body), OneOrder.Moment, OneOrder.Now, OneOrder.RefundId);
}
