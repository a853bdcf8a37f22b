using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>What a full write queue admits: operations that finish something, and none that begins something.</summary>
public sealed class OrderOperationsUnderLoadTests
{
    [Theory]
    [InlineData(nameof(OpenOrder), true)]
    [InlineData(nameof(CancelOrder), true)]
    [InlineData(nameof(ConfirmOrder), false)]
    [InlineData(nameof(RejectOrder), false)]
    [InlineData(nameof(PostponeOrder), false)]
    [InlineData(nameof(AcquireOrderLease), false)]
    [InlineData(nameof(RecordSettlement), false)]
    public async Task SubmitAsync_queue_full_refuses_only_what_begins(string operation, bool refused)
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.QueueCapacity = 1, inner => store = new ScriptedStore(inner));
        var pending = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var record = (await shop.Store.FindOrderAsync(pending.Order!.Id, default))!;
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        store!.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        var underWay = shop.Commit.SubmitAsync(new Look(), default);
        await entered.Task;
        var waiting = shop.Commit.SubmitAsync(new Look(), default);

        var submitted = SubmitAsync(shop.Commit, operation, record, shop.Time.GetUtcNow());
        release.SetResult();

        var exception = await Record.ExceptionAsync(() => submitted);
        (exception?.GetType()).ShouldBe(refused ? typeof(BookstoreOverloadedException) : null);
        await Task.WhenAll(underWay, waiting);
    }

    private static Task SubmitAsync(GroupCommit commit, string operation, OrderRecord order, DateTimeOffset now)
    {
        var lease = new OrderLease(order.Order.Id, Guid.NewGuid(), now, now);
        return operation switch
        {
            nameof(OpenOrder) => commit.SubmitAsync(new OpenOrder(OrderDraft.From(TestShop.Request(TestShop.Martian)), null, null, lease with { OrderId = Guid.NewGuid() }, now, now, "scripted"), default),
            nameof(CancelOrder) => commit.SubmitAsync(new CancelOrder(order, null, null, new Moment(now, now), now, Guid.NewGuid()), default),
            nameof(ConfirmOrder) => commit.SubmitAsync(new ConfirmOrder(order, "tx", new Moment(now, now), now), default),
            nameof(RejectOrder) => commit.SubmitAsync(new RejectOrder(order, OrderTrigger.GiveUp, "code", new Moment(now, now), now), default),
            nameof(PostponeOrder) => commit.SubmitAsync(new PostponeOrder(order, now), default),
            nameof(AcquireOrderLease) => commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Recovery, isDue: false), default),
            _ => commit.SubmitAsync(new RecordSettlement(new CompletedAction(order, OrderTrigger.Captured, new Moment(now, now), now, null)), default),
        };
    }
}
