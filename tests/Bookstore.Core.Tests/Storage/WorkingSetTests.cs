using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class WorkingSetTests
{
    private static readonly Isbn Isbn = Isbn.Parse("9780143127550");
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly WorkingSet _records = new();

    [Fact]
    public void HasChanges_nothing_staged_is_false()
    {
        _records.Stock.Load(Isbn, StockLevel.Empty(Isbn));
        _records.LoadDeliveries(Guid.NewGuid(), [DeliveryOf(Guid.NewGuid())]);

        _records.HasChanges.ShouldBeFalse();
    }

    public static TheoryData<Action<WorkingSet>> Changes => new()
    {
        records => records.Orders.Insert(Guid.NewGuid(), OrderOf(Guid.NewGuid())),
        records => records.Stock.Insert(Isbn, StockLevel.Empty(Isbn)),
        records => records.Books.Insert(Isbn, new Book { Isbn = Isbn, Title = "t", Author = "a", Price = new Money(1m, "USD") }),
        records => records.AppendMovement(new StockMovement { Isbn = Isbn, Number = 1, Kind = StockMovementKind.Received, OnHandChange = 1, ReservedChange = 0, OnHandAfter = 1, ReservedAfter = 0, At = Now }),
        records => records.IdempotencyKeys.Insert(new IdempotencyId("c", "o", "k"), new IdempotencyRecord { Id = new IdempotencyId("c", "o", "k"), Fingerprint = Guid.NewGuid(), ResourceId = Guid.NewGuid(), CreatedAt = Now }),
        records => records.Deliveries.Insert(Guid.NewGuid(), DeliveryOf(Guid.NewGuid())),
        records => records.Reservations.Insert(Guid.NewGuid(), new Reservation { Id = Guid.NewGuid(), Lines = [], Status = ReservationStatus.Held, CreatedAt = Now, ExpiresAt = Now }),
        records => records.InsertDocument(new DocumentRecord { Id = new DocumentId("k", Guid.NewGuid()), Version = 1, Body = "{}" }),
        records => records.Holds.Add(Isbn, Guid.NewGuid(), 1),
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void HasChanges_one_kind_staged_is_true(Action<WorkingSet> change)
    {
        change(_records);

        _records.HasChanges.ShouldBeTrue();
    }

    [Fact]
    public void FindDelivery_of_the_order_is_found_and_of_another_one_not()
    {
        var (mine, other) = (DeliveryOf(Guid.NewGuid()), DeliveryOf(Guid.NewGuid()));
        _records.LoadDeliveries(mine.Delivery.OrderId, [mine]);
        _records.LoadDeliveries(other.Delivery.OrderId, [other]);

        _records.FindDelivery(mine.Delivery.OrderId, mine.Delivery.Id).ShouldBe(mine);
        _records.FindDelivery(mine.Delivery.OrderId, other.Delivery.Id).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => _records.FindDelivery(Guid.NewGuid(), mine.Delivery.Id));
    }

    [Fact]
    public void InsertDelivery_of_an_order_of_the_same_batch_is_found()
    {
        var order = OrderOf(Guid.NewGuid());
        var delivery = DeliveryOf(order.Order.Id);
        _records.InsertOrder(order);
        _records.FindDelivery(order.Order.Id, delivery.Delivery.Id).ShouldBeNull();

        _records.InsertDelivery(delivery);

        _records.FindDelivery(order.Order.Id, delivery.Delivery.Id).ShouldBe(delivery);
        _records.Orders.Find(order.Order.Id).ShouldBe(order);
    }

    private static DeliveryRecord DeliveryOf(Guid orderId) => new()
    {
        Delivery = new Delivery { Id = Guid.NewGuid(), OrderId = orderId, Address = "1 Main St", Courier = "local", Status = DeliveryStatus.Scheduled, CreatedAt = Now, UpdatedAt = Now },
    };

    private static OrderRecord OrderOf(Guid id) => new()
    {
        Order = new Order
        {
            Id = id,
            CustomerId = "cust-1",
            Lines = [],
            Total = new Money(1m, "USD"),
            Status = OrderStatus.Pending,
            PaymentStatus = PaymentStatus.Pending,
            CreatedAt = Now,
            UpdatedAt = Now,
        },
        Fence = 1,
        GiveUpAt = Now,
    };
}
