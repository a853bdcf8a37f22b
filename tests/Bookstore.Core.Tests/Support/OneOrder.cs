using Bookstore.Storage;

namespace Bookstore.Support;

/// <summary>A batch with one order of one copy in it, for operations to decide on.</summary>
internal static class OneOrder
{
    public static readonly Guid RefundId = new("0190a000-0000-7000-8000-0000000000ff");

    public static readonly Guid Id = Guid.Parse("019aa000-0000-7000-8000-00000000000a");
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);
    public static readonly Moment Moment = new(Now, Now);
    public static readonly DateTimeOffset Later = Now + TimeSpan.FromMinutes(1);

    /// <summary>A pending order that somebody works on for another minute.</summary>
    public static OrderRecord Pending { get; } = new()
    {
        Order = new Order
        {
            Id = Id,
            CustomerId = "cust-1",
            Lines = [new OrderLine(WritePath.Book, 1, new Money(12.99m, "USD"))],
            Total = new Money(12.99m, "USD"),
            Status = OrderStatus.Pending,
            PaymentStatus = PaymentStatus.Pending,
            CreatedAt = Now,
            UpdatedAt = Now,
        },
        Fence = 1,
        LeaseHolder = Guid.Parse("019aa000-0000-7000-8000-00000000000b"),
        DueAt = Later,
        GiveUpAt = Later,
    };

    /// <summary>The order after it got as far as this.</summary>
    public static OrderRecord With(OrderStatus status, PaymentStatus payment, PaymentAction? owed) => Pending with
    {
        Order = Pending.Order with { Status = status, PaymentStatus = payment },
        LeaseHolder = null,
        DueAt = owed is null ? null : Now,
        PendingAction = owed,
    };

    /// <summary>The records of a batch in which the order is like this.</summary>
    public static WorkingSet Holding(OrderRecord order, int onHand = 10)
    {
        var records = new WorkingSet();
        records.Orders.Load(Id, order);
        records.Stock.Load(WritePath.Book, new StockLevel { Isbn = WritePath.Book, OnHand = onHand, Reserved = 1, LastMovement = 2 });
        return records;
    }

    public static Task<TResult> DecideAsync<TResult>(this WorkingSet records, Operation<TResult> operation)
    {
        operation.Decide(records);
        operation.Complete();
        return operation.Completion;
    }
}
