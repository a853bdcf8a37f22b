using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Storage;

/// <summary>Keys that a version stored before all of a client's keys had one scope: a request that is sent again after the upgrade is answered as then, by the real operations.</summary>
/// <remarks>The scopes and the fingerprints are written out: they are what is in the databases of users.</remarks>
public sealed class EarlierKeyTests : IAsyncLifetime
{
    private const string Address = "1 Main St";

    private static readonly IdempotencyKey Key = new("web", "k1");

    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync(options => options.CapturePolicy = CapturePolicy.Manual);

    public async Task DisposeAsync()
    {
        await _shop.ShouldHoldAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_change_of_stock_is_answered_with_the_level_of_then()
    {
        await KeepAsync($"stock:{TestShop.Martian}", new Fingerprint().Add(1).Add(5).Add("found").Add((string?)null), Guid.Empty, "15,0,2");
        var change = new StockChange { Isbn = TestShop.Martian, Quantity = 5, Reason = "found", IdempotencyKey = Key };

        var again = await _shop.Inventory.ReceiveStockAsync(change);

        (again.Outcome, again.Replayed, again.Stock!.OnHand, again.Stock.LastMovement).ShouldBe((ChangeStockOutcome.Changed, true, 15, 2L));
        (await _shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(10);
        (await _shop.Inventory.ReceiveStockAsync(change with { Quantity = 6 })).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task A_reservation_is_answered_with_the_first_one()
    {
        var request = new HoldStockRequest { ReservationId = Guid.CreateVersion7(), Lines = [new ReservationLine(TestShop.Martian, 2)], Duration = TimeSpan.FromMinutes(10) };
        await _shop.Inventory.HoldAsync(request);
        await KeepAsync("reservations", new Fingerprint().Add(TimeSpan.FromMinutes(10).Ticks).Add(1).Add(9780143127550).Add(2), request.ReservationId);
        var resent = request with { ReservationId = Guid.CreateVersion7(), IdempotencyKey = Key };

        var again = await _shop.Inventory.HoldAsync(resent);

        (again.Outcome, again.Replayed, again.Reservation!.Id).ShouldBe((HoldStockOutcome.Held, true, request.ReservationId));
        (await _shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(2);
        (await _shop.Inventory.HoldAsync(resent with { Lines = [new ReservationLine(TestShop.Martian, 3)] })).Outcome.ShouldBe(HoldStockOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task A_cancellation_is_answered_with_the_cancelled_order()
    {
        var order = await PlaceAsync();
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await KeepAsync($"cancel:{order:N}", new Fingerprint(), order);
        var resent = new CancelOrderRequest { OrderId = order, IdempotencyKey = Key };

        var again = await _shop.Workflow.CancelAsync(resent);

        (again.Outcome, again.Replayed, again.Order!.Status).ShouldBe((CancelOrderOutcome.Cancelled, true, OrderStatus.Cancelled));
        (await _shop.Workflow.CancelAsync(resent with { Reason = "too late" })).Outcome.ShouldBe(CancelOrderOutcome.IdempotencyKeyReused);
        await _shop.Settlement.RunOnceAsync();
    }

    [Fact]
    public async Task A_capture_is_not_asked_for_again()
    {
        var order = await CaptureAsync();
        await KeepAsync($"capture:{order:N}", new Fingerprint().Add((decimal?)null), order);
        var resent = new CapturePaymentRequest { OrderId = order, IdempotencyKey = Key };

        var again = await _shop.Workflow.CapturePaymentAsync(resent);

        (again.Outcome, again.Replayed).ShouldBe((CapturePaymentOutcome.Requested, true));
        (await _shop.Workflow.CapturePaymentAsync(resent with { Amount = 1m })).Outcome.ShouldBe(CapturePaymentOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task A_refund_is_answered_with_the_first_one()
    {
        var order = await CaptureAsync();
        var request = new CreateRefundRequest { OrderId = order, Amount = 5m, Reason = "damaged" };
        var first = (await _shop.Refunds.CreateAsync(request)).Refund!;
        await KeepAsync($"refund:{order:N}", new Fingerprint().Add("5").Add(0).Add("damaged").Add((string?)null).Add(0), first.Id);
        var resent = request with { IdempotencyKey = Key };

        var again = await _shop.Refunds.CreateAsync(resent);

        (again.Outcome, again.Replayed, again.Refund!.Id).ShouldBe((CreateRefundOutcome.Created, true, first.Id));
        (await _shop.Refunds.ListAsync(order)).Count.ShouldBe(1);
        (await _shop.Refunds.CreateAsync(resent with { Amount = 6m })).Outcome.ShouldBe(CreateRefundOutcome.IdempotencyKeyReused);
        await _shop.Settlement.RunOnceAsync();
    }

    [Fact]
    public async Task A_return_and_a_withdrawal_are_answered_with_the_first_ones()
    {
        var order = (await _shop.DeliverAsync(await CaptureAsync(2))).Id;
        var request = new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(TestShop.Martian, 1, "damaged")] };
        var first = (await _shop.Returns.CreateAsync(request)).Return!;
        await KeepAsync($"return:{order:N}", new Fingerprint().Add((string?)null).Add(0).Add(1).Add(9780143127550).Add(1).Add("damaged"), first.Id);
        var resent = request with { IdempotencyKey = Key };

        var again = await _shop.Returns.CreateAsync(resent);

        (again.Outcome, again.Replayed, again.Return!.Id).ShouldBe((CreateReturnOutcome.Created, true, first.Id));
        (await _shop.Returns.CreateAsync(resent with { Note = "another" })).Outcome.ShouldBe(CreateReturnOutcome.IdempotencyKeyReused);

        var withdrawn = (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order })).Return!;
        await KeepAsync($"withdrawal:{order:N}", new Fingerprint().Add((string?)null).Add(0), withdrawn.Id);

        var repeated = await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order, IdempotencyKey = Key });

        (repeated.Outcome, repeated.Replayed, repeated.Return!.Id).ShouldBe((CreateReturnOutcome.Created, true, withdrawn.Id));
    }

    [Fact]
    public async Task A_delivery_and_its_move_are_answered_with_the_first_ones()
    {
        var order = await CaptureAsync();
        var request = new ScheduleDeliveryRequest { OrderId = order, Address = Address };
        var first = (await _shop.Deliveries.ScheduleAsync(request)).Delivery!;
        await KeepAsync("deliveries", new Fingerprint().Add(order).Add(Address).Add("local"), first.Id);
        await _shop.Deliveries.MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await KeepAsync($"move:{first.Id:N}", new Fingerprint().Add((int)DeliveryStatus.Dispatched), first.Id);

        var scheduled = await _shop.Deliveries.ScheduleAsync(request with { IdempotencyKey = Key });
        var moved = await _shop.Deliveries.MoveAsync(first.Id, DeliveryStatus.Dispatched, Key);

        (scheduled.Outcome, scheduled.Replayed, scheduled.Delivery!.Id).ShouldBe((ScheduleDeliveryOutcome.Scheduled, true, first.Id));
        (moved.Outcome, moved.Replayed, moved.Delivery!.Status).ShouldBe((MoveDeliveryOutcome.Moved, true, DeliveryStatus.Dispatched));
        (await _shop.Deliveries.ScheduleAsync(request with { IdempotencyKey = Key, Address = "2 Main St" })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
        (await _shop.Deliveries.MoveAsync(first.Id, DeliveryStatus.Delivered, Key)).Outcome.ShouldBe(MoveDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task An_order_that_was_placed_before_is_found_with_its_card()
    {
        var request = TestShop.Request(TestShop.Martian) with { IdempotencyKey = Key };
        var order = await PlaceAsync();
        await KeepAsync("orders", new Fingerprint().Add("cust-1").Add((string?)null).Add((string?)null).Add("1111").Add(1).Add(9780143127550).Add(1), order);

        var again = await _shop.Workflow.PlaceAsync(request);

        (again.Outcome, again.Replayed, again.Order!.Id).ShouldBe((PlaceOrderOutcome.Created, true, order));
        _shop.Authorizations.ShouldBe(1);
        (await _shop.Workflow.PlaceAsync(request with { Payment = new PaymentToken("4111111111112222") })).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    private async Task<Guid> PlaceAsync(int quantity = 1) => (await _shop.PlaceAsync(TestShop.Martian, quantity)).Order!.Id;

    private async Task<Guid> CaptureAsync(int quantity = 1)
    {
        var order = await PlaceAsync(quantity);
        (await _shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order })).Outcome.ShouldBe(CapturePaymentOutcome.Requested);
        await _shop.Settlement.RunOnceAsync();
        return order;
    }

    private async Task KeepAsync(string operation, Fingerprint request, Guid resource, string? outcome = null)
    {
        var record = new IdempotencyRecord
        {
            Id = new IdempotencyId(Key.Client, operation, Key.Value),
            Fingerprint = request.Compute(),
            ResourceId = resource,
            Outcome = outcome,
            CreatedAt = await _shop.Clock.NowAsync(default),
        };
        await _shop.Commit.SubmitAsync(new KeepKey(record), default);
    }

    private sealed class KeepKey(IdempotencyRecord record) : Operation<bool>
    {
        public override bool CanBeShed => false;

        public override void DeclareKeys(RecordKeys keys) => keys.IdempotencyKeys.Add(record.Id);

        protected override bool DecideOn(WorkingSet records)
        {
            records.IdempotencyKeys.Put(record.Id, record);
            return true;
        }
    }
}
