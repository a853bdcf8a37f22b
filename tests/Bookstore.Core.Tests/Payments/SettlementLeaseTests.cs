using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>A settlement may need two calls. Each is made under a lease that is not over.</summary>
public sealed class SettlementLeaseTests
{
    [Fact]
    public async Task RunOnceAsync_host_sleeps_between_the_calls_of_a_settlement_makes_the_second_in_time_or_not_at_all()
    {
        var sleep = false;
        TestShop? opened = null;
        await using var shop = opened = await TestShop.OpenAsync(decorate: inner => new CommitWatchingStore(inner, records =>
        {
            foreach (var entry in records.Orders.Touched)
            {
                if (sleep && entry.Current is { PendingAction: PaymentAction.Refund })
                {
                    sleep = false;
                    opened!.Time.Advance(TimeSpan.FromMinutes(10));
                }
            }
        }));
        var refunds = new List<(DateTimeOffset Now, DateTimeOffset? Until)>();
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.AlreadyCaptured);
        shop.Gateway.OnRefund = async (request, _) =>
        {
            refunds.Add((shop.Time.GetUtcNow(), (await shop.Store.FindOrderAsync(request.OrderId, default))!.DueAt));
            return RefundResult.Refunded;
        };
        var order = (await shop.PlaceAsync(TestShop.Odyssey)).Order!;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        sleep = true;
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        await shop.Settlement.RunOnceAsync();

        refunds.ShouldBeEmpty();
        await shop.Settlement.RunOnceAsync();
        refunds.Count.ShouldBe(1);
        refunds.ShouldAllBe(call => call.Now < call.Until);
    }
}
