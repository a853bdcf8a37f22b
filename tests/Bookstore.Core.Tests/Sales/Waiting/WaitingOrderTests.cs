using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sales;

/// <summary>Orders of copies that are still to come: what they wait for, who is served first, and what passes copies on.</summary>
public sealed class WaitingOrderTests : IAsyncLifetime
{
    private static readonly Isbn Book = TestShop.Algorithms;

    private TestShop _shop = null!;

    // Three copies are there, and four can be on back-order.
    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        await LimitAsync(4);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task PlaceAsync_more_than_is_there_waits_for_the_rest()
    {
        var order = await PlaceAsync(5);

        (order.Status, Line(order).Waiting).ShouldBe((OrderStatus.Created, 2));
        Line(await _shop.OrderAsync(order.Id)).Waiting.ShouldBe(2);
        (await LevelAsync()).ShouldBe((3, 5, 2));
        var refused = await _shop.PlaceAsync(Book, 3);
        (refused.Outcome, refused.Isbn, refused.Available).ShouldBe((PlaceOrderOutcome.InsufficientStock, Book, 2));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_what_is_there_leaves_no_document()
    {
        await PlaceAsync(3);

        (await _shop.Store.ListDocumentsAsync(WaitingLine.Documents.Name, null, null, 10, default)).ShouldBeEmpty();
        (await LevelAsync()).ShouldBe((3, 3, 0));
    }

    [Fact]
    public async Task ReceiveStockAsync_allocates_to_those_who_came_first()
    {
        await PlaceAsync(3);
        var first = await PlaceAsync(2);
        var second = await PlaceAsync(2);

        await ReceiveAsync(3);

        Line(await _shop.OrderAsync(first.Id)).Waiting.ShouldBe(0);
        Line(await _shop.OrderAsync(second.Id)).Waiting.ShouldBe(1);
        (await LevelAsync()).ShouldBe((6, 7, 1));
        await _shop.ShouldHoldAsync();

        await ReceiveAsync(3);
        Line(await _shop.OrderAsync(second.Id)).Waiting.ShouldBe(0);
        (await LevelAsync()).ShouldBe((9, 7, 0));
        (await _shop.Store.ListDocumentsAsync(WaitingLine.Documents.Name, null, null, 10, default)).ShouldBeEmpty();
        (await _shop.Store.ListDocumentsAsync(DueAllocation.Documents.Name, null, null, 10, default)).ShouldBeEmpty();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReceiveStockAsync_tells_each_order_which_copies_it_got()
    {
        var order = await PlaceAsync(5);
        await _shop.Settlement.RunOnceAsync();
        var version = (await _shop.OrderAsync(order.Id)).Version;

        await ReceiveAsync(1);

        var told = (await FeedAssert.ReadAllAsync(_shop.Store)).Last(happened => happened.Resource == $"orders/{order.Id}");
        (told.Type, told.Sequence).ShouldBe((EventTypes.OrderAllocated, version + 1));
        System.Text.Encoding.UTF8.GetString(told.Data.Span).ShouldContain($$"""
            "lines":[{"isbn":"{{Book}}","quantity":1}]
            """.Trim());
    }

    [Fact]
    public async Task ReceiveStockAsync_for_more_orders_than_one_commit_takes_is_finished_in_the_background()
    {
        await LimitAsync(1_000);
        await PlaceAsync(3);
        var orders = new List<Guid>();
        for (var i = 0; i < WaitingQueue.MaxOrders + 20; i++)
        {
            orders.Add((await PlaceAsync(1)).Id);
        }

        await ReceiveAsync(WaitingQueue.MaxOrders + 10);

        (await LevelAsync()).Waiting.ShouldBe(20);
        Line(await _shop.OrderAsync(orders[WaitingQueue.MaxOrders - 1])).Waiting.ShouldBe(0);
        Line(await _shop.OrderAsync(orders[WaitingQueue.MaxOrders])).Waiting.ShouldBe(1);

        // What is on hand is promised: nobody overtakes those who wait.
        var late = await PlaceAsync(1);
        Line(late).Waiting.ShouldBe(1);
        (await _shop.Maintenance.RunOnceAsync()).OrdersAllocated.ShouldBe(10);
        Line(await _shop.OrderAsync(orders[WaitingQueue.MaxOrders + 9])).Waiting.ShouldBe(0);
        Line(await _shop.OrderAsync(orders[WaitingQueue.MaxOrders + 10])).Waiting.ShouldBe(1);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_of_an_allocated_order_passes_its_copies_on()
    {
        var first = await PlaceAsync(3);
        var second = await PlaceAsync(2);

        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = first.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        (await _shop.Maintenance.RunOnceAsync()).OrdersAllocated.ShouldBe(1);
        Line(await _shop.OrderAsync(second.Id)).Waiting.ShouldBe(0);
        (await LevelAsync()).ShouldBe((3, 2, 0));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_of_a_waiting_order_lets_the_next_one_move_up()
    {
        await PlaceAsync(3);
        var first = await PlaceAsync(2);
        var second = await PlaceAsync(1);

        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = first.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        Line(await _shop.OrderAsync(first.Id)).Waiting.ShouldBe(0);
        (await LevelAsync()).ShouldBe((3, 4, 1));
        await ReceiveAsync(1);

        Line(await _shop.OrderAsync(second.Id)).Waiting.ShouldBe(0);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_cancels_first_what_is_still_to_come()
    {
        var order = await PlaceAsync(5);
        await _shop.Settlement.RunOnceAsync();

        var result = await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(Book, 1)] });

        (result.Outcome, Line(result.Order!).Waiting).ShouldBe((CancelOrderOutcome.Cancelled, 1));
        (await LevelAsync()).ShouldBe((3, 4, 1));
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(Book, 2)] });
        (await LevelAsync()).ShouldBe((3, 2, 0));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_declined_leaves_the_queue()
    {
        await PlaceAsync(3);
        (await _shop.PlaceAsync(Book, 2, TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);

        (await LevelAsync()).ShouldBe((3, 3, 0));
        (await _shop.Store.ListDocumentsAsync(WaitingLine.Documents.Name, null, null, 10, default)).ShouldBeEmpty();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HoldAsync_and_a_cart_hold_only_what_is_there_and_keep_it_for_their_order()
    {
        var cart = _shop.Get<TimeOrderedIds>().Next(_shop.Time.GetUtcNow());
        (await HoldAsync(cart, 4)).Outcome.ShouldBe(HoldStockOutcome.InsufficientStock);
        (await HoldAsync(cart, 3)).Outcome.ShouldBe(HoldStockOutcome.Held);
        Line(await PlaceAsync(2)).Waiting.ShouldBe(2);

        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(Book, 4) with { ReservationId = cart });

        (placed.Outcome, Line(placed.Order!).Waiting).ShouldBe((PlaceOrderOutcome.Created, 1));
        (await LevelAsync()).ShouldBe((3, 6, 3));
        await _shop.Maintenance.RunOnceAsync();
        (await LevelAsync()).ShouldBe((3, 6, 3));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReleaseAsync_of_a_cart_passes_its_copies_on()
    {
        var cart = _shop.Get<TimeOrderedIds>().Next(_shop.Time.GetUtcNow());
        await HoldAsync(cart, 3);
        var order = await PlaceAsync(2);

        await _shop.Inventory.ReleaseAsync(cart);

        (await _shop.Maintenance.RunOnceAsync()).OrdersAllocated.ShouldBe(1);
        Line(await _shop.OrderAsync(order.Id)).Waiting.ShouldBe(0);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_declined_from_a_cart_gives_back_what_the_cart_held_and_no_more()
    {
        var cart = _shop.Get<TimeOrderedIds>().Next(_shop.Time.GetUtcNow());
        await HoldAsync(cart, 2);

        await _shop.Workflow.PlaceAsync(TestShop.Request(Book, 5, TestShop.Declined) with { ReservationId = cart });

        (await _shop.Inventory.FindReservationAsync(cart))!.ShouldSatisfyAllConditions(
            held => held.Status.ShouldBe(ReservationStatus.Held),
            held => held.Lines.ShouldBe([new ReservationLine(Book, 2)]));
        (await LevelAsync()).ShouldBe((3, 2, 0));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AdjustStockAsync_never_takes_copies_that_are_allocated()
    {
        await PlaceAsync(2);
        (await AdjustAsync(-2)).ShouldBe(ChangeStockOutcome.InsufficientStock);
        (await AdjustAsync(-1)).ShouldBe(ChangeStockOutcome.Changed);
        await PlaceAsync(4);
        (await AdjustAsync(-1)).ShouldBe(ChangeStockOutcome.InsufficientStock);

        (await AdjustAsync(1)).ShouldBe(ChangeStockOutcome.Changed);

        (await LevelAsync()).ShouldBe((3, 6, 3));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task SaveBookAsync_limit_below_what_is_promised_is_refused()
    {
        await PlaceAsync(5);

        (await LimitAsync(1)).ShouldBe(SaveBookOutcome.BackorderLimitInUse);
        (await _shop.Inventory.FindBookAsync(Book))!.Book.BackorderLimit.ShouldBe(4);
        (await LimitAsync(2)).ShouldBe(SaveBookOutcome.Replaced);
        (await _shop.PlaceAsync(Book)).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task SaveBooksAsync_leaves_the_terms_that_a_feed_does_not_know()
    {
        var known = (await _shop.Inventory.FindBookAsync(Book))!.Book;
        await PlaceAsync(5);

        await _shop.Inventory.SaveBooksAsync(Stream(known with { Title = "Algorithms", BackorderLimit = 0 }, known with { Title = "Algorithms, again", BackorderLimit = 1 }));

        (await _shop.Inventory.FindBookAsync(Book))!.Book.ShouldBe(known with { Title = "Algorithms, again" });
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReceiveAsync_a_return_passes_sellable_copies_on()
    {
        var sold = await _shop.PlaceCapturedAsync(Book, 3);
        await _shop.DeliverAsync(sold.Id);
        var order = await PlaceAsync(2);
        var made = (await _shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = sold.Id, Items = [new ReturnItem(Book, 3)] })).Return!;
        await _shop.Returns.ApproveAsync(made.Id);

        await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = made.Id, Items = [new ReceivedItem(Book, 3, 1)] });

        (await _shop.Maintenance.RunOnceAsync()).OrdersAllocated.ShouldBe(1);
        Line(await _shop.OrderAsync(order.Id)).Waiting.ShouldBe(1);
        (await LevelAsync()).ShouldBe((1, 2, 1));
        await _shop.ShouldHoldAsync();
    }

    private static async IAsyncEnumerable<Book> Stream(params Book[] books)
    {
        foreach (var book in books)
        {
            await Task.Yield();
            yield return book;
        }
    }

    private static OrderLine Line(Order order) => order.Lines.Single(static line => line.Isbn == Book);

    private async Task<Order> PlaceAsync(int quantity)
    {
        var placed = await _shop.PlaceAsync(Book, quantity);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return placed.Order!;
    }

    private Task<HoldStockResult> HoldAsync(Guid cart, int quantity) =>
        _shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(Book, quantity)], Duration = TimeSpan.FromMinutes(10) });

    private Task<ChangeStockResult> ReceiveAsync(int quantity) => _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = quantity, Reason = "delivery" });

    private async Task<ChangeStockOutcome> AdjustAsync(int quantity) => (await _shop.Inventory.AdjustStockAsync(new StockChange { Isbn = Book, Quantity = quantity, Reason = "count" })).Outcome;

    private async Task<SaveBookOutcome> LimitAsync(int limit) =>
        (await _shop.Inventory.SaveBookAsync((await _shop.Inventory.FindBookAsync(Book))!.Book with { BackorderLimit = limit })).Outcome;

    private async Task<(int OnHand, int Reserved, int Waiting)> LevelAsync() => await _shop.StockAsync(Book) is var level ? (level.OnHand, level.Reserved, level.Waiting) : default;
}
