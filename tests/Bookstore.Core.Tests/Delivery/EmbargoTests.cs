using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>What may be ordered and what may leave the house before its date and without its copies.</summary>
public sealed class EmbargoTests : IAsyncLifetime
{
    private static readonly Isbn Book = TestShop.Algorithms;

    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task PlaceAsync_before_its_time_is_refused_and_at_it_goes_through()
    {
        var from = _shop.Time.GetUtcNow().AddHours(1);
        await SaveAsync(book => book with { SellableFrom = from });

        var refused = await _shop.PlaceAsync(Book, key: "k");
        var held = await HoldAsync();

        (refused.Outcome, refused.Isbn, refused.SellableFrom, refused.Order).ShouldBe((PlaceOrderOutcome.NotSellableYet, Book, from, null));
        (held.Outcome, held.Isbn, held.SellableFrom).ShouldBe((HoldStockOutcome.NotSellableYet, Book, from));
        _shop.Authorizations.ShouldBe(0);
        _shop.Time.Advance(TimeSpan.FromHours(1));
        (await HoldAsync()).Outcome.ShouldBe(HoldStockOutcome.Held);
        (await _shop.PlaceAsync(Book, key: "k")).ShouldSatisfyAllConditions(
            placed => placed.Outcome.ShouldBe(PlaceOrderOutcome.Created),
            placed => placed.Replayed.ShouldBeFalse());
    }

    [Fact]
    public async Task MoveAsync_dispatch_before_the_embargo_is_refused()
    {
        var until = _shop.Time.GetUtcNow().AddDays(1);
        var order = await _shop.PlaceCapturedAsync(Book, 2);
        var delivery = await ScheduleAsync(order.Id);
        await SaveAsync(book => book with { EmbargoUntil = until });

        var refused = await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched);

        (refused.Outcome, refused.Isbn, refused.EmbargoUntil, refused.Delivery!.Status).ShouldBe((MoveDeliveryOutcome.Embargoed, Book, until, DeliveryStatus.Scheduled));
        (await _shop.StockAsync(Book)).ShouldSatisfyAllConditions(stock => (stock.OnHand, stock.Reserved).ShouldBe((3, 2)));
        _shop.Time.Advance(TimeSpan.FromDays(1));
        (await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        await _shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(null, 0)]
    [InlineData(-3, 0)]
    [InlineData(0, -3)]
    public async Task MoveAsync_dispatch_before_the_day_of_the_trade_is_refused(int? embargo, int? sale)
    {
        var day = DateOnly.FromDateTime(_shop.Time.GetUtcNow().UtcDateTime).AddDays(1);
        await SaveAsync(book => book with { Details = new BookDetails { EmbargoOn = embargo is { } from ? day.AddDays(from) : null, OnSaleOn = sale is { } then ? day.AddDays(then) : null } });
        var delivery = await ScheduleAsync((await _shop.PlaceCapturedAsync(Book)).Id);

        var refused = await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched);

        (refused.Outcome, refused.EmbargoUntil).ShouldBe((MoveDeliveryOutcome.Embargoed, new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero)));
        _shop.Time.Advance(TimeSpan.FromDays(2));
        (await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    [Fact]
    public async Task MoveAsync_of_other_books_of_the_order_needs_no_wait()
    {
        await SaveAsync(book => book with { EmbargoUntil = _shop.Time.GetUtcNow().AddDays(1) });
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(Book) with { Lines = [new PlaceOrderLine(Book, 1), new PlaceOrderLine(TestShop.Martian, 1)] });
        await _shop.Settlement.RunOnceAsync();

        var other = await ScheduleAsync(placed.Order!.Id, new DeliveryLine(TestShop.Martian, 1));

        (await _shop.Deliveries.MoveAsync(other.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        (await _shop.Deliveries.MoveAsync((await ScheduleAsync(placed.Order.Id)).Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Embargoed);
    }

    [Fact]
    public async Task MoveAsync_under_embargo_asks_for_no_capture()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.OnDispatch);
        var book = (await shop.Inventory.FindBookAsync(Book))!.Book;
        await shop.Inventory.SaveBookAsync(book with { EmbargoUntil = shop.Time.GetUtcNow().AddDays(1) });
        var order = (await shop.PlaceAsync(Book)).Order!;
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" })).Delivery!;

        (await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Embargoed);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Authorized);
    }

    [Fact]
    public async Task ScheduleAsync_carries_what_is_allocated_and_refuses_the_rest()
    {
        await SaveAsync(book => book with { BackorderLimit = 10 });
        var order = await _shop.PlaceCapturedAsync(Book, 5);
        var none = await _shop.PlaceCapturedAsync(Book, 1);

        (await TryScheduleAsync(order.Id, new DeliveryLine(Book, 4))).ShouldSatisfyAllConditions(
            refused => refused.Outcome.ShouldBe(ScheduleDeliveryOutcome.NotAllocated),
            refused => refused.Isbn.ShouldBe(Book));
        (await TryScheduleAsync(none.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.NotAllocated);
        var first = await ScheduleAsync(order.Id);
        first.Lines.ShouldBe([new DeliveryLine(Book, 3)]);
        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.NotAllocated);
        (await _shop.Deliveries.MoveAsync(first.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.NotAllocated);
        await _shop.ShouldHoldAsync();

        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 2, Reason = "delivery" });
        var rest = await ScheduleAsync(order.Id);
        rest.Lines.ShouldBe([new DeliveryLine(Book, 2)]);
        await _shop.Deliveries.MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        (await _shop.OrderAsync(order.Id)).Fulfilment.ShouldBe(Fulfilment.Dispatched);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_undelivered_copies_come_back_to_their_own_order()
    {
        await SaveAsync(book => book with { BackorderLimit = 10 });
        var order = await _shop.PlaceCapturedAsync(Book, 3);
        var waiting = await _shop.PlaceCapturedAsync(Book, 1);
        var delivery = await ScheduleAsync(order.Id);
        await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched);

        await _shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Returned);
        await _shop.Maintenance.RunOnceAsync();

        (await _shop.OrderAsync(waiting.Id)).Lines[0].Waiting.ShouldBe(1);
        (await _shop.StockAsync(Book)).ShouldSatisfyAllConditions(stock => (stock.OnHand, stock.Reserved, stock.Waiting).ShouldBe((3, 4, 1)));
        await _shop.ShouldHoldAsync();
    }

    private Task<HoldStockResult> HoldAsync() => _shop.Inventory.HoldAsync(
        new HoldStockRequest { ReservationId = Guid.CreateVersion7(_shop.Time.GetUtcNow()), Lines = [new ReservationLine(Book, 1)], Duration = TimeSpan.FromMinutes(10) });

    private async Task<Bookstore.Delivery> ScheduleAsync(Guid orderId, params DeliveryLine[] lines)
    {
        var scheduled = await TryScheduleAsync(orderId, lines);
        scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        return scheduled.Delivery!;
    }

    private Task<ScheduleDeliveryResult> TryScheduleAsync(Guid orderId, params DeliveryLine[] lines) =>
        _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 Main Street", Lines = lines });

    private async Task SaveAsync(Func<Book, Book> change) =>
        (await _shop.Inventory.SaveBookAsync(change((await _shop.Inventory.FindBookAsync(Book))!.Book))).Outcome.ShouldBe(SaveBookOutcome.Replaced);
}
