using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore.Samples;

/// <summary>One example of each body, written by the same JSON context as the API's answers.</summary>
internal static class Examples
{
    private const string Isbn = "9780143127550";
    private const string OrderId = "019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b";
    private const string DeliveryId = "019ab1c3-0f1e-7a2b-9c3d-4e5f60718293";
    private const string ReturnId = "019ab1c5-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
    private const string RefundId = "019ab1c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f";

    private static readonly DateTimeOffset At = DateTimeOffset.Parse("2026-11-22T10:30:00.123Z", CultureInfo.InvariantCulture);

    /// <summary>The example of a body, or of a list of such; <see langword="null"/> where there is none.</summary>
    public static JsonNode? Of(Type? type) => type switch
    {
        null => null,
        { IsGenericType: true } => new JsonArray(Single(type.GenericTypeArguments[0])),
        _ => Single(type),
    };

    /// <summary>A problem of a code.</summary>
    public static JsonNode Problem(int status, string code) => Node(
        new ProblemResource
        {
            Type = "urn:bookstore:problem:" + code,
            Title = char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' '),
            Status = status,
            Detail = "What is wrong this time, and what to do about it.",
            Code = code,
            Message = "What is wrong this time, and what to do about it.",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        },
        BookstoreJsonContext.Default.ProblemResource);

    private static JsonNode? Single(Type type) => type.Name switch
    {
        nameof(BookResource) => Node(
            new BookResource { Isbn = Isbn, Title = "The Martian", Author = "Andy Weir", Price = 12.99m, Currency = "USD", Stock = 10 },
            BookstoreJsonContext.Default.BookResource),
        nameof(SaveBookBody) => Node(
            new SaveBookBody { Title = "The Martian", Author = "Andy Weir", Price = 12.99m, Currency = "USD", PublishedOn = "2014-10-28" },
            BookstoreJsonContext.Default.SaveBookBody),
        nameof(ChangeStockBody) => Node(
            new ChangeStockBody { Quantity = 5, Reason = "Delivery from the publisher", Reference = "DN-2026-117" },
            BookstoreJsonContext.Default.ChangeStockBody),
        nameof(StockLevelResource) => Node(
            new StockLevelResource { Isbn = Isbn, OnHand = 15, Reserved = 1, Available = 14 },
            BookstoreJsonContext.Default.StockLevelResource),
        nameof(StockMovementResource) => Node(Movement, BookstoreJsonContext.Default.StockMovementResource),
        nameof(PlaceOrderBody) => Node(PlaceOrder, BookstoreJsonContext.Default.PlaceOrderBody),
        nameof(CreateQuoteBody) => Node(
            new CreateQuoteBody { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }], Adjustments = [new OrderAdjustmentBody { Kind = AdjustmentKinds.Shipping, Amount = 4.90m }] },
            BookstoreJsonContext.Default.CreateQuoteBody),
        nameof(QuoteResource) => Node(
            new QuoteResource
            {
                QuoteId = OrderId,
                Items = [new QuoteItemResource { Isbn = Isbn, Quantity = 2, UnitPrice = 12.99m, Allocated = 4.90m }],
                Adjustments = [new OrderAdjustmentResource { Kind = AdjustmentKinds.Shipping, Amount = 4.90m }],
                Total = 30.88m,
                Currency = "USD",
                ExpiresAt = At,
            },
            BookstoreJsonContext.Default.QuoteResource),
        nameof(OrderReceipt) => Node(
            new OrderReceipt { OrderId = OrderId, Status = OrderStatuses.Created, Total = 25.98m, Currency = "USD" },
            BookstoreJsonContext.Default.OrderReceipt),
        nameof(OrderResource) => Node(PlacedOrder, BookstoreJsonContext.Default.OrderResource),
        nameof(CancelOrderBody) => Node(
            new CancelOrderBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 1 }], Reason = "The customer wants one copy less" }, BookstoreJsonContext.Default.CancelOrderBody),
        nameof(ScheduleDeliveryBody) => Node(
            new ScheduleDeliveryBody { OrderId = OrderId, Address = "123 Main St", Courier = "local" },
            BookstoreJsonContext.Default.ScheduleDeliveryBody),
        nameof(DeliveryResource) => Node(Scheduled, BookstoreJsonContext.Default.DeliveryResource),
        nameof(CreateRefundBody) => Node(
            new CreateRefundBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 1 }], Reason = "damaged" }, BookstoreJsonContext.Default.CreateRefundBody),
        nameof(RefundResource) => Node(Refund, BookstoreJsonContext.Default.RefundResource),
        nameof(CreateReturnBody) => Node(
            new CreateReturnBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 1, Reason = "torn" }] }, BookstoreJsonContext.Default.CreateReturnBody),
        nameof(WithdrawBody) => Node(new WithdrawBody { Statement = "I withdraw from my order." }, BookstoreJsonContext.Default.WithdrawBody),
        nameof(RejectReturnBody) => Node(new RejectReturnBody { Reason = "worn" }, BookstoreJsonContext.Default.RejectReturnBody),
        nameof(ReceiveReturnBody) => Node(
            new ReceiveReturnBody { Items = [new ReceivedItemBody { Isbn = Isbn, Received = 1, Sellable = 1 }] }, BookstoreJsonContext.Default.ReceiveReturnBody),
        nameof(ReturnResource) => Node(Returned, BookstoreJsonContext.Default.ReturnResource),
        nameof(MoveDeliveryBody) => Node(new MoveDeliveryBody { Status = DeliveryStatuses.Dispatched }, BookstoreJsonContext.Default.MoveDeliveryBody),
        nameof(MarkWorkDoneBody) => Node(
            new MarkWorkDoneBody { Attention = AttentionReasons.RefundRefused, Reference = "Bank transfer of 2026-11-23" }, BookstoreJsonContext.Default.MarkWorkDoneBody),
        nameof(GiveUpWorkBody) => Node(
            new GiveUpWorkBody { Attention = AttentionReasons.CaptureRefused, Reason = "The customer does not answer" }, BookstoreJsonContext.Default.GiveUpWorkBody),
        nameof(CreateReservationBody) => Node(
            new CreateReservationBody { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }], ExpiresIn = 900 }, BookstoreJsonContext.Default.CreateReservationBody),
        nameof(ExtendReservationBody) => Node(new ExtendReservationBody { ExpiresIn = 900 }, BookstoreJsonContext.Default.ExtendReservationBody),
        nameof(ReservationResource) => Node(
            new ReservationResource { ReservationId = OrderId, Items = [new ReservationItemResource { Isbn = Isbn, Quantity = 2 }], Status = ReservationStatuses.Held, ExpiresAt = At },
            BookstoreJsonContext.Default.ReservationResource),
        nameof(WorkResource) => Node(
            new WorkResource { WorkId = OrderId, Kind = WorkKinds.Payment, State = WorkStates.Due, OrderId = OrderId }, BookstoreJsonContext.Default.WorkResource),
        nameof(CustomerOrderResource) => Node(
            new CustomerOrderResource { Order = PlacedOrder, Deliveries = [Scheduled], Refunds = [Refund], Returns = [] }, BookstoreJsonContext.Default.CustomerOrderResource),
        nameof(StartAuditBody) => Node(new StartAuditBody { Kind = AuditKinds.Verify }, BookstoreJsonContext.Default.StartAuditBody),
        nameof(AuditResource) => Node(
            new AuditResource { AuditId = DeliveryId, Kind = AuditKinds.Verify, Status = AuditStatuses.Running, Checked = 15_000, Findings = 0, PartsDone = 1, Parts = 6, Foreign = 0, StartedAt = At, UpdatedAt = At },
            BookstoreJsonContext.Default.AuditResource),
        nameof(AuditFindingResource) => Node(
            new AuditFindingResource
            {
                Code = "stock_reserved_mismatch",
                Id = Isbn,
                Detail = "3 reserved, but 2 held for orders and carts.",
                Meaning = "The copies that are reserved of the book are not those that orders and carts hold.",
                Action = "Report it with the book's movements: copies can be sold twice, or not at all.",
            },
            BookstoreJsonContext.Default.AuditFindingResource),
        nameof(EventResource) => Node(Created, BookstoreJsonContext.Default.EventResource),
        nameof(SaveWebhookBody) => Node(new SaveWebhookBody { Url = "https://shop.example/hooks", Types = ["order.*"] }, BookstoreJsonContext.Default.SaveWebhookBody),
        nameof(ReplayWebhookBody) => Node(new ReplayWebhookBody { Since = "2026-11-22T10:30:00Z" }, BookstoreJsonContext.Default.ReplayWebhookBody),
        nameof(WebhookResource) => Node(
            new WebhookResource { WebhookId = DeliveryId, Url = "https://shop.example/hooks", Types = ["order.*"], Enabled = true, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.WebhookResource),
        nameof(WebhookDeliveryResource) => Node(
            new WebhookDeliveryResource { EventId = DeliveryId, Type = FeedEventTypes.OrderCreated, Resource = "orders/" + OrderId, Sequence = 1, State = WebhookDeliveryStates.Delivered, Attempts = 1, At = At, DurationMilliseconds = 35, Status = 204 },
            BookstoreJsonContext.Default.WebhookDeliveryResource),
        nameof(HealthResource) => Node(new HealthResource { Status = "live" }, BookstoreJsonContext.Default.HealthResource),
        _ => null,
    };

    private static EventResource Created => new()
    {
        Id = DeliveryId,
        Type = FeedEventTypes.OrderCreated,
        Sequence = 1,
        Resource = "orders/" + OrderId,
        OccurredAt = At,
        Data = JsonElement.Parse($$$"""{"order_id":"{{{OrderId}}}","status":"created","payment_status":"authorized","total":25.98,"currency":"USD","actor":{"client":"web"}}"""),
    };

    private static StockMovementResource Movement => new()
    {
        Isbn = Isbn,
        Number = 2,
        Kind = StockMovementKinds.Reserved,
        OnHandChange = 0,
        ReservedChange = 1,
        OnHand = 15,
        Reserved = 1,
        CauseId = OrderId,
        At = At,
        Actor = new ActorResource { Client = "web" },
    };

    private static PlaceOrderBody PlaceOrder => new()
    {
        CustomerId = "cust-1",
        Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }],
        Payment = new PaymentBody { CardNumber = "4111111111111111", Expiry = "12/30" },
    };

    private static OrderResource PlacedOrder => new()
    {
        OrderId = OrderId,
        CustomerId = "cust-1",
        Items = [new OrderItemResource { Isbn = Isbn, Quantity = 2, UnitPrice = 12.99m }],
        Total = 25.98m,
        Currency = "USD",
        Captured = 25.98m,
        Refundable = 25.98m,
        PaymentTransactionId = "sim_019ab1c27d3e7f008a4b5c6d7e8f9a0b",
        PaymentStatus = PaymentStatuses.Captured,
        Status = OrderStatuses.Created,
        CreatedAt = At,
        UpdatedAt = At,
    };

    private static ReturnResource Returned => new()
    {
        ReturnId = ReturnId,
        OrderId = OrderId,
        Kind = ReturnKinds.Return,
        Items = [new ReturnItemResource { Isbn = Isbn, Quantity = 1, Reason = "torn", Received = 1, Sellable = 0 }],
        Status = ReturnStatuses.Received,
        RefundIds = [RefundId],
        CreatedAt = At,
        UpdatedAt = At,
    };

    private static RefundResource Refund => new()
    {
        RefundId = RefundId,
        OrderId = OrderId,
        Amount = 12.99m,
        Currency = "USD",
        Items = [new ItemQuantity { Isbn = Isbn, Quantity = 1 }],
        Reason = "damaged",
        Status = RefundStatuses.Pending,
        CreatedAt = At,
        UpdatedAt = At,
    };

    private static DeliveryResource Scheduled => new()
    {
        DeliveryId = DeliveryId,
        OrderId = OrderId,
        Address = "123 Main St",
        Courier = "local",
        Status = DeliveryStatuses.Scheduled,
        CreatedAt = At,
        UpdatedAt = At,
    };

    private static JsonNode Node<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
