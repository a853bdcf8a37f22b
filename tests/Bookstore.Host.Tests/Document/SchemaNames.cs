using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.Samples;

/// <summary>What types and operations are called in the document.</summary>
internal static class SchemaNames
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(BookResource)] = "Book",
        [typeof(SaveBookBody)] = "BookRequest",
        [typeof(BookContributorResource)] = "BookContributor",
        [typeof(BookSeriesResource)] = "BookSeries",
        [typeof(BookSubjectResource)] = "BookSubject",
        [typeof(BookDimensionsResource)] = "BookDimensions",
        [typeof(BookPriceResource)] = "BookPrice",
        [typeof(StockLevelResource)] = "StockLevel",
        [typeof(ChangeStockBody)] = "StockRequest",
        [typeof(StockMovementResource)] = "StockMovement",
        [typeof(ActorResource)] = "Actor",
        [typeof(PlaceOrderBody)] = "OrderRequest",
        [typeof(PlaceOrderItem)] = "OrderRequestItem",
        [typeof(PaymentBody)] = "Payment",
        [typeof(OrderAdjustmentBody)] = "OrderRequestAdjustment",
        [typeof(CapturePaymentBody)] = "CaptureRequest",
        [typeof(PayOrderBody)] = "OrderPaymentRequest",
        [typeof(CreateQuoteBody)] = "QuoteRequest",
        [typeof(QuoteResource)] = "Quote",
        [typeof(QuoteItemResource)] = "QuoteItem",
        [typeof(OrderReceipt)] = "OrderResponse",
        [typeof(OrderResource)] = "Order",
        [typeof(OrderItemResource)] = "OrderItem",
        [typeof(OrderAdjustmentResource)] = "OrderAdjustment",
        [typeof(CancelOrderBody)] = "CancellationRequest",
        [typeof(DeliveryAddress)] = "Address",
        [typeof(PostalAddressResource)] = "PostalAddress",
        [typeof(ScheduleDeliveryBody)] = "DeliveryRequest",
        [typeof(ItemQuantity)] = "ItemQuantity",
        [typeof(ParcelResource)] = "Parcel",
        [typeof(DeliveryResource)] = "Delivery",
        [typeof(CreateReturnBody)] = "ReturnRequest",
        [typeof(ReturnItemBody)] = "ReturnRequestItem",
        [typeof(WithdrawBody)] = "WithdrawalRequest",
        [typeof(RejectReturnBody)] = "ReturnRejection",
        [typeof(ReceiveReturnBody)] = "ReturnReceipt",
        [typeof(ReceivedItemBody)] = "ReturnReceiptItem",
        [typeof(ReturnResource)] = "Return",
        [typeof(ReturnItemResource)] = "ReturnItem",
        [typeof(ReturnAttentionResource)] = "ReturnAttention",
        [typeof(WithdrawalReceiptResource)] = "WithdrawalReceipt",
        [typeof(CreateRefundBody)] = "RefundRequest",
        [typeof(RefundResource)] = "Refund",
        [typeof(MoveDeliveryBody)] = "DeliveryStatusRequest",
        [typeof(CreateReservationBody)] = "ReservationRequest",
        [typeof(ExtendReservationBody)] = "ReservationExtensionRequest",
        [typeof(ReservationResource)] = "Reservation",
        [typeof(ReservationItemResource)] = "ReservationItem",
        [typeof(OrderActionResource)] = "OrderAction",
        [typeof(OrderDisputeResource)] = "OrderDispute",
        [typeof(OrderAttentionResource)] = "OrderAttention",
        [typeof(DeliveryAttentionResource)] = "DeliveryAttention",
        [typeof(PaymentResolutionResource)] = "PaymentResolution",
        [typeof(MarkWorkDoneBody)] = "WorkDoneRequest",
        [typeof(GiveUpWorkBody)] = "WorkGiveUpRequest",
        [typeof(CustomerErasureResource)] = "CustomerErasure",
        [typeof(WorkResource)] = "Work",
        [typeof(WorkAttentionResource)] = "WorkAttention",
        [typeof(CustomerOrderResource)] = "CustomerOrder",
        [typeof(StartAuditBody)] = "AuditRequest",
        [typeof(AuditResource)] = "Audit",
        [typeof(AuditFindingResource)] = "AuditFinding",
        [typeof(EventResource)] = "Event",
        [typeof(SaveWebhookBody)] = "WebhookRequest",
        [typeof(ReplayWebhookBody)] = "WebhookReplayRequest",
        [typeof(WebhookResource)] = "Webhook",
        [typeof(WebhookDeliveryResource)] = "WebhookDelivery",
        [typeof(HealthResource)] = "Health",
        [typeof(ProblemResource)] = "Problem",
    };

    public static string Of(Type type) => Names.GetValueOrDefault(type, type.Name);

    /// <summary>The name of the endpoint, or of the method that describes it, in the case of JSON.</summary>
    public static string? OperationIdOf(ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var name = metadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName ?? metadata.OfType<MethodInfo>().FirstOrDefault()?.Name;
        return name is null ? null : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
