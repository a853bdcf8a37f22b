using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Every limit of the contracts is that of the core. A member with a limit that is not named here fails a test.</summary>
public sealed class LimitAgreementTests
{
    private const int IdLength = 36;
    private const int IsbnLength = 13;
    private const int CurrencyLength = 3;
    private const int AnyLength = 100;

    private static readonly Dictionary<string, (decimal Minimum, decimal Maximum)> OfBodies = new()
    {
        ["SaveBookBody.isbn"] = (0, Isbn.MaxTextLength),
        ["SaveBookBody.title"] = (1, Book.MaxTextLength),
        ["SaveBookBody.author"] = (0, Book.MaxTextLength),
        ["SaveBookBody.price"] = (0, Book.MaxPriceInMinorUnits),
        ["SaveBookBody.currency"] = (CurrencyLength, CurrencyLength),
        ["SaveBookBody.publisher"] = (0, Book.MaxShortTextLength),
        ["SaveBookBody.language"] = (0, Book.MaxShortTextLength),
        ["SaveBookBody.format"] = (0, Book.MaxShortTextLength),
        ["ChangeStockBody.quantity"] = (-StockChange.MaxQuantity, StockChange.MaxQuantity),
        ["ChangeStockBody.reason"] = (1, StockMovement.MaxReasonLength),
        ["ChangeStockBody.reference"] = (0, StockMovement.MaxReferenceLength),
        ["PlaceOrderBody.customer_id"] = (1, Order.MaxCustomerIdLength),
        ["PlaceOrderBody.items"] = (1, Order.MaxLines),
        ["PlaceOrderBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["PlaceOrderBody.items.quantity"] = (1, Order.MaxQuantity),
        ["PlaceOrderBody.payment.card_number"] = (0, PaymentToken.MaxLength),
        ["PlaceOrderBody.payment.token"] = (1, PaymentToken.MaxLength),
        ["PlaceOrderBody.payment.method"] = (1, PaymentToken.MaxMethodLength),
        ["PlaceOrderBody.payment.expiry"] = (0, 20), // passed over
        ["PayOrderBody.payment.card_number"] = (0, PaymentToken.MaxLength),
        ["PayOrderBody.payment.token"] = (1, PaymentToken.MaxLength),
        ["PayOrderBody.payment.method"] = (1, PaymentToken.MaxMethodLength),
        ["PayOrderBody.payment.expiry"] = (0, 20), // passed over
        ["PlaceOrderBody.reservation_id"] = (0, AnyLength),
        ["PlaceOrderBody.adjustments"] = (0, OrderAdjustment.MaxAdjustments),
        ["PlaceOrderBody.adjustments.label"] = (1, OrderAdjustment.MaxLabelLength),
        ["PlaceOrderBody.adjustments.amount"] = (-Book.MaxPriceInMinorUnits, Book.MaxPriceInMinorUnits),
        ["PlaceOrderBody.adjustments.isbn"] = (0, Isbn.MaxTextLength),
        ["PlaceOrderBody.quote_id"] = (0, AnyLength),
        ["CreateQuoteBody.customer_id"] = (1, Order.MaxCustomerIdLength),
        ["CreateQuoteBody.items"] = (1, Order.MaxLines),
        ["CreateQuoteBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["CreateQuoteBody.items.quantity"] = (1, Order.MaxQuantity),
        ["CreateQuoteBody.adjustments"] = (0, OrderAdjustment.MaxAdjustments),
        ["CreateQuoteBody.adjustments.label"] = (1, OrderAdjustment.MaxLabelLength),
        ["CreateQuoteBody.adjustments.amount"] = (-Book.MaxPriceInMinorUnits, Book.MaxPriceInMinorUnits),
        ["CreateQuoteBody.adjustments.isbn"] = (0, Isbn.MaxTextLength),
        ["PlaceOrderBody.metadata"] = (0, Order.MaxMetadata),
        ["OrderAdjustmentBody.label"] = (1, OrderAdjustment.MaxLabelLength),
        ["OrderAdjustmentBody.amount"] = (-Book.MaxPriceInMinorUnits, Book.MaxPriceInMinorUnits),
        ["OrderAdjustmentBody.isbn"] = (0, Isbn.MaxTextLength),
        ["CreateReservationBody.items"] = (1, Reservation.MaxLines),
        ["CreateReservationBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["CreateReservationBody.items.quantity"] = (1, Order.MaxQuantity),
        ["CreateReservationBody.expires_in"] = (Seconds(HoldStockRequest.MinDuration), Seconds(HoldStockRequest.MaxDuration)),
        ["ExtendReservationBody.expires_in"] = (Seconds(HoldStockRequest.MinDuration), Seconds(HoldStockRequest.MaxDuration)),
        ["CancelOrderBody.items"] = (1, Order.MaxLines),
        ["CancelOrderBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["CancelOrderBody.items.quantity"] = (1, Order.MaxQuantity),
        ["CancelOrderBody.reason"] = (1, Refund.MaxReasonLength),
        ["ScheduleDeliveryBody.order_id"] = (1, AnyLength),
        ["ScheduleDeliveryBody.items"] = (1, Order.MaxLines),
        ["ScheduleDeliveryBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["ScheduleDeliveryBody.items.quantity"] = (1, Order.MaxQuantity),
        ["ScheduleDeliveryBody.address"] = (1, Delivery.MaxAddressLength),
        ["ScheduleDeliveryBody.parcels"] = (1, Delivery.MaxParcels),
        ["ScheduleDeliveryBody.parcels.tracking_number"] = (1, Delivery.MaxTrackingNumberLength),
        ["ScheduleDeliveryBody.parcels.carrier"] = (1, Delivery.MaxCourierLength),
        ["ScheduleDeliveryBody.parcels.weight"] = (0, Parcel.MaxWeight),
        ["ScheduleDeliveryBody.expected_at"] = (20, 35), // RFC 3339, down to ticks and an offset
        ["ScheduleDeliveryBody.courier"] = (0, Delivery.MaxCourierLength),
        ["CreateRefundBody.items"] = (1, Order.MaxLines),
        ["CreateRefundBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["CreateRefundBody.items.quantity"] = (1, Order.MaxQuantity),
        ["CreateRefundBody.reason"] = (1, Refund.MaxReasonLength),
        ["CreateRefundBody.note"] = (0, Refund.MaxNoteLength),
        ["CreateReturnBody.items"] = (1, Order.MaxLines),
        ["CreateReturnBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["CreateReturnBody.items.quantity"] = (1, Order.MaxQuantity),
        ["CreateReturnBody.items.reason"] = (1, Return.MaxReasonLength),
        ["CreateReturnBody.note"] = (0, Return.MaxNoteLength),
        ["ReturnItemBody.isbn"] = (0, Isbn.MaxTextLength),
        ["ReturnItemBody.quantity"] = (1, Order.MaxQuantity),
        ["ReturnItemBody.reason"] = (1, Return.MaxReasonLength),
        ["ReceivedItemBody.isbn"] = (0, Isbn.MaxTextLength),
        ["ReceivedItemBody.received"] = (0, Order.MaxQuantity),
        ["ReceivedItemBody.sellable"] = (0, Order.MaxQuantity),
        ["WithdrawBody.items"] = (1, Order.MaxLines),
        ["WithdrawBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["WithdrawBody.items.quantity"] = (1, Order.MaxQuantity),
        ["WithdrawBody.items.reason"] = (1, Return.MaxReasonLength),
        ["WithdrawBody.statement"] = (0, Return.MaxStatementLength),
        ["RejectReturnBody.reason"] = (1, Return.MaxReasonLength),
        ["ReceiveReturnBody.items"] = (0, Order.MaxLines),
        ["ReceiveReturnBody.items.isbn"] = (0, Isbn.MaxTextLength),
        ["ReceiveReturnBody.items.received"] = (0, Order.MaxQuantity),
        ["ReceiveReturnBody.items.sellable"] = (0, Order.MaxQuantity),
        ["MarkWorkDoneBody.attention"] = (1, 50), // a name, checked by value
        ["MarkWorkDoneBody.reference"] = (1, PaymentResolution.MaxNoteLength),
        ["GiveUpWorkBody.attention"] = (1, 50),
        ["GiveUpWorkBody.reason"] = (1, PaymentResolution.MaxNoteLength),
        ["SaveWebhookBody.url"] = (1, WebhookSettings.MaxUrlLength),
        ["SaveWebhookBody.types"] = (0, EventQuery.MaxTypes),
        ["ReplayWebhookBody.after"] = (1, 19), // a number of 64 bits
        ["ReplayWebhookBody.since"] = (20, 35), // RFC 3339, down to ticks and an offset
    };

    private static readonly Dictionary<string, (decimal Minimum, decimal Maximum)> OfAnswers = new()
    {
        ["BookResource.isbn"] = (IsbnLength, IsbnLength),
        ["BookResource.title"] = (0, Book.MaxTextLength),
        ["BookResource.author"] = (0, Book.MaxTextLength),
        ["BookResource.price"] = (0, Book.MaxPriceInMinorUnits),
        ["BookResource.currency"] = (CurrencyLength, CurrencyLength),
        ["BookResource.stock"] = (0, StockLevel.MaxOnHand),
        ["BookResource.publisher"] = (0, Book.MaxShortTextLength),
        ["BookResource.language"] = (0, Book.MaxShortTextLength),
        ["BookResource.format"] = (0, Book.MaxShortTextLength),
        ["StockLevelResource.isbn"] = (IsbnLength, IsbnLength),
        ["StockLevelResource.on_hand"] = (0, StockLevel.MaxOnHand),
        ["StockLevelResource.reserved"] = (0, StockLevel.MaxOnHand),
        ["StockLevelResource.available"] = (0, StockLevel.MaxOnHand),
        ["StockMovementResource.isbn"] = (IsbnLength, IsbnLength),
        ["StockMovementResource.number"] = (1, 9_007_199_254_740_991), // what every JSON reader takes
        ["StockMovementResource.on_hand_change"] = (-StockLevel.MaxOnHand, StockLevel.MaxOnHand),
        ["StockMovementResource.reserved_change"] = (-StockLevel.MaxOnHand, StockLevel.MaxOnHand),
        ["StockMovementResource.on_hand"] = (0, StockLevel.MaxOnHand),
        ["StockMovementResource.reserved"] = (0, StockLevel.MaxOnHand),
        ["StockMovementResource.cause_id"] = (IdLength, IdLength),
        ["StockMovementResource.reason"] = (0, StockMovement.MaxReasonLength),
        ["StockMovementResource.reference"] = (0, StockMovement.MaxReferenceLength),
        ["OrderReceipt.order_id"] = (IdLength, IdLength),
        ["OrderReceipt.currency"] = (CurrencyLength, CurrencyLength),
        ["OrderActionResource.url"] = (0, CustomerAction.MaxUrlLength),
        ["OrderActionResource.client_secret"] = (0, CustomerAction.MaxClientSecretLength),
        ["OrderResource.order_id"] = (IdLength, IdLength),
        ["OrderResource.version"] = (1, int.MaxValue),
        ["OrderResource.customer_id"] = (0, Order.MaxCustomerIdLength),
        ["OrderResource.items"] = (0, Order.MaxLines),
        ["OrderResource.adjustments"] = (0, OrderAdjustment.MaxAdjustments),
        ["OrderResource.currency"] = (CurrencyLength, CurrencyLength),
        ["OrderResource.payment_tx_id"] = (0, ConstantOf("GuardedGateway", "MaxTransactionIdLength")),
        ["OrderItemResource.isbn"] = (IsbnLength, IsbnLength),
        ["OrderItemResource.quantity"] = (1, Order.MaxQuantity),
        ["OrderItemResource.ordered"] = (1, Order.MaxQuantity),
        ["OrderItemResource.cancelled"] = (0, Order.MaxQuantity),
        ["OrderItemResource.dispatched"] = (0, Order.MaxQuantity),
        ["OrderItemResource.returned"] = (0, Order.MaxQuantity),
        ["QuoteResource.quote_id"] = (IdLength, IdLength),
        ["QuoteResource.customer_id"] = (0, Order.MaxCustomerIdLength),
        ["QuoteResource.items"] = (0, Order.MaxLines),
        ["QuoteResource.adjustments"] = (0, OrderAdjustment.MaxAdjustments),
        ["QuoteResource.currency"] = (CurrencyLength, CurrencyLength),
        ["QuoteItemResource.isbn"] = (IsbnLength, IsbnLength),
        ["QuoteItemResource.quantity"] = (1, Order.MaxQuantity),
        ["OrderResource.metadata"] = (0, Order.MaxMetadata),
        ["OrderResource.placed_by"] = (0, IdempotencyKey.MaxClientLength),
        ["OrderAdjustmentResource.kind"] = (0, OrderAdjustment.MaxKindLength),
        ["OrderAdjustmentResource.label"] = (0, OrderAdjustment.MaxLabelLength),
        ["OrderAdjustmentResource.isbn"] = (IsbnLength, IsbnLength),
        ["OrderAttentionResource.code"] = (0, ConstantOf("GuardedGateway", "MaxCodeLength")),
        ["PaymentResolutionResource.note"] = (0, PaymentResolution.MaxNoteLength),
        ["RefundResource.refund_id"] = (IdLength, IdLength),
        ["RefundResource.order_id"] = (IdLength, IdLength),
        ["RefundResource.currency"] = (CurrencyLength, CurrencyLength),
        ["RefundResource.items"] = (0, Order.MaxLines),
        ["RefundResource.reason"] = (0, Refund.MaxReasonLength),
        ["RefundResource.note"] = (0, Refund.MaxNoteLength),
        ["RefundResource.failure_code"] = (0, ConstantOf("GuardedGateway", "MaxCodeLength")),
        ["ReturnResource.return_id"] = (IdLength, IdLength),
        ["ReturnResource.order_id"] = (IdLength, IdLength),
        ["ReturnResource.items"] = (0, Order.MaxLines),
        ["ReturnItemResource.quantity"] = (1, Order.MaxQuantity),
        ["ReturnItemResource.received"] = (0, Order.MaxQuantity),
        ["ReturnItemResource.sellable"] = (0, Order.MaxQuantity),
        ["WithdrawalReceiptResource.content"] = (0, WithdrawalReceipt.MaxContentLength),
        ["ReturnItemResource.isbn"] = (IsbnLength, IsbnLength),
        ["ReturnItemResource.reason"] = (0, Return.MaxReasonLength),
        ["ReturnResource.note"] = (0, Return.MaxNoteLength),
        ["ReturnResource.rejection_reason"] = (0, Return.MaxReasonLength),
        ["ReturnResource.refund_ids"] = (0, Order.MaxRefunds),
        ["DeliveryResource.delivery_id"] = (IdLength, IdLength),
        ["DeliveryResource.order_id"] = (IdLength, IdLength),
        ["DeliveryResource.items"] = (0, Order.MaxLines),
        ["DeliveryResource.address"] = (0, Delivery.MaxAddressLength),
        ["DeliveryResource.courier"] = (0, Delivery.MaxCourierLength),
        ["DeliveryResource.tracking_number"] = (0, Delivery.MaxTrackingNumberLength),
        ["DeliveryResource.parcels"] = (0, Delivery.MaxParcels),
        ["DeliveryResource.label_url"] = (0, Delivery.MaxLabelUrlLength),
        ["ParcelResource.tracking_number"] = (1, Delivery.MaxTrackingNumberLength),
        ["ParcelResource.carrier"] = (1, Delivery.MaxCourierLength),
        ["ParcelResource.weight"] = (0, Parcel.MaxWeight),
        ["DeliveryAttentionResource.code"] = (0, ConstantOf("GuardedCourier", "MaxCodeLength")),
        ["ReservationResource.reservation_id"] = (IdLength, IdLength),
        ["ReservationResource.items"] = (1, Reservation.MaxLines),
        ["ReservationItemResource.isbn"] = (IsbnLength, IsbnLength),
        ["ReservationItemResource.quantity"] = (1, Order.MaxQuantity),
        ["WorkResource.work_id"] = (IdLength, IdLength),
        ["WorkResource.order_id"] = (IdLength, IdLength),
        ["WorkResource.delivery_id"] = (IdLength, IdLength),
        ["WorkResource.gateway"] = (0, ConstantOf("PaymentGateways", "MaxNameLength")),
        ["WorkResource.courier"] = (0, Delivery.MaxCourierLength),
        ["WorkResource.attempts"] = (0, int.MaxValue),
        ["WorkAttentionResource.code"] = (0, ConstantOf("GuardedGateway", "MaxCodeLength")),
        ["EventResource.id"] = (IdLength, IdLength),
        ["EventResource.type"] = (0, 50), // of EventTypes
        ["EventResource.sequence"] = (1, 9_007_199_254_740_991),
        ["EventResource.resource"] = (0, 50), // a word and an id or an ISBN
        ["WebhookResource.webhook_id"] = (IdLength, IdLength),
        ["WebhookResource.url"] = (0, WebhookSettings.MaxUrlLength),
        ["WebhookResource.types"] = (0, EventQuery.MaxTypes),
        ["WebhookResource.secret"] = (0, 50), // whsec_ and 32 bytes in base64
        ["WebhookDeliveryResource.event_id"] = (IdLength, IdLength),
        ["WebhookDeliveryResource.type"] = (0, 50),
        ["WebhookDeliveryResource.resource"] = (0, 50),
        ["WebhookDeliveryResource.sequence"] = (0, 9_007_199_254_740_991),
        ["WebhookDeliveryResource.attempts"] = (0, int.MaxValue),
        ["WebhookDeliveryResource.duration_ms"] = (0, 9_007_199_254_740_991),
        ["WebhookDeliveryResource.status"] = (100, 999),
        ["WebhookDeliveryResource.response"] = (0, WebhookDelivery.MaxResponseLength),
        ["WebhookDeliveryResource.error"] = (0, ConstantOf("ConsumeOutcome", "MaxErrorLength")),
        ["ProblemResource.type"] = (0, 100),
        ["ProblemResource.title"] = (0, 100),
        ["ProblemResource.status"] = (400, 599),
        ["ProblemResource.detail"] = (0, 4_000),
        ["ProblemResource.code"] = (0, 50),
        ["ProblemResource.message"] = (0, 4_000),
        ["ProblemResource.trace_id"] = (0, 100),
        ["ProblemResource.order_id"] = (IdLength, IdLength),
        ["ProblemResource.delivery_id"] = (IdLength, IdLength),
        ["ProblemResource.isbn"] = (IsbnLength, IsbnLength),
        ["ProblemResource.available"] = (0, StockLevel.MaxOnHand),
        ["ProblemResource.currency"] = (CurrencyLength, CurrencyLength),
    };

    private static IEnumerable<Type> Contracts => typeof(PlaceOrderBody).Assembly.GetExportedTypes().Where(static type => type is { IsClass: true, IsAbstract: false });

    [Fact]
    public void Every_limit_of_a_body_is_that_of_the_core()
    {
        var limits = Contracts.Where(static type => type.Name.EndsWith("Body", StringComparison.Ordinal) && type != typeof(PaymentBody))
            .SelectMany(static type => LimitsOf(type.Name, BodyContract.Of(BodyJson.Options.GetTypeInfo(type))))
            .ToDictionary(static limit => limit.Name, static limit => (limit.Minimum, limit.Maximum));

        limits.ShouldBe(OfBodies, ignoreOrder: true);
    }

    [Fact]
    public void Every_limit_of_an_answer_is_that_of_the_core()
    {
        var limits = Contracts.Where(static type => type.Name.EndsWith("Resource", StringComparison.Ordinal) || type == typeof(OrderReceipt))
            .SelectMany(static type => type.GetProperties())
            .Select(static property => (Name: $"{property.DeclaringType!.Name}.{property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name}", Limit: LimitOf(property)))
            .Where(static member => member.Limit is not null)
            .ToDictionary(static member => member.Name, static member => member.Limit!.Value);

        limits.ShouldBe(OfAnswers, ignoreOrder: true);
    }

    [Fact]
    public void Every_name_that_a_body_may_have_is_one_of_the_core()
    {
        BodyContract<MoveDeliveryBody>.Rules.Members.Single().AllowedTexts.ShouldBe(Enum.GetValues<DeliveryStatus>().Select(StatusNames.Of), ignoreOrder: true);
        BodyContract<ChangeStockBody>.Rules.Members.Single(static member => member.Name == "quantity").DeniedNumber.ShouldBe(0);
        BodyContract<OrderAdjustmentBody>.Rules.Members.Single(static member => member.Name == "kind").AllowedTexts.ShouldBe(
            [OrderAdjustment.Shipping, OrderAdjustment.Tax, OrderAdjustment.Discount, OrderAdjustment.Fee, OrderAdjustment.GiftWrap, OrderAdjustment.Other]);
        var metadata = BodyContract<PlaceOrderBody>.Rules.Members.Single(static member => member.Name == "metadata");
        (metadata.Key!.Minimum, metadata.Key.Maximum).ShouldBe((1, Order.MaxMetadataKeyLength));
        (metadata.Entry!.Minimum, metadata.Entry.Maximum).ShouldBe((0, Order.MaxMetadataValueLength));
        var longest = Enum.GetValues<AttentionReason>().Select(StatusNames.Of).Concat(Enum.GetValues<DeliveryAttentionReason>().Select(StatusNames.Of)).Max(static name => name.Length);
        longest.ShouldBeLessThanOrEqualTo((int)OfBodies["MarkWorkDoneBody.attention"].Maximum);
    }

    [Fact]
    public void Every_code_and_title_of_a_problem_is_within_its_limits()
    {
        foreach (var code in typeof(ProblemCodes).GetFields().Select(static field => (string)field.GetRawConstantValue()!))
        {
            var problem = Problems.Make(code, "Detail.").Body;
            problem.Code!.Length.ShouldBeLessThanOrEqualTo(50);
            problem.Type!.Length.ShouldBeLessThanOrEqualTo(100);
            problem.Title!.Length.ShouldBeInRange(1, 100);
            problem.Status.ShouldBeInRange(400, code == ProblemCodes.InternalError ? 500 : 503, code);
            (problem.Status == 500).ShouldBe(code == ProblemCodes.InternalError, code);
            (problem.Title == "Internal error").ShouldBe(code == ProblemCodes.InternalError, code);
        }
    }

    [Fact]
    public void Every_type_of_an_event_is_one_of_the_core()
    {
        typeof(FeedEventTypes).GetFields().Select(static field => (string)field.GetRawConstantValue()!).ShouldBe(EventTypes.All, ignoreOrder: true);
        EventTypes.All.Max(static type => type.Length).ShouldBeLessThanOrEqualTo((int)OfAnswers["EventResource.type"].Maximum);
    }

    private static IEnumerable<(string Name, decimal Minimum, decimal Maximum)> LimitsOf(string name, BodyContract contract) => contract.Members.SelectMany(member =>
    {
        var path = $"{name}.{member.Name}";
        IEnumerable<(string, decimal, decimal)> own = member.Maximum == decimal.MaxValue || member.AllowedTexts.Count > 0 ? [] : [(path, member.Minimum, member.Maximum)];
        return member.Contract is null ? own : own.Concat(LimitsOf(path, member.Contract));
    });

    private static (decimal Minimum, decimal Maximum)? LimitOf(PropertyInfo property) => property switch
    {
        _ when property.GetCustomAttribute<StringLengthAttribute>() is { } length => (length.MinimumLength, length.MaximumLength),
        _ when property.GetCustomAttribute<RangeAttribute>() is { } range => (NumberOf(range.Minimum), NumberOf(range.Maximum)),
        _ when property.GetCustomAttribute<MaxLengthAttribute>() is { } most => (property.GetCustomAttribute<MinLengthAttribute>()?.Length ?? 0, most.Length),
        _ => null,
    };

    // A decimal that is made of a double has 15 digits.
    private static decimal NumberOf(object bound) => bound is double number ? (long)number : Convert.ToDecimal(bound, CultureInfo.InvariantCulture);

    private static decimal Seconds(TimeSpan time) => (decimal)time.TotalSeconds;

    // What the core keeps of texts that gateways and couriers choose.
    private static int ConstantOf(string type, string name) =>
        (int)typeof(Order).Assembly.GetType($"Bookstore.{type}", throwOnError: true)!.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;
}
