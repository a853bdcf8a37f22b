using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

public sealed class ReturnServiceTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task What_came_decides_the_stock_and_the_refund_and_not_what_was_announced()
    {
        var order = await DeliveredAsync(3);
        var requested = await RequestAsync(order.Id, 3);
        (requested.Status, requested.Kind, requested.Version, requested.Lines[0].Reason).ShouldBe((ReturnStatus.Requested, ReturnKind.Return, 1, "torn"));
        (await _shop.Returns.ApproveAsync(requested.Id)).Return!.Status.ShouldBe(ReturnStatus.Approved);

        var received = (await ReceiveAsync(requested.Id, 2, 1)).Return!;

        (received.Status, received.Lines[0].Quantity, received.Lines[0].Received, received.Lines[0].Sellable).ShouldBe((ReturnStatus.Received, 3, 2, 1));
        var refund = (await _shop.Refunds.FindAsync(received.RefundIds.ShouldHaveSingleItem())).ShouldNotBeNull();
        (refund.Amount.Amount, refund.Reason, refund.Items.ShouldHaveSingleItem().Quantity).ShouldBe((19.00m, Refund.ItemsReturned, 2));
        (await _shop.StockAsync(TestShop.Odyssey)).Available.ShouldBe(23);
        var after = await _shop.OrderAsync(order.Id);
        (after.Lines[0].Returned, after.Fulfilment, after.Status, after.IsDispatched).ShouldBe((2, Fulfilment.Delivered, OrderStatus.Delivered, true));
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded);
        (await _shop.Returns.CompleteAsync(requested.Id)).Return!.Status.ShouldBe(ReturnStatus.Completed);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Damaged_copies_come_back_and_are_written_off_with_the_return_as_reference()
    {
        var order = await DeliveredAsync(2);
        var requested = await ApprovedAsync(order.Id, 2);
        await ReceiveAsync(requested.Id, 2, 1);

        var movements = (await _shop.Inventory.ListMovementsAsync(TestShop.Odyssey, new PageRequest())).ShouldNotBeNull().Items;
        movements.Take(2).Select(static movement => (movement.Kind, movement.OnHandChange, movement.ReservedChange, movement.CauseId, movement.Reference)).ShouldBe(
        [
            (StockMovementKind.Adjusted, -1, 0, order.Id, requested.Id.ToString()),
            (StockMovementKind.Returned, 2, 0, order.Id, null),
        ]);
    }

    [Fact]
    public async Task Open_returns_reserve_their_copies_until_they_are_rejected_or_cancelled()
    {
        var order = await DeliveredAsync(2);
        var first = await RequestAsync(order.Id, 2);
        var refused = await _shop.Returns.CreateAsync(Request(order.Id, 1));
        (refused.Outcome, refused.Isbn).ShouldBe((CreateReturnOutcome.ExceedsDelivered, TestShop.Odyssey));

        (await _shop.Returns.RejectAsync(first.Id, "worn")).Return!.RejectionReason.ShouldBe("worn");
        var second = await RequestAsync(order.Id, 2);
        (await _shop.Returns.CancelAsync(second.Id)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        await RequestAsync(order.Id, 1);
        await RequestAsync(order.Id, 1);
        (await _shop.Returns.CreateAsync(Request(order.Id, 1))).Outcome.ShouldBe(CreateReturnOutcome.ExceedsDelivered);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Two_returns_at_once_for_the_last_copy_are_one_return()
    {
        var order = await DeliveredAsync(1);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _shop.Returns.CreateAsync(Request(order.Id, 1))));

        results.Count(static result => result.Outcome == CreateReturnOutcome.Created).ShouldBe(1);
        results.Count(static result => result.Outcome == CreateReturnOutcome.ExceedsDelivered).ShouldBe(7);
        (await _shop.Returns.ListAsync(order.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_not_delivered_cannot_be_returned()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        (await _shop.Returns.CreateAsync(Request(order.Id, 1))).Outcome.ShouldBe(CreateReturnOutcome.ExceedsDelivered);
        await _shop.DeliverAsync(order.Id, new DeliveryLine(TestShop.Odyssey, 1));

        (await _shop.Returns.CreateAsync(Request(order.Id, 2))).Outcome.ShouldBe(CreateReturnOutcome.ExceedsDelivered);
        var approved = await ApprovedAsync(order.Id, 1);
        (await ReceiveAsync(approved.Id, 2, 2)).Outcome.ShouldBe(MoveReturnOutcome.ExceedsDelivered);
        (await ReceiveAsync(approved.Id, 1, 1)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        var after = await _shop.OrderAsync(order.Id);
        (after.Status, after.Fulfilment, after.Lines[0].Returned).ShouldBe((OrderStatus.Created, Fulfilment.Partial, 1));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task More_may_come_than_was_announced_if_it_was_delivered_and_is_in_no_other_return()
    {
        var order = await DeliveredAsync(3);
        var first = await ApprovedAsync(order.Id, 1);
        var other = await RequestAsync(order.Id, 1);

        (await ReceiveAsync(first.Id, 3, 3)).Outcome.ShouldBe(MoveReturnOutcome.ExceedsDelivered);
        (await ReceiveAsync(first.Id, 2, 2)).Return!.Lines[0].Received.ShouldBe(2);
        await _shop.Returns.ApproveAsync(other.Id);
        await ReceiveAsync(other.Id, 1, 1);
        (await _shop.OrderAsync(order.Id)).Fulfilment.ShouldBe(Fulfilment.Returned);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_parcel_with_nothing_in_it_gives_nothing_back()
    {
        var order = await DeliveredAsync(1);
        var approved = await ApprovedAsync(order.Id, 1);
        var received = (await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = approved.Id, Items = [] })).Return!;

        (received.Status, received.Lines[0].Received, received.RefundIds.Count).ShouldBe((ReturnStatus.Received, 0, 0));
        (await _shop.OrderAsync(order.Id)).Lines[0].Returned.ShouldBe(0);
        await RequestAsync(order.Id, 1);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task By_the_manual_policy_the_shop_makes_the_refund()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.Returns.RefundPolicy = ReturnRefundPolicy.Manual);
        var order = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey, 1)).Id);
        var requested = (await shop.Returns.CreateAsync(Request(order.Id, 1))).Return!;
        await shop.Returns.ApproveAsync(requested.Id);
        var received = (await shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = requested.Id, Items = [new ReceivedItem(TestShop.Odyssey, 1, 1)] })).Return!;

        (received.Status, received.RefundIds.Count, received.Attention).ShouldBe((ReturnStatus.Received, 0, null));
        (await shop.Refunds.ListAsync(order.Id)).ShouldBeEmpty();
        (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Odyssey, 1)], Reason = "return" })).Outcome.ShouldBe(CreateRefundOutcome.Created);
        (await shop.Returns.CompleteAsync(requested.Id)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task The_same_move_again_changes_nothing_and_another_one_is_refused()
    {
        var order = await DeliveredAsync(2);
        var requested = await RequestAsync(order.Id, 2);
        (await ReceiveAsync(requested.Id, 2, 2)).Outcome.ShouldBe(MoveReturnOutcome.InvalidTransition);
        (await _shop.Returns.CompleteAsync(requested.Id)).Outcome.ShouldBe(MoveReturnOutcome.InvalidTransition);
        await _shop.Returns.ApproveAsync(requested.Id);
        (await _shop.Returns.ApproveAsync(requested.Id)).Return!.Version.ShouldBe(2);
        (await _shop.Returns.RejectAsync(requested.Id, "worn")).Outcome.ShouldBe(MoveReturnOutcome.InvalidTransition);
        (await _shop.Returns.ApproveAsync(requested.Id, ExpectedVersion.Of(1))).Return!.Version.ShouldBe(2, "its answer was lost, and it is sent again");
        (await _shop.Returns.CancelAsync(requested.Id, ExpectedVersion.Of(1))).Outcome.ShouldBe(MoveReturnOutcome.PreconditionFailed);

        var receipt = new ReceiveReturnRequest { ReturnId = requested.Id, Items = [new ReceivedItem(TestShop.Odyssey, 2, 2)], ExpectedVersion = ExpectedVersion.Of(2) };
        (await _shop.Returns.ReceiveAsync(receipt with { ExpectedVersion = ExpectedVersion.Of(1) })).Outcome.ShouldBe(MoveReturnOutcome.PreconditionFailed);
        await _shop.Returns.ReceiveAsync(receipt);
        (await _shop.Returns.ReceiveAsync(receipt)).Return!.Version.ShouldBe(3, "its answer was lost, and it is sent again");
        var version = (await _shop.OrderAsync(order.Id)).Version;
        (await ReceiveAsync(requested.Id, 2, 2)).Return!.Version.ShouldBe(3);
        (await ReceiveAsync(requested.Id, 2, 1)).Outcome.ShouldBe(MoveReturnOutcome.InvalidTransition);
        (await _shop.Returns.CancelAsync(requested.Id)).Outcome.ShouldBe(MoveReturnOutcome.InvalidTransition);
        (await _shop.Returns.CompleteAsync(Guid.NewGuid())).Outcome.ShouldBe(MoveReturnOutcome.ReturnNotFound);
        (await _shop.OrderAsync(order.Id)).Version.ShouldBe(version);
        (await _shop.Refunds.ListAsync(order.Id)).Count.ShouldBe(1);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task The_same_key_returns_the_first_return_and_another_body_is_refused()
    {
        var order = await DeliveredAsync(2);
        var request = Request(order.Id, 1) with { IdempotencyKey = new IdempotencyKey("till", "r-1") };
        var first = await _shop.Returns.CreateAsync(request);
        await _shop.Returns.ApproveAsync(first.Return!.Id);

        var again = await _shop.Returns.CreateAsync(request);
        (again.Outcome, again.Replayed, again.Return!.Id, again.Return.Status).ShouldBe((CreateReturnOutcome.Created, true, first.Return.Id, ReturnStatus.Requested));
        (await _shop.Returns.CreateAsync(request with { Note = "other" })).Outcome.ShouldBe(CreateReturnOutcome.IdempotencyKeyReused);
        (await _shop.Returns.ListAsync(order.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Requests_out_of_their_range_are_refused_and_change_nothing()
    {
        var order = await DeliveredAsync(1);
        var request = Request(order.Id, 1);
        (await _shop.Returns.CreateAsync(request with { OrderId = Guid.NewGuid() })).Outcome.ShouldBe(CreateReturnOutcome.OrderNotFound);
        (await _shop.Returns.CreateAsync(request with { Items = [new ReturnItem(TestShop.Martian, 1)] })).Outcome.ShouldBe(CreateReturnOutcome.InvalidItems);
        foreach (var items in new ReturnItem[][] { [], [new(TestShop.Odyssey, 0)], [new(TestShop.Odyssey, -1)], [new(TestShop.Odyssey, 10_001)], [new(default, 1)], [new(TestShop.Odyssey, 1), new(TestShop.Odyssey, 1)], [new(TestShop.Odyssey, 1, new string('a', 201))] })
        {
            await Should.ThrowAsync<ArgumentException>(() => _shop.Returns.CreateAsync(request with { Items = items }));
        }

        await Should.ThrowAsync<ArgumentException>(() => _shop.Returns.CreateAsync(request with { Note = new string('a', 501) }));
        var approved = await ApprovedAsync(order.Id, 1);
        await Should.ThrowAsync<ArgumentException>(() => ReceiveAsync(approved.Id, 1, 2));
        await Should.ThrowAsync<ArgumentException>(() => ReceiveAsync(approved.Id, -1, -1));
        await Should.ThrowAsync<ArgumentException>(() => _shop.Returns.RejectAsync(approved.Id, " "));
        (await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = approved.Id, Items = [new ReceivedItem(TestShop.Martian, 1, 1)] })).Outcome.ShouldBe(MoveReturnOutcome.InvalidItems);
        (await _shop.Returns.ListAsync(order.Id)).ShouldHaveSingleItem().Version.ShouldBe(2);

        // What was received is received, but only what was announced can be said to have come.
        (await ReceiveAsync(approved.Id, 1, 1)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        (await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = approved.Id, Items = [new ReceivedItem(TestShop.Odyssey, 1, 1), new ReceivedItem(TestShop.Martian, 1, 1)] })).Outcome.ShouldBe(MoveReturnOutcome.InvalidItems);
    }

    [Fact]
    public async Task Copies_for_which_there_is_no_room_are_not_received()
    {
        var order = await DeliveredAsync(1);
        var approved = await ApprovedAsync(order.Id, 1);
        await _shop.FillAsync(TestShop.Odyssey);

        (await ReceiveAsync(approved.Id, 1, 1)).Outcome.ShouldBe(MoveReturnOutcome.StockLimitReached);
        (await _shop.OrderAsync(order.Id)).Lines[0].Returned.ShouldBe(0);
    }

    [Fact]
    public async Task A_receipt_whose_refund_cannot_be_made_needs_a_person()
    {
        var order = await DeliveredAsync(1);
        var approved = await ApprovedAsync(order.Id, 1);
        for (var i = 0; i < Order.MaxRefunds; i++)
        {
            await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 0.01m, Reason = "goodwill" });
        }

        var received = (await ReceiveAsync(approved.Id, 1, 1)).Return!;
        (received.Status, received.RefundIds.Count, received.Attention!.Reason).ShouldBe((ReturnStatus.Received, 0, ReturnAttentionReason.RefundNotMade));
        (await _shop.Returns.CompleteAsync(approved.Id)).Return!.Attention.ShouldBeNull();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Returns_are_listed_by_status_from_page_to_page()
    {
        var order = await DeliveredAsync(5);
        var all = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            all.Add((await RequestAsync(order.Id, 1)).Id);
        }

        await _shop.Returns.ApproveAsync(all[0]);
        (await _shop.Returns.ListAsync(new ReturnQuery { Status = ReturnStatus.Approved })).Items.ShouldHaveSingleItem().Id.ShouldBe(all[0]);
        var first = await _shop.Returns.ListAsync(new ReturnQuery { Limit = 3 });
        first.Items.Select(static known => known.Id).ShouldBe([all[4], all[3], all[2]]);
        var second = await _shop.Returns.ListAsync(new ReturnQuery { Limit = 3, After = first.Next });
        second.Items.Select(static known => known.Id).ShouldBe([all[1], all[0]]);
        second.Next.ShouldBeNull();
        await Should.ThrowAsync<InvalidCursorException>(async () => await _shop.Returns.ListAsync(new ReturnQuery { Status = ReturnStatus.Requested, After = first.Next }));
    }

    [Fact]
    public async Task An_order_has_a_limited_number_of_returns()
    {
        var order = await DeliveredAsync(1);
        for (var i = 0; i < Order.MaxReturns; i++)
        {
            await _shop.Returns.CancelAsync((await RequestAsync(order.Id, 1)).Id);
        }

        (await _shop.Returns.CreateAsync(Request(order.Id, 1))).Outcome.ShouldBe(CreateReturnOutcome.TooManyReturns);
        (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id })).Outcome.ShouldBe(CreateReturnOutcome.Created, "a withdrawal is always accepted");
    }

    [Fact]
    public async Task A_delivery_that_was_sent_back_meanwhile_leaves_nothing_to_receive()
    {
        var order = await DeliveredAsync(1);
        var approved = await ApprovedAsync(order.Id, 1);
        await _shop.Deliveries.MoveAsync(order.DeliveryId!.Value, DeliveryStatus.Returned);

        (await ReceiveAsync(approved.Id, 1, 1)).Outcome.ShouldBe(MoveReturnOutcome.ExceedsDelivered);
        (await _shop.Returns.CancelAsync(approved.Id)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        await _shop.ShouldHoldAsync();
    }

    private async Task<Order> DeliveredAsync(int copies) => await _shop.DeliverAsync((await _shop.PlaceCapturedAsync(TestShop.Odyssey, copies)).Id);

    private static CreateReturnRequest Request(Guid order, int copies) => new() { OrderId = order, Items = [new ReturnItem(TestShop.Odyssey, copies, "torn")] };

    private async Task<Return> RequestAsync(Guid order, int copies) => (await _shop.Returns.CreateAsync(Request(order, copies))).Return.ShouldNotBeNull();

    private async Task<Return> ApprovedAsync(Guid order, int copies) => (await _shop.Returns.ApproveAsync((await RequestAsync(order, copies)).Id)).Return.ShouldNotBeNull();

    private Task<MoveReturnResult> ReceiveAsync(Guid id, int received, int sellable) =>
        _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = id, Items = [new ReceivedItem(TestShop.Odyssey, received, sellable)] });
}
