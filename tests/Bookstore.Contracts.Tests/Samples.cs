using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore.Contracts;

/// <summary>One value of every wire type, with every member set.</summary>
public static class Samples
{
    private const string Isbn = "9780143127550";
    private const string OrderId = "019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b";
    private const string DeliveryId = "019ab1c3-0f1e-7a2b-9c3d-4e5f60718293";

    private static readonly DateTimeOffset At = DateTimeOffset.Parse("2026-11-22T12:30:00.1239999+02:00", CultureInfo.InvariantCulture);

    private static readonly PostalAddressResource Postal = new() { Name = "Ada Lovelace", Lines = ["1 Main St", "c/o Byron"], City = "London", Region = "Greater London", PostalCode = "N1 9GU", Country = "GB" };

    private static readonly BookContributorResource[] Contributors = [new() { Name = "Andy Weir", Role = "author" }];

    private static readonly BookSeriesResource[] Series = [new() { Title = "Mars", Number = "1" }];

    private static readonly BookSubjectResource[] Subjects = [new() { Scheme = "thema", Code = "FLC", Heading = "Science fiction" }];

    private static readonly BookDimensionsResource Size = new() { Height = 203m, Width = 132.5m, Thickness = 20m };

    private static readonly BookPriceResource[] Prices = [new() { Type = "rrp_including_tax", Amount = 15m, Currency = "EUR", TaxRate = 7m, ValidFrom = new DateOnly(2014, 1, 1), ValidUntil = new DateOnly(2015, 1, 1), Territory = "DE AT" }];

    private static readonly (string Name, object Value, JsonTypeInfo Type)[] Everything =
    [
        ("book", new BookResource { Isbn = Isbn, Title = "The Martian", Author = "Andy Weir", Price = 12.99m, Currency = "USD", Stock = 10, Publisher = "Crown", PublishedOn = "2014-10-28", Language = "en", Format = "paperback", Subtitle = "A novel", Contributors = Contributors, Series = Series, Imprint = "Broadway", Subjects = Subjects, ProductForm = "BC", Pages = 369, Dimensions = Size, Weight = 283, Prices = Prices, PublishingStatus = "active", Availability = "available", EmbargoOn = new DateOnly(2014, 10, 27), OnSaleOn = new DateOnly(2014, 10, 28), LastReturnOn = new DateOnly(2015, 10, 28), Supplier = "A wholesaler", Returnability = "returnable", ImageUrl = "https://books.example/covers/1.jpg" }, BookstoreJsonContext.Default.BookResource),
        ("book-minimal", new BookResource { Isbn = Isbn, Title = "The Odyssey", Author = "Homer", Price = 9.50m, Currency = "USD", Stock = 25 }, BookstoreJsonContext.Default.BookResource),
        ("save-book", new SaveBookBody { Isbn = Isbn, Title = "The Martian", Author = "Andy Weir", Price = 950m, Currency = "JPY", Publisher = "Crown", PublishedOn = "2014-10", Language = "en", Format = "paperback", Subtitle = "A novel", Contributors = Contributors, Series = Series, Imprint = "Broadway", Subjects = Subjects, ProductForm = "BC", Pages = 369, Dimensions = Size, Weight = 283, Prices = Prices, PublishingStatus = "active", Availability = "available", EmbargoOn = new DateOnly(2014, 10, 27), OnSaleOn = new DateOnly(2014, 10, 28), LastReturnOn = new DateOnly(2015, 10, 28), Supplier = "A wholesaler", Returnability = "returnable", ImageUrl = "https://books.example/covers/1.jpg" }, BookstoreJsonContext.Default.SaveBookBody),
        ("change-stock", new ChangeStockBody { Quantity = -2, Reason = "Water damage", Reference = "WD-7" }, BookstoreJsonContext.Default.ChangeStockBody),
        ("stock-level", new StockLevelResource { Isbn = Isbn, OnHand = 10, Reserved = 3, Available = 7 }, BookstoreJsonContext.Default.StockLevelResource),
        ("stock-movement", new StockMovementResource { Isbn = Isbn, Number = 4, Kind = StockMovementKinds.Reserved, OnHandChange = 0, ReservedChange = 1, OnHand = 10, Reserved = 3, CauseId = OrderId, Reason = "why", Reference = "ref", At = At, Actor = new ActorResource { Client = "web", Subject = "user-17" } }, BookstoreJsonContext.Default.StockMovementResource),
        ("place-order", new PlaceOrderBody { CustomerId = "cust-1", Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }], Payment = new PaymentBody { CardNumber = "4111111111111111", Expiry = "12/30" }, ExpectedTotal = 25.98m, QuoteId = OrderId, Adjustments = [new OrderAdjustmentBody { Kind = AdjustmentKinds.Tax, Label = "VAT", Amount = 1.70m, Isbn = Isbn, Included = true }], Metadata = new Dictionary<string, string> { ["campaign"] = "spring" } }, BookstoreJsonContext.Default.PlaceOrderBody),
        ("place-order-token", new PlaceOrderBody { CustomerId = "cust-1", Items = [], Payment = new PaymentBody { Token = "pm_card_visa", Method = "card" } }, BookstoreJsonContext.Default.PlaceOrderBody),
        ("pay-order", new PayOrderBody { Payment = new PaymentBody { Token = "pm_card_visa" } }, BookstoreJsonContext.Default.PayOrderBody),
        ("capture-payment", new CapturePaymentBody { Amount = 10.50m }, BookstoreJsonContext.Default.CapturePaymentBody),
        ("quote-create", new CreateQuoteBody { CustomerId = "cust-1", Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }], Adjustments = [new OrderAdjustmentBody { Kind = AdjustmentKinds.Shipping, Amount = 4.90m }] }, BookstoreJsonContext.Default.CreateQuoteBody),
        ("quote", new QuoteResource { QuoteId = OrderId, CustomerId = "cust-1", Items = [new QuoteItemResource { Isbn = Isbn, Quantity = 2, UnitPrice = 12.99m, Allocated = 4.90m }], Adjustments = [new OrderAdjustmentResource { Kind = AdjustmentKinds.Shipping, Amount = 4.90m }], Total = 30.88m, Currency = "USD", ExpiresAt = At }, BookstoreJsonContext.Default.QuoteResource),
        ("order-receipt", new OrderReceipt { OrderId = OrderId, Status = OrderStatuses.Pending, Total = 25.98m, Currency = "USD", PaymentStatus = PaymentStatuses.ActionRequired, Action = new OrderActionResource { Url = "https://bank.example/3ds", ClientSecret = "pi_1_secret_2", ExpiresAt = At }, ActionUrl = "https://bank.example/3ds" }, BookstoreJsonContext.Default.OrderReceipt),
        ("order", new OrderResource { OrderId = OrderId, Version = 5, CustomerId = "cust-1", Items = [new OrderItemResource { Isbn = Isbn, Quantity = 2, UnitPrice = 12.99m, Cancelled = 1, Dispatched = 1, Returned = 1, Allocated = -1.00m }], Adjustments = [new OrderAdjustmentResource { Kind = "discount", Label = "Spring", Amount = -1.00m, Isbn = Isbn, Included = true }], Metadata = new Dictionary<string, string> { ["campaign"] = "spring" }, PlacedBy = "web", Total = 24.98m, Captured = 24.98m, Refunded = 5.00m, Refundable = 19.98m, Currency = "USD", PaymentTransactionId = "tx-1", PaymentStatus = PaymentStatuses.CaptureFailed, AuthorizedUntil = At, Dispute = new OrderDisputeResource { DisputeId = "dp-1", Status = DisputeStatuses.Open, Amount = 24.98m, Reason = "fraudulent", Since = At }, Status = OrderStatuses.Created, Fulfilment = Fulfilments.Partial, Attention = new OrderAttentionResource { Reason = AttentionReasons.CaptureRefused, Code = "expired", Since = At }, Resolution = new PaymentResolutionResource { Kind = PaymentResolutionKinds.MarkedDone, Action = PaymentActions.Capture, Note = "SEPA 4711", At = At }, CreatedAt = At, UpdatedAt = At.AddSeconds(1) }, BookstoreJsonContext.Default.OrderResource),
        ("order-minimal", new OrderResource { OrderId = OrderId, CustomerId = "cust-1", Items = [], Total = 0m, Currency = "USD", PaymentStatus = PaymentStatuses.Pending, Status = OrderStatuses.Pending, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.OrderResource),
        ("cancel-order", new CancelOrderBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 2 }], Reason = "too many" }, BookstoreJsonContext.Default.CancelOrderBody),
        ("schedule-delivery", new ScheduleDeliveryBody { OrderId = OrderId, Items = [new ItemQuantity { Isbn = Isbn, Quantity = 2 }], Address = "123 Main St", Parcels = [new ParcelResource { TrackingNumber = "P-1", Carrier = "DHL", Weight = 0.75m }], ExpectedAt = "2026-11-24T12:00:00Z", Courier = "local" }, BookstoreJsonContext.Default.ScheduleDeliveryBody),
        ("schedule-delivery-postal", new ScheduleDeliveryBody { OrderId = OrderId, Address = Postal }, BookstoreJsonContext.Default.ScheduleDeliveryBody),
        ("postal-address", Postal, BookstoreJsonContext.Default.PostalAddressResource),
        ("move-delivery", new MoveDeliveryBody { Status = DeliveryStatuses.InTransit }, BookstoreJsonContext.Default.MoveDeliveryBody),
        ("delivery", new DeliveryResource { DeliveryId = DeliveryId, OrderId = OrderId, Items = [new ItemQuantity { Isbn = Isbn, Quantity = 2 }], Address = "123 Main St", Courier = "local", Status = DeliveryStatuses.Scheduled, TrackingNumber = "LOCAL-1", Parcels = [new ParcelResource { TrackingNumber = "P-1" }], LabelUrl = "https://courier.example/labels/1", ExpectedAt = At, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.DeliveryResource),
        ("create-refund", new CreateRefundBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 2 }], Shipping = true, Reason = "damaged", Note = "photo 17" }, BookstoreJsonContext.Default.CreateRefundBody),
        ("create-refund-amount", new CreateRefundBody { Amount = 12.99m, Reason = "goodwill" }, BookstoreJsonContext.Default.CreateRefundBody),
        ("refund", new RefundResource { RefundId = DeliveryId, OrderId = OrderId, Amount = 25.98m, Currency = "USD", Items = [new ItemQuantity { Isbn = Isbn, Quantity = 2 }], Shipping = true, Reason = "damaged", Note = "photo 17", Status = RefundStatuses.Failed, FailureCode = "expired_or_canceled_card", Attention = new OrderAttentionResource { Reason = AttentionReasons.RefundRefused, Code = "expired_or_canceled_card", Since = At }, Resolution = new PaymentResolutionResource { Kind = PaymentResolutionKinds.GivenUp, Action = PaymentActions.Refund, Note = "no answer", At = At }, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.RefundResource),
        ("refund-minimal", new RefundResource { RefundId = DeliveryId, OrderId = OrderId, Amount = 0.01m, Currency = "USD", Reason = "goodwill", Status = RefundStatuses.Pending, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.RefundResource),
        ("create-return", new CreateReturnBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 2, Reason = "torn" }], Shipping = true, Note = "photo 17" }, BookstoreJsonContext.Default.CreateReturnBody),
        ("withdraw", new WithdrawBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 1 }], Statement = "I withdraw." }, BookstoreJsonContext.Default.WithdrawBody),
        ("reject-return", new RejectReturnBody { Reason = "worn" }, BookstoreJsonContext.Default.RejectReturnBody),
        ("receive-return", new ReceiveReturnBody { Items = [new ReceivedItemBody { Isbn = Isbn, Received = 2, Sellable = 1 }] }, BookstoreJsonContext.Default.ReceiveReturnBody),
        ("return", new ReturnResource { ReturnId = DeliveryId, OrderId = OrderId, Kind = ReturnKinds.Return, Items = [new ReturnItemResource { Isbn = Isbn, Quantity = 3, Reason = "torn", Received = 2, Sellable = 1 }], Status = ReturnStatuses.Received, Shipping = true, Note = "photo 17", RejectionReason = "worn", RefundIds = [DeliveryId], Attention = new ReturnAttentionResource { Reason = ReturnAttentionReasons.RefundNotMade, Since = At }, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.ReturnResource),
        ("return-withdrawal", new ReturnResource { ReturnId = DeliveryId, OrderId = OrderId, Kind = ReturnKinds.Withdrawal, Items = [], Status = ReturnStatuses.Requested, RefundIds = [], Receipt = new WithdrawalReceiptResource { ReceivedAt = At, Content = "Withdrawal from order 1: 2 x 9780143127550.", Late = true }, CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.ReturnResource),
        ("work-done", new MarkWorkDoneBody { Attention = AttentionReasons.RefundRefused, Reference = "SEPA 4711" }, BookstoreJsonContext.Default.MarkWorkDoneBody),
        ("work-give-up", new GiveUpWorkBody { Attention = AttentionReasons.CaptureRefused, Reason = "no answer" }, BookstoreJsonContext.Default.GiveUpWorkBody),
        ("reservation-create", new CreateReservationBody { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }], ExpiresIn = 900 }, BookstoreJsonContext.Default.CreateReservationBody),
        ("reservation-extend", new ExtendReservationBody { ExpiresIn = 900 }, BookstoreJsonContext.Default.ExtendReservationBody),
        ("reservation", new ReservationResource { ReservationId = OrderId, Items = [new ReservationItemResource { Isbn = Isbn, Quantity = 2 }], Status = ReservationStatuses.Held, ExpiresAt = DateTimeOffset.UnixEpoch }, BookstoreJsonContext.Default.ReservationResource),
        ("customer-erasure", new CustomerErasureResource { Status = CustomerErasureStatuses.Waiting, ErasedOrders = 3, Waiting = 1, WaitingOrderIds = [OrderId], StartedAt = DateTimeOffset.UnixEpoch }, BookstoreJsonContext.Default.CustomerErasureResource),
        ("work-item", new WorkResource { WorkId = OrderId, Kind = WorkKinds.Payment, State = WorkStates.Attention, OrderId = OrderId, RefundId = OrderId, WebhookId = OrderId, EventId = OrderId, Source = "stripe", Gateway = "bank", Courier = "local", DueAt = DateTimeOffset.UnixEpoch, Attempts = 10, LastError = "timeout", Action = "Retry it.", Attention = new WorkAttentionResource { Reason = AttentionReasons.OutcomeUnknown, Code = "timeout", Since = DateTimeOffset.UnixEpoch } }, BookstoreJsonContext.Default.WorkResource),
        ("work", new WorkResource { WorkId = DeliveryId, Kind = WorkKinds.Courier, State = WorkStates.Due, OrderId = OrderId, DeliveryId = DeliveryId }, BookstoreJsonContext.Default.WorkResource),
        ("customer-order", new CustomerOrderResource { Order = new OrderResource { OrderId = OrderId, CustomerId = "cust-1", Items = [], Total = 0m, Currency = "USD", PaymentStatus = PaymentStatuses.Pending, Status = OrderStatuses.Pending, CreatedAt = At, UpdatedAt = At }, Deliveries = [new DeliveryResource { DeliveryId = DeliveryId, OrderId = OrderId, Address = "1 Main St", Courier = "local", Status = DeliveryStatuses.Scheduled, CreatedAt = At, UpdatedAt = At }], Refunds = [], Returns = [] }, BookstoreJsonContext.Default.CustomerOrderResource),
        ("start-audit", new StartAuditBody { Kind = AuditKinds.Reconcile }, BookstoreJsonContext.Default.StartAuditBody),
        ("audit", new AuditResource { AuditId = DeliveryId, Kind = AuditKinds.Verify, Status = AuditStatuses.Failed, Checked = 5_000, Findings = 1, PartsDone = 1, Parts = 6, Foreign = 2, Failure = "The gateway did not answer.", StartedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.AuditResource),
        ("audit-finding", new AuditFindingResource { Code = "stock_level_mismatch", Id = Isbn, Detail = "1 on hand; the movements sum up to 0.", Meaning = "The level is wrong.", Action = "Count the copies." }, BookstoreJsonContext.Default.AuditFindingResource),
        ("event", new EventResource { Id = DeliveryId, Type = FeedEventTypes.OrderCreated, Sequence = 1, Resource = "orders/" + OrderId, OccurredAt = At, Data = JsonElement.Parse("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","total":25.98}""") }, BookstoreJsonContext.Default.EventResource),
        ("webhook", new WebhookResource { WebhookId = DeliveryId, Url = "https://shop.example/hooks", Types = ["order.*"], Enabled = false, DisableReason = WebhookDisableReasons.Gone, DisabledAt = At, Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", CreatedAt = At, UpdatedAt = At }, BookstoreJsonContext.Default.WebhookResource),
        ("save-webhook", new SaveWebhookBody { Url = "https://shop.example/hooks", Types = ["order.*", "book.saved"] }, BookstoreJsonContext.Default.SaveWebhookBody),
        ("replay-webhook", new ReplayWebhookBody { After = "17", Since = "2026-11-22T10:30:00Z" }, BookstoreJsonContext.Default.ReplayWebhookBody),
        ("webhook-delivery", new WebhookDeliveryResource { EventId = DeliveryId, Type = FeedEventTypes.OrderCreated, Resource = "orders/" + OrderId, Sequence = 2, State = WebhookDeliveryStates.Failed, Attempts = 3, DueAt = At, At = At, DurationMilliseconds = 120, Status = 503, Response = "busy", Error = "The receiver responded with 503." }, BookstoreJsonContext.Default.WebhookDeliveryResource),
        ("health", new HealthResource { Status = "live" }, BookstoreJsonContext.Default.HealthResource),
        ("problem", new ProblemResource { Type = "urn:bookstore:problem:insufficient_stock", Title = "Insufficient stock", Status = 409, Detail = "Too few.", Code = ProblemCodes.InsufficientStock, Message = "Too few.", TraceId = "4bf92f3577b34da6a3ce929d0e0e4736", Errors = new Dictionary<string, IReadOnlyList<string>> { ["/items/0/quantity"] = ["is required"] }, OrderId = OrderId, DeliveryId = DeliveryId, Isbn = Isbn, Available = 1, Total = 12.99m, Refundable = 5.00m, Currency = "USD" }, BookstoreJsonContext.Default.ProblemResource),
    ];

    public static TheoryData<string> Names => [.. Everything.Select(sample => sample.Name)];

    public static IEnumerable<Type> Types => Everything.Select(sample => sample.Type.Type).Distinct();

    public static (object Value, JsonTypeInfo Type) Find(string name)
    {
        var (_, value, type) = Everything.Single(sample => sample.Name == name);
        return (value, type);
    }
}
