using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.Support;

/// <summary>A customer who leaves a mark in every text that the shop keeps, with an account of their own, and a shop that erases the customer.</summary>
public sealed class CustomerTraces(IServiceProvider shop)
{
    /// <summary>What every text of the customer contains, and no other text.</summary>
    public const string Mark = "Quixwerth";

    public const string Customer = "ada." + Mark + "@example.org";

    private static readonly Isbn Book = Isbn.Parse("9780140449136");

    private readonly IOrderWorkflow _workflow = shop.GetRequiredService<IOrderWorkflow>();
    private readonly IDeliveryService _deliveries = shop.GetRequiredService<IDeliveryService>();
    private readonly IReturnService _returns = shop.GetRequiredService<IReturnService>();
    private readonly ICustomerService _customers = shop.GetRequiredService<ICustomerService>();
    private readonly IBookstoreMaintenance _maintenance = shop.GetRequiredService<IBookstoreMaintenance>();
    private Guid _waiting;

    /// <summary>Lets the customer buy, cancel, send back and withdraw, and another one buy as well.</summary>
    public async Task LeaveAsync()
    {
        var inventory = shop.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = Book, Title = "The Odyssey", Author = "Homer", Price = new Money(9.50m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 100, Reason = "delivery" });
        using var self = Actor.Use(new Actor("web", Customer));
        await inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.CreateVersion7(), CustomerId = Customer, Lines = [new ReservationLine(Book, 1)] });

        var sentBack = await PlaceAsync(Customer);
        await DeliverAsync(sentBack, new ScheduleDeliveryRequest { OrderId = sentBack, Address = "1 " + Mark + " Street" });
        var returned = (await _returns.CreateAsync(new CreateReturnRequest { OrderId = sentBack, Items = [new ReturnItem(Book, 1, "torn, says " + Mark)], Note = Mark + " will call" })).Return.ShouldNotBeNull();
        (await _returns.RejectAsync(returned.Id, Mark + " has read it")).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        await shop.GetRequiredService<IRefundService>().CreateAsync(new CreateRefundRequest { OrderId = sentBack, Amount = 1, Reason = "goodwill for " + Mark, Note = Mark });

        var withdrawn = await PlaceAsync(Customer);
        await DeliverAsync(withdrawn, new ScheduleDeliveryRequest { OrderId = withdrawn, PostalAddress = Address });
        var withdrawal = (await _returns.WithdrawAsync(new WithdrawRequest { OrderId = withdrawn, Statement = "I, " + Mark + ", withdraw" })).Return.ShouldNotBeNull();
        (await _returns.CancelAsync(withdrawal.Id)).Outcome.ShouldBe(MoveReturnOutcome.Moved);

        var cancelled = await PlaceAsync(Customer);
        (await _workflow.CancelAsync(new CancelOrderRequest { OrderId = cancelled })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        _waiting = await PlaceAsync(Customer);
        await _deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = _waiting, PostalAddress = Address });
        using (Actor.Use(null))
        {
            await PlaceAsync("other");
        }

        await WorkAsync();
    }

    /// <summary>Has the customer erased, while one order has not ended and after its end.</summary>
    public async Task EraseAsync()
    {
        var first = (await _customers.EraseAsync(Customer)).ShouldNotBeNull();
        (first.Status, first.ErasedOrders, first.Waiting).ShouldBe((CustomerErasureStatus.Waiting, 3, 1));
        first.WaitingOrders.ShouldBe([_waiting]);
        (await _customers.EraseAsync(Customer)).ShouldNotBeNull().Status.ShouldBe(CustomerErasureStatus.Waiting);

        (await _workflow.CancelAsync(new CancelOrderRequest { OrderId = _waiting })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await WorkAsync();
        var last = (await _customers.EraseAsync(Customer)).ShouldNotBeNull();
        (last.Status, last.ErasedOrders, last.Waiting).ShouldBe((CustomerErasureStatus.Completed, 4, 0));

        (await _customers.EraseAsync(Customer)).ShouldBeNull("nothing is left of the customer");
        (await _customers.ExportAsync(Customer)).Items.ShouldBeEmpty();
        (await _customers.ExportAsync("other")).Items.Count.ShouldBe(1);
        var audit = shop.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldBeEmpty();
    }

    private static PostalAddress Address => new() { Name = "Ada " + Mark, Lines = [Mark + " House", "2nd floor"], City = "Port " + Mark, Region = Mark, PostalCode = "12345", Country = "GB" };

    private async Task<Guid> PlaceAsync(string customer)
    {
        var placed = await _workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = customer,
            Lines = [new PlaceOrderLine(Book, 1)],
            Payment = new PaymentToken("4111111111111111"),
            PlacedBy = customer,
            Metadata = customer == Customer ? new Dictionary<string, string> { ["gift_for"] = Mark } : [],
            Adjustments = customer == Customer ? [new OrderAdjustment(OrderAdjustment.GiftWrap, new Money(1.00m, "USD")) { Label = "Wrapped for " + Mark }] : [],
            IdempotencyKey = new IdempotencyKey("shop", Guid.NewGuid().ToString()),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await WorkAsync();
        return placed.Order!.Id;
    }

    private async Task DeliverAsync(Guid orderId, ScheduleDeliveryRequest request)
    {
        var delivery = (await _deliveries.ScheduleAsync(request)).Delivery.ShouldNotBeNull();
        delivery.OrderId.ShouldBe(orderId);
        await WorkAsync();
        (await _deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        (await _deliveries.MoveAsync(delivery.Id, DeliveryStatus.Delivered)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    private async Task WorkAsync()
    {
        await _maintenance.RunOnceAsync();
        await _maintenance.DrainPaymentsAsync();
    }
}
