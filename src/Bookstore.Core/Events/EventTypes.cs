using System.Collections.Immutable;

namespace Bookstore;

/// <summary>The types of the feed's events.</summary>
/// <remarks>The remarks of a type name the members of its data beside those of its resource.</remarks>
public static class EventTypes
{
    /// <summary>An order was confirmed: its payment is authorized, or it needs none.</summary>
    public const string OrderCreated = "order.created";

    /// <summary>An order was not confirmed: its payment was declined or not found out in time, or it was cancelled before. Or a late authorization of a rejected order is being voided.</summary>
    public const string OrderRejected = "order.rejected";

    /// <summary>A confirmed order was cancelled, or its goods were lost.</summary>
    public const string OrderCancelled = "order.cancelled";

    /// <summary>Some copies of an order were cancelled, and the rest was not. A refund of them has an event of its own, <see cref="RefundCreated"/>.</summary>
    /// <remarks><c>lines</c></remarks>
    public const string OrderItemsCancelled = "order.items_cancelled";

    /// <summary>The goods of an order have arrived, or what was still to arrive was cancelled or lost.</summary>
    public const string OrderFulfilled = "order.fulfilled";

    /// <summary>What an order needs of a person has changed: its customer has to act at the bank, or the shop has to settle a payment (<c>attention</c>), or nothing is needed any more.</summary>
    public const string OrderActionRequired = "order.action_required";

    /// <summary>Copies that an order waited for have come in, or became free, and are allocated to it.</summary>
    /// <remarks><c>lines</c></remarks>
    public const string OrderAllocated = "order.allocated";

    /// <summary>A date of a book has moved while orders wait for its copies, or for the end of its embargo: it names up to 100 of them, and another event the next ones.</summary>
    /// <remarks><c>sellable_from</c>, <c>embargo_until</c>, <c>published_on</c>, each also as <c>previous_…</c>, and <c>order_ids</c></remarks>
    public const string PreorderDateChanged = "preorder.date_changed";

    /// <summary>The customer of an order was erased, with its addresses and texts. What keeps a copy of them erases it, too.</summary>
    public const string OrderErased = "order.erased";

    /// <summary>A confirmed order was authorized again, after its first payment could not be captured.</summary>
    public const string PaymentAuthorized = "payment.authorized";

    /// <summary>The capture of an order's payment was asked for: its goods are about to leave, or the shop said so.</summary>
    public const string PaymentCaptureRequested = "payment.capture_requested";

    /// <summary>An order's payment was captured.</summary>
    public const string PaymentCaptured = "payment.captured";

    /// <summary>The capture of an order's payment was refused for good, or its authorization ended before it was captured (<c>authorization_expired</c>).</summary>
    /// <remarks><c>failure_code</c></remarks>
    public const string PaymentCaptureFailed = "payment.capture_failed";

    /// <summary>The gateway releases the held amount of an order soon, and its capture was not asked for.</summary>
    /// <remarks><c>authorized_until</c></remarks>
    public const string PaymentAuthorizationExpiring = "payment.authorization_expiring";

    /// <summary>A customer has disputed an order's payment at their bank, or the dispute has ended.</summary>
    /// <remarks><c>dispute_id</c>, <c>dispute_status</c>, <c>dispute_amount</c>, <c>dispute_reason</c></remarks>
    public const string PaymentDisputed = "payment.disputed";

    /// <summary>An order's authorization was voided.</summary>
    public const string PaymentVoided = "payment.voided";

    /// <summary>A refund of an order is pending: a new one, or one that is made again after it failed.</summary>
    /// <remarks><c>refund_id</c>, <c>refund_amount</c>, <c>refund_status</c></remarks>
    public const string RefundCreated = "refund.created";

    /// <summary>Money of an order went back.</summary>
    /// <remarks><c>refund_id</c>, <c>refund_amount</c>, <c>refund_status</c></remarks>
    public const string RefundSucceeded = "refund.succeeded";

    /// <summary>A refund of an order was refused for good, or given up.</summary>
    /// <remarks><c>refund_id</c>, <c>refund_amount</c>, <c>refund_status</c></remarks>
    public const string RefundFailed = "refund.failed";

    /// <summary>The return of copies of an order was requested.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnRequested = "return.requested";

    /// <summary>A requested return was approved.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnApproved = "return.approved";

    /// <summary>A requested return was rejected.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnRejected = "return.rejected";

    /// <summary>The copies of a return were received. A refund that is made with them is a <see cref="RefundCreated"/> after it.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnReceived = "return.received";

    /// <summary>A return was completed: nothing more is done about it.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnCompleted = "return.completed";

    /// <summary>A return was cancelled before its copies were received.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnCancelled = "return.cancelled";

    /// <summary>A customer withdrew from an order, or from a part of it.</summary>
    /// <remarks><c>return_id</c>, <c>return_kind</c>, <c>return_status</c>, <c>lines</c>, <c>late</c></remarks>
    public const string ReturnWithdrawalReceived = "return.withdrawal_received";

    /// <summary>A delivery was scheduled.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryScheduled = "delivery.scheduled";

    /// <summary>The goods of a delivery have left the house.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryDispatched = "delivery.dispatched";

    /// <summary>A delivery is on its way to the customer, also again after an attempt that failed.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryInTransit = "delivery.in_transit";

    /// <summary>The goods of a delivery have arrived. With the last one of its order, <see cref="OrderFulfilled"/> follows.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryDelivered = "delivery.delivered";

    /// <summary>A delivery failed: its courier refused it, an attempt to deliver it failed, or its goods are lost.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryFailed = "delivery.failed";

    /// <summary>The goods of a delivery have come back.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryReturned = "delivery.returned";

    /// <summary>A scheduled delivery was cancelled, by itself or with its order.</summary>
    /// <remarks><c>delivery_id</c>, <c>lines</c></remarks>
    public const string DeliveryCancelled = "delivery.cancelled";

    /// <summary>Stock was received or adjusted.</summary>
    /// <remarks><c>kind</c>, <c>on_hand_change</c>, <c>on_hand</c>, <c>reserved</c>, <c>available</c>, <c>waiting</c></remarks>
    public const string StockChanged = "stock.changed";

    /// <summary>The last available copy of a book was taken.</summary>
    /// <remarks><c>on_hand</c>, <c>reserved</c>, <c>available</c>, <c>waiting</c></remarks>
    public const string StockDepleted = "stock.depleted";

    /// <summary>A book was added to the catalogue, or its data was replaced.</summary>
    /// <remarks><c>added</c>, <c>price</c>, <c>changed</c></remarks>
    public const string BookSaved = "book.saved";

    /// <summary>A webhook endpoint was created.</summary>
    public const string WebhookCreated = "webhook.created";

    /// <summary>The address or the types of a webhook endpoint were changed.</summary>
    /// <remarks><c>changed</c></remarks>
    public const string WebhookUpdated = "webhook.updated";

    /// <summary>A webhook endpoint has a new secret.</summary>
    public const string WebhookSecretRotated = "webhook.secret_rotated";

    /// <summary>A webhook endpoint was enabled again: it continues where it stopped.</summary>
    public const string WebhookEnabled = "webhook.enabled";

    /// <summary>A webhook endpoint was disabled: it was asked for, or deliveries to it failed.</summary>
    /// <remarks><c>reason</c></remarks>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>A webhook endpoint gets the events behind an earlier or a later position.</summary>
    /// <remarks><c>after</c></remarks>
    public const string WebhookReplayed = "webhook.replayed";

    /// <summary>An event that could not be delivered to a webhook endpoint was discarded: the endpoint never gets it.</summary>
    /// <remarks><c>event_id</c></remarks>
    public const string WebhookDeliveryDiscarded = "webhook.delivery_discarded";

    /// <summary>A webhook endpoint was removed.</summary>
    public const string WebhookRemoved = "webhook.removed";

    /// <summary>An audit was started that the background work does.</summary>
    /// <remarks><c>audit_id</c>, <c>kind</c></remarks>
    public const string AuditStarted = "audit.started";

    /// <summary>All types.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        OrderCreated, OrderRejected, OrderCancelled, OrderItemsCancelled, OrderFulfilled, OrderActionRequired,
        PaymentAuthorized, PaymentCaptureRequested, PaymentCaptured, PaymentCaptureFailed, PaymentVoided, PaymentAuthorizationExpiring, PaymentDisputed,
        RefundCreated, RefundSucceeded, RefundFailed,
        ReturnRequested, ReturnApproved, ReturnRejected, ReturnReceived, ReturnCompleted, ReturnCancelled, ReturnWithdrawalReceived,
        DeliveryScheduled, DeliveryDispatched, DeliveryInTransit, DeliveryDelivered, DeliveryFailed, DeliveryReturned, DeliveryCancelled,
        StockChanged, StockDepleted, BookSaved,
        WebhookCreated, WebhookUpdated, WebhookSecretRotated, WebhookEnabled, WebhookDisabled, WebhookReplayed, WebhookDeliveryDiscarded, WebhookRemoved,
        OrderErased, OrderAllocated, PreorderDateChanged, AuditStarted,
    ];
}
