using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task PlaceAsync_SameKeySameRequest_AnswersTheFirstOutcomeEvenAfterACancel()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = first.Order!.Id });

        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Replayed.ShouldBeTrue();
        again.Order!.Id.ShouldBe(first.Order.Id);
        first.Replayed.ShouldBeFalse();
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_SameKeyOtherRequest_IsRefused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "k1");

        (await shop.PlaceAsync(TestShop.Martian, 2, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
        (await shop.PlaceAsync(TestShop.Martian, card: "4111111111112222", key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task PlaceAsync_SameLinesInAnotherOrder_IsTheSameRequest()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = TestShop.Request(TestShop.Martian, key: "k1");
        var first = await shop.Workflow.PlaceAsync(request with { Lines = [new(TestShop.Martian, 1), new(TestShop.Odyssey, 2)] });

        var again = await shop.Workflow.PlaceAsync(request with { Lines = [new(TestShop.Odyssey, 1), new(TestShop.Martian, 1), new(TestShop.Odyssey, 1)] });

        again.Order!.Id.ShouldBe(first.Order!.Id);
        again.Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task PlaceAsync_SameKeyOfAnotherClient_IsAnotherOrder()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        var other = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { IdempotencyKey = new IdempotencyKey("other", "k1") });

        other.Replayed.ShouldBeFalse();
        other.Order!.Id.ShouldNotBe(first.Order!.Id);
    }

    [Fact]
    public async Task PlaceAsync_RefusedForStock_DoesNotUseTheKeyUp()
    {
        await using var shop = await TestShop.OpenAsync();
        (await shop.PlaceAsync(TestShop.Algorithms, 4, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = 5, Reason = "delivery" });

        var placed = await shop.PlaceAsync(TestShop.Algorithms, 4, key: "k1");

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        placed.Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task PlaceAsync_DeclinedWithAKey_StaysDeclined()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k1");

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Declined);
        again.Replayed.ShouldBeTrue();
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_FirstStillRunning_IsInProgress()
    {
        await using var shop = await TestShop.OpenAsync();
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = (_, inner) => held.HoldAsync(inner);
        var first = shop.PlaceAsync(TestShop.Martian, key: "k1");
        await held.Begun;

        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InProgress);
        held.Release();

        (await first).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_ResendAfterTheAnswerWasLost_GoesOnWithoutASecondAuthorization()
    {
        await using var shop = await TestShop.OpenAsync();
        (await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Replayed.ShouldBeTrue();
        shop.Authorizations.ShouldBe(1);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_ResendWhereTheGatewayKnowsOfNothing_AuthorizesUnderTheSameOrder()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => throw new HttpRequestException("the host died here");
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        first.Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        shop.Gateway.OnAuthorize = null;
        shop.Time.Advance(TimeSpan.FromSeconds(19));
        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Order!.Id.ShouldBe(first.Order!.Id);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_ResendAfterTheHostDied_GoesOnOnceTheLeaseHasEndedThoughRecoveryLookedFirst()
    {
        await using var shop = await TestShop.OpenAsync();
        var never = new TaskCompletionSource<AuthorizeResult>();
        shop.Gateway.OnAuthorize = (_, _) => new ValueTask<AuthorizeResult>(never.Task);
        _ = shop.PlaceAsync(TestShop.Martian, key: "k1");
        while (shop.Authorizations == 0)
        {
            await Task.Yield();
        }

        shop.Gateway.OnAuthorize = null;
        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InProgress);
        shop.Time.Advance(TimeSpan.FromSeconds(11));
        await shop.Recovery.RunOnceAsync();
        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_OneKeyFiftyCallersAtOnce_OneOrderOneAuthorization()
    {
        await using var shop = await TestShop.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => shop.PlaceAsync(TestShop.Martian, key: "k1"))));

        results.Count(result => result is { Outcome: PlaceOrderOutcome.Created, Replayed: false }).ShouldBe(1);
        results.ShouldAllBe(result => result.Outcome == PlaceOrderOutcome.Created || result.Outcome == PlaceOrderOutcome.InProgress);
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Count.ShouldBe(1);
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task ReceiveStockAsync_SameKey_CountsOnceAndAnswersTheSame()
    {
        await using var shop = await TestShop.OpenAsync();
        var change = new StockChange { Isbn = TestShop.Martian, Quantity = 5, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", "k1") };
        var first = await shop.Inventory.ReceiveStockAsync(change);
        await shop.PlaceAsync(TestShop.Martian);

        var again = await shop.Inventory.ReceiveStockAsync(change);

        again.Replayed.ShouldBeTrue();
        again.Stock.ShouldBe(first.Stock);
        (await shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(15);
        (await shop.Inventory.ReceiveStockAsync(change with { Quantity = 6 })).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task ScheduleAsync_SameKey_AnswersTheSameDelivery()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", IdempotencyKey = new IdempotencyKey("test", "k1") };
        var first = await shop.Deliveries.ScheduleAsync(request);

        var again = await shop.Deliveries.ScheduleAsync(request);

        again.Replayed.ShouldBeTrue();
        again.Delivery!.Id.ShouldBe(first.Delivery!.Id);
        (await shop.Deliveries.ScheduleAsync(request with { Address = "elsewhere" })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task CancelAsync_SameKey_IsReplayed()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var request = new CancelOrderRequest { OrderId = placed.Order!.Id, IdempotencyKey = new IdempotencyKey("test", "k1") };

        (await shop.Workflow.CancelAsync(request)).Replayed.ShouldBeFalse();
        (await shop.Workflow.CancelAsync(request)).Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task Purge_KeyThatWasClaimedAnewMeanwhile_StaysClaimed()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Settlement.RunOnceAsync();
        shop.Time.Advance(TimeSpan.FromDays(3));
        var seen = (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 10, default)).Single();
        await shop.Housekeeping.RunOnceAsync();
        var anew = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Settlement.RunOnceAsync();

        (await shop.Commit.SubmitAsync(new PurgeKey(seen), default)).ShouldBeFalse();

        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Order!.Id.ShouldBe(anew.Order!.Id);
    }

    [Fact]
    public async Task Purge_OldKeyOfASettledOrder_IsRemovedAndOfAnUnsettledOneKept()
    {
        await using var shop = await TestShop.OpenAsync();
        var settled = await shop.PlaceAsync(TestShop.Martian, key: "settled");
        await shop.Settlement.RunOnceAsync();
        var pending = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "pending");

        shop.Time.Advance(TimeSpan.FromHours(47));
        await shop.Housekeeping.RunOnceAsync();
        (await shop.PlaceAsync(TestShop.Martian, key: "settled")).Replayed.ShouldBeTrue();
        shop.Time.Advance(TimeSpan.FromHours(2));
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);

        (await shop.PlaceAsync(TestShop.Martian, key: "settled")).Order!.Id.ShouldNotBe(settled.Order!.Id);
        (await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "pending")).Order!.Id.ShouldBe(pending.Order!.Id);
    }
}
