namespace Bookstore.Contracts;

/// <summary>The values of <see cref="EventResource.Type"/>. A newer server may add some.</summary>
public static class FeedEventTypes
{
    /// <summary>An order was confirmed: its payment is authorized, or it needs none.</summary>
    public const string OrderCreated = "order.created";

    /// <summary>An order was not confirmed: its payment was declined or not found out in time, or it was cancelled before.</summary>
    public const string OrderRejected = "order.rejected";

    /// <summary>A confirmed order was cancelled.</summary>
    public const string OrderCancelled = "order.cancelled";

    /// <summary>Some copies of an order were cancelled, and the rest was not.</summary>
    public const string OrderItemsCancelled = "order.items_cancelled";

    /// <summary>An order has arrived at its customer.</summary>
    public const string OrderFulfilled = "order.fulfilled";

    /// <summary>What an order needs of a person has changed: its customer has to act at the bank, or the shop has to settle a payment, or nothing is needed any more.</summary>
    public const string OrderActionRequired = "order.action_required";

    /// <summary>The customer of an order was erased, with its addresses and texts. What keeps a copy of them erases it, too.</summary>
    public const string OrderErased = "order.erased";

    /// <summary>Copies that an order waited for have come in, or became free, and are allocated to it: <c>lines</c> says which.</summary>
    public const string OrderAllocated = "order.allocated";

    /// <summary>A date of a book has moved while orders wait for its copies, or for the end of its embargo: <c>order_ids</c> names up to 100 of them, and another event the next ones.</summary>
    public const string PreorderDateChanged = "preorder.date_changed";

    /// <summary>A confirmed order was authorized again, after its first payment could not be captured.</summary>
    public const string PaymentAuthorized = "payment.authorized";

    /// <summary>The capture of an order's payment was asked for: its goods are about to leave, or the shop said so.</summary>
    public const string PaymentCaptureRequested = "payment.capture_requested";

    /// <summary>An order's payment was captured.</summary>
    public const string PaymentCaptured = "payment.captured";

    /// <summary>The capture of an order's payment was refused for good.</summary>
    public const string PaymentCaptureFailed = "payment.capture_failed";

    /// <summary>The authorization of an order ends soon, and its capture was not asked for.</summary>
    public const string PaymentAuthorizationExpiring = "payment.authorization_expiring";

    /// <summary>A customer has disputed an order's payment at their bank, or the dispute has ended.</summary>
    public const string PaymentDisputed = "payment.disputed";

    /// <summary>An order's authorization was voided.</summary>
    public const string PaymentVoided = "payment.voided";

    /// <summary>A refund of an order is pending.</summary>
    public const string RefundCreated = "refund.created";

    /// <summary>The captured amount of an order went back.</summary>
    public const string RefundSucceeded = "refund.succeeded";

    /// <summary>The refund of an order was refused for good, or given up.</summary>
    public const string RefundFailed = "refund.failed";

    /// <summary>The return of copies of an order was requested.</summary>
    public const string ReturnRequested = "return.requested";

    /// <summary>A requested return was approved.</summary>
    public const string ReturnApproved = "return.approved";

    /// <summary>A requested return was rejected.</summary>
    public const string ReturnRejected = "return.rejected";

    /// <summary>The copies of a return were received.</summary>
    public const string ReturnReceived = "return.received";

    /// <summary>A return was completed: nothing more is done about it.</summary>
    public const string ReturnCompleted = "return.completed";

    /// <summary>A return was cancelled before its copies were received.</summary>
    public const string ReturnCancelled = "return.cancelled";

    /// <summary>A customer withdrew from an order, or from a part of it.</summary>
    public const string ReturnWithdrawalReceived = "return.withdrawal_received";

    /// <summary>A delivery was scheduled.</summary>
    public const string DeliveryScheduled = "delivery.scheduled";

    /// <summary>The goods of a delivery have left the house.</summary>
    public const string DeliveryDispatched = "delivery.dispatched";

    /// <summary>A delivery is on its way to the customer, also again after an attempt that failed.</summary>
    public const string DeliveryInTransit = "delivery.in_transit";

    /// <summary>The goods of a delivery have arrived. With the last one of its order, <see cref="OrderFulfilled"/> follows.</summary>
    public const string DeliveryDelivered = "delivery.delivered";

    /// <summary>A delivery failed: its courier refused it, an attempt to deliver it failed, or its goods are lost.</summary>
    public const string DeliveryFailed = "delivery.failed";

    /// <summary>The goods of a delivery have come back.</summary>
    public const string DeliveryReturned = "delivery.returned";

    /// <summary>A scheduled delivery was cancelled, by itself or with its order.</summary>
    public const string DeliveryCancelled = "delivery.cancelled";

    /// <summary>Stock was received or adjusted.</summary>
    public const string StockChanged = "stock.changed";

    /// <summary>The last available copy of a book was taken.</summary>
    public const string StockDepleted = "stock.depleted";

    /// <summary>A book was added to the catalogue, or its data was replaced.</summary>
    public const string BookSaved = "book.saved";

    /// <summary>A webhook endpoint was created.</summary>
    public const string WebhookCreated = "webhook.created";

    /// <summary>The address or the types of a webhook endpoint were changed.</summary>
    public const string WebhookUpdated = "webhook.updated";

    /// <summary>A webhook endpoint has a new secret.</summary>
    public const string WebhookSecretRotated = "webhook.secret_rotated";

    /// <summary>A webhook endpoint was enabled again: it continues where it stopped.</summary>
    public const string WebhookEnabled = "webhook.enabled";

    /// <summary>A webhook endpoint was disabled: it was asked for, or deliveries to it failed.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>A webhook endpoint gets the events behind an earlier or a later position.</summary>
    public const string WebhookReplayed = "webhook.replayed";

    /// <summary>An event that could not be delivered to a webhook endpoint was discarded: the endpoint never gets it.</summary>
    public const string WebhookDeliveryDiscarded = "webhook.delivery_discarded";

    /// <summary>A webhook endpoint was removed.</summary>
    public const string WebhookRemoved = "webhook.removed";

    /// <summary>An audit was started that the background work does.</summary>
    public const string AuditStarted = "audit.started";
}
