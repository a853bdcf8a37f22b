using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Copies that a customer has withdrawn from do not leave the house, whichever host is told first.</summary>
internal sealed class WithdrawalCases : StoreCases
{
    [Case]
    public async Task A_dispatch_and_a_withdrawal_at_once_take_effect_one_after_the_other()
    {
        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        await one.Inventory.SaveBookAsync(Records.Book(Records.Isbn(1)));
        await one.Inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = 100, Reason = "received" });
        for (var round = 0; round < 8; round++)
        {
            var order = (await one.PlaceAsync([new ReservationLine(Records.Isbn(1), 1)], cart: null, isDeclined: false)).Order!.Id;
            await one.Maintenance.RunOnceAsync();
            var delivery = (await one.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main St" })).Delivery!.Id;

            var leaving = Task.Run(() => one.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched));
            var withdrawing = Task.Run(() => other.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order }));
            var (moved, withdrawn) = ((await InTime(leaving)).Outcome, (await InTime(withdrawing)).Return.ShouldNotBeNull());

            moved.ShouldBeOneOf(MoveDeliveryOutcome.Moved, MoveDeliveryOutcome.CopiesWithdrawn);
            (await other.Sales.FindOrderAsync(order))!.Lines[0].Dispatched.ShouldBe(moved == MoveDeliveryOutcome.Moved ? 1 : 0);
            if (moved != MoveDeliveryOutcome.Moved)
            {
                (await other.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.CopiesWithdrawn);
                await one.Returns.CancelAsync(withdrawn.Id);
                (await other.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
            }
        }
    }
}
