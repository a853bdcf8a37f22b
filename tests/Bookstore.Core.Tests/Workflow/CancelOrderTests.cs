using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class CancelOrderTests
{
    private static readonly IdempotencyId Key = new("test", "cancel", "k1");
    private static readonly OrderRecord Created = OneOrder.With(OrderStatus.Created, PaymentStatus.Authorized, OwedPayment.Capture);

    [Fact]
    public async Task Decide_KeyOfAnotherRequest_IsRefusedAndTheOrderStays()
    {
        var records = OneOrder.Holding(Created);
        Claim("another").Stage(Load(records), OneOrder.Id);

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.IdempotencyKeyReused, Created, Replayed: false));

        records.Orders.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_KeyOfTheSameRequest_IsReplayedAndTheOrderStays()
    {
        var records = OneOrder.Holding(Created);
        Claim("this").Stage(Load(records), OneOrder.Id);

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.Cancelled, Created, Replayed: true));

        records.Orders.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_Declined_IsRefusedAndDoesNotUseTheKeyUp()
    {
        var declined = OneOrder.With(OrderStatus.Rejected, PaymentStatus.Declined, null);
        var records = Load(OneOrder.Holding(declined));

        (await records.DecideAsync(Make("this"))).ShouldBe(new CancelOrderDecision(CancelOrderOutcome.NotCancellable, declined, Replayed: false));

        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task Decide_PendingUnderALease_IsGivenUpAndFencesTheHolderOff()
    {
        var records = Load(OneOrder.Holding(OneOrder.Pending));

        var (outcome, next, _) = await records.DecideAsync(Make("this"));

        outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (next.Order.Status, next.Owed, next.Fence, next.LeaseHolder, next.DueAt).ShouldBe((OrderStatus.Rejected, OwedPayment.Void, 2, null, OneOrder.Now));
        records.Stock.Find(WritePath.Book)!.Reserved.ShouldBe(0);
    }

    private static WorkingSet Load(WorkingSet records)
    {
        records.IdempotencyKeys.Load(Key, null);
        return records;
    }

    private static KeyClaim Claim(string body) =>
        KeyClaim.For(new IdempotencyKey(Key.Client, Key.Key), Key.Operation, () => new Fingerprint().Add(body), OneOrder.Now).ShouldNotBeNull();

    private static CancelOrder Make(string body) => new(Created, Claim(body), OneOrder.Moment, OneOrder.Now);
}
