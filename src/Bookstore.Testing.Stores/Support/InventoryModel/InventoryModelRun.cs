using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Does the same to a shop and to the model, and compares what they say after each step.</summary>
internal sealed class InventoryModelRun(ModelShop shop, IReadOnlyList<Isbn> books)
{
    private readonly InventoryModel _model = new(books);

    public async Task PlayAsync(IEnumerable<InventoryStep> steps)
    {
        foreach (var isbn in books)
        {
            await shop.Inventory.SaveBookAsync(Records.Book(isbn));
        }

        foreach (var step in steps)
        {
            await PlayAsync(step);
            foreach (var (isbn, level) in _model.Levels)
            {
                var stock = (await shop.Inventory.FindStockAsync(isbn))!;
                new ModelLevel(stock.OnHand, stock.Reserved, stock.LastMovement).ShouldBe(level, $"{isbn} after {step}");
            }
        }

        await ShouldBeTheSameAsync();
    }

    private Task PlayAsync(InventoryStep step) => step.Action switch
    {
        InventoryAction.Receive => ReceiveAsync(step),
        InventoryAction.WriteOff => WriteOffAsync(step),
        InventoryAction.Hold => HoldAsync(step),
        InventoryAction.Expire => MaintainAsync(TimeSpan.FromMinutes(20)),
        InventoryAction.Buy => BuyAsync(LinesOf(step), null, isDeclined: false),
        InventoryAction.BuyDeclined => BuyAsync(LinesOf(step), null, isDeclined: true),
        InventoryAction.Settle => MaintainAsync(TimeSpan.Zero),
        InventoryAction.HoldAgain or InventoryAction.Keep or InventoryAction.Release or InventoryAction.BuyCart =>
            _model.Carts.Count == 0 ? Task.CompletedTask : OnCartAsync(step, _model.Carts[step.Pick % _model.Carts.Count]),
        _ => _model.Orders.Count == 0 ? Task.CompletedTask : OnOrderAsync(step, _model.Orders[step.Pick % _model.Orders.Count]),
    };

    private Task OnCartAsync(InventoryStep step, ModelCart cart) => step.Action switch
    {
        InventoryAction.HoldAgain => HoldAgainAsync(step, cart),
        InventoryAction.Keep => KeepAsync(cart),
        InventoryAction.Release => ReleaseAsync(cart),
        _ => BuyAsync(cart.Lines, cart, isDeclined: step.Pick % 2 == 0),
    };

    private async Task OnOrderAsync(InventoryStep step, ModelOrder order)
    {
        switch (step.Action)
        {
            case InventoryAction.Cancel:
                var cancelled = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
                cancelled.Outcome.ShouldBe(_model.Cancel(order), step.ToString());
                break;
            case InventoryAction.Schedule:
                await ScheduleAsync(step, order, null);
                break;
            case InventoryAction.SchedulePart:
                await ScheduleAsync(step, order, new ReservationLine(books[step.Book], 1 + (step.Quantity / 2)));
                break;
            case InventoryAction.Dispatch when order.Deliveries.Count > 0:
                await MoveAsync(step, order, DeliveryStatus.Dispatched);
                break;
            case InventoryAction.Move when order.Deliveries.Count > 0:
                await MoveAsync(step, order, Enum.GetValues<DeliveryStatus>()[step.Quantity % Enum.GetValues<DeliveryStatus>().Length]);
                break;
        }
    }

    private async Task ReceiveAsync(InventoryStep step)
    {
        var received = await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = books[step.Book], Quantity = step.Quantity, Reason = "model" });
        received.Outcome.ShouldBe(_model.Change(books[step.Book], step.Quantity), step.ToString());
    }

    private async Task WriteOffAsync(InventoryStep step)
    {
        var adjusted = await shop.Inventory.AdjustStockAsync(new StockChange { Isbn = books[step.Book], Quantity = -step.Quantity, Reason = "model" });
        adjusted.Outcome.ShouldBe(_model.Change(books[step.Book], -step.Quantity), step.ToString());
    }

    private async Task HoldAsync(InventoryStep step)
    {
        var lines = LinesOf(step);
        var id = shop.NewId();
        var held = await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = id, Lines = lines });
        if (_model.Lacking(lines) is { } lacking)
        {
            (held.Outcome, held.Isbn, held.Available).ShouldBe((HoldStockOutcome.InsufficientStock, lacking.Isbn, _model.Levels[lacking.Isbn].Available), step.ToString());
            return;
        }

        held.Outcome.ShouldBe(HoldStockOutcome.Held, step.ToString());
        _model.Hold(id, lines, held.Reservation!.ExpiresAt);
    }

    private async Task HoldAgainAsync(InventoryStep step, ModelCart cart)
    {
        var held = await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart.Id, Lines = LinesOf(step) });
        (held.Outcome, held.Reservation!.Status).ShouldBe((HoldStockOutcome.AlreadyExists, cart.Status));
    }

    private async Task KeepAsync(ModelCart cart)
    {
        var kept = (await shop.Inventory.ExtendAsync(cart.Id, TimeSpan.FromMinutes(30)))!;
        kept.Status.ShouldBe(cart.Status);
        if (cart.Status != ReservationStatus.Held)
        {
            kept.ExpiresAt.ShouldBe(cart.ExpiresAt);
        }

        cart.ExpiresAt = kept.ExpiresAt;
    }

    private async Task ReleaseAsync(ModelCart cart)
    {
        var released = (await shop.Inventory.ReleaseAsync(cart.Id))!;
        _model.EndCart(cart, ReservationStatus.Released);
        released.Status.ShouldBe(cart.Status);
    }

    private async Task MaintainAsync(TimeSpan later)
    {
        shop.Time.Advance(later);
        var now = shop.Time.GetUtcNow();
        await shop.Maintenance.RunOnceAsync();
        _model.Carts.Where(cart => cart.ExpiresAt <= now).ToList().ForEach(cart => _model.EndCart(cart, ReservationStatus.Expired));
        _model.Orders.Where(static order => order.Status == OrderStatus.Created).ToList().ForEach(static order => order.IsCaptured = true);
    }

    private async Task BuyAsync(IReadOnlyList<ReservationLine> lines, ModelCart? cart, bool isDeclined)
    {
        var placed = await shop.PlaceAsync(lines, cart?.Id, isDeclined);
        if (cart is { Status: not ReservationStatus.Held })
        {
            placed.Outcome.ShouldBe(PlaceOrderOutcome.ReservationNotHeld);
        }
        else if (_model.Lacking(lines, cart) is { } lacking)
        {
            (placed.Outcome, placed.Isbn).ShouldBe((PlaceOrderOutcome.InsufficientStock, lacking.Isbn));
        }
        else
        {
            placed.Outcome.ShouldBe(isDeclined ? PlaceOrderOutcome.Declined : PlaceOrderOutcome.Created);
            _model.Order(placed.Order!.Id, lines, cart, isDeclined, shop.Time.GetUtcNow());
        }
    }

    private async Task ScheduleAsync(InventoryStep step, ModelOrder order, ReservationLine? asked)
    {
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street", Lines = asked is null ? [] : [new DeliveryLine(asked.Isbn, asked.Quantity)] };
        var scheduled = await shop.Deliveries.ScheduleAsync(request);
        scheduled.Outcome.ShouldBe(order.Schedule(asked, out var carried), step.ToString());
        if (scheduled.Outcome == ScheduleDeliveryOutcome.Scheduled)
        {
            order.Deliveries.Add(new ModelDelivery(scheduled.Delivery!.Id, carried));
        }
    }

    // The last one more often than the others.
    private async Task MoveAsync(InventoryStep step, ModelOrder order, DeliveryStatus to)
    {
        var delivery = order.Deliveries[^(1 + (step.Book % order.Deliveries.Count))];
        var from = delivery.Status;
        var moved = await shop.Deliveries.MoveAsync(delivery.Id, to);
        moved.Outcome.ShouldBe(_model.MoveDelivery(order, delivery, to), $"{step}: {from} -> {to}");
    }

    private async Task ShouldBeTheSameAsync()
    {
        foreach (var cart in _model.Carts)
        {
            var reservation = (await shop.Inventory.FindReservationAsync(cart.Id))!;
            (reservation.Status, reservation.ExpiresAt).ShouldBe((cart.Status, cart.ExpiresAt));
            reservation.Lines.ShouldBe(cart.Lines);
        }

        foreach (var order in _model.Orders)
        {
            var now = (await shop.Sales.FindOrderAsync(order.Id))!;
            now.Status.ShouldBe(order.Status);
            now.Lines.Select(static line => (line.Isbn, line.Cancelled, line.Dispatched, line.Delivered, line.Returned, line.Lost))
                .ShouldBe(order.Lines.Select(static line => (line.Isbn, line.Cancelled, line.Dispatched, line.Delivered, line.Returned, line.Lost)));
            foreach (var delivery in order.Deliveries)
            {
                (await shop.Deliveries.FindAsync(delivery.Id))!.Status.ShouldBe(delivery.Status);
            }
        }
    }

    // Two books often, one book sometimes.
    private List<ReservationLine> LinesOf(InventoryStep step)
    {
        List<ReservationLine> lines = [new(books[step.Book], step.Quantity)];
        if (step.Pick % InventoryStep.Books != step.Book)
        {
            lines.Add(new ReservationLine(books[step.Pick % InventoryStep.Books], 1));
        }

        return [.. lines.OrderBy(static line => line.Isbn)];
    }
}
