namespace Bookstore.Contracts;

/// <summary>The values of <see cref="OrderResource.Status"/>. A newer server may add some.</summary>
public static class OrderStatuses
{
    /// <summary>Stored, and its stock is held; the payment's outcome is not known yet.</summary>
    public const string Pending = "pending";

    /// <summary>Confirmed: paid for or about to be; its stock is held until it is dispatched.</summary>
    public const string Created = "created";

    /// <summary>Never confirmed: declined, given up, or cancelled while it was pending; nothing is held and no money is kept.</summary>
    public const string Rejected = "rejected";

    /// <summary>Cancelled after it was confirmed; the money goes back.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Delivered to the customer.</summary>
    public const string Delivered = "delivered";
}

/// <summary>The values of <see cref="OrderResource.PaymentStatus"/>. A newer server may add some.</summary>
public static class PaymentStatuses
{
    /// <summary>Not known yet.</summary>
    public const string Pending = "pending";

    /// <summary>Authorized; the capture follows.</summary>
    public const string Authorized = "authorized";

    /// <summary>Captured: the shop has the money.</summary>
    public const string Captured = "captured";

    /// <summary>The gateway refused the capture for good.</summary>
    public const string CaptureFailed = "capture_failed";

    /// <summary>Declined: no money was ever held.</summary>
    public const string Declined = "declined";

    /// <summary>The authorization was undone before any capture.</summary>
    public const string Voided = "voided";

    /// <summary>The captured money went back.</summary>
    public const string Refunded = "refunded";

    /// <summary>The total is zero: nothing is charged.</summary>
    public const string NotRequired = "not_required";

    /// <summary>The customer has to do something before the payment is authorized.</summary>
    public const string ActionRequired = "action_required";

    /// <summary>The gateway refused the refund for good: a person has to return the money.</summary>
    public const string RefundFailed = "refund_failed";

    /// <summary>A part of the money went back.</summary>
    public const string PartiallyRefunded = "partially_refunded";
}

/// <summary>The values of <see cref="OrderResource.Fulfilment"/>. A newer server may add some.</summary>
public static class Fulfilments
{
    /// <summary>No copy has left the shop, or all have come back undelivered.</summary>
    public const string None = "none";

    /// <summary>Some copies have left the shop, others have not.</summary>
    public const string Partial = "partial";

    /// <summary>All copies have left the shop; some have not arrived.</summary>
    public const string Dispatched = "dispatched";

    /// <summary>All copies have arrived, except those that were lost.</summary>
    public const string Delivered = "delivered";

    /// <summary>All copies have left the shop, and all that arrived have come back.</summary>
    public const string Returned = "returned";
}

/// <summary>The values of <see cref="DeliveryResource.Status"/>. A newer server may add some.</summary>
public static class DeliveryStatuses
{
    /// <summary>Scheduled; the goods have not left the shop.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Handed to the courier; the goods have left the shop.</summary>
    public const string Dispatched = "dispatched";

    /// <summary>On its way to the customer.</summary>
    public const string InTransit = "in_transit";

    /// <summary>Delivered to the customer.</summary>
    public const string Delivered = "delivered";

    /// <summary>The delivery failed.</summary>
    public const string Failed = "failed";

    /// <summary>The goods came back: held for their order again, or, after their arrival, available to all and refunded.</summary>
    public const string Returned = "returned";

    /// <summary>Cancelled before dispatch.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Lost after dispatch: the order is cancelled and its payment refunded.</summary>
    public const string Lost = "lost";
}

/// <summary>The values of <see cref="StockMovementResource.Kind"/>. A newer server may add some.</summary>
public static class StockMovementKinds
{
    /// <summary>Copies came in: on hand rises.</summary>
    public const string Received = "received";

    /// <summary>Copies were reserved for an order or a cart: reserved rises.</summary>
    public const string Reserved = "reserved";

    /// <summary>A reservation ended without a sale: reserved falls.</summary>
    public const string Released = "released";

    /// <summary>Reserved copies were dispatched: on hand and reserved fall.</summary>
    public const string Shipped = "shipped";

    /// <summary>Shipped copies came back and are held for their order again.</summary>
    public const string Returned = "returned";

    /// <summary>The count was corrected, up or down.</summary>
    public const string Adjusted = "adjusted";
}
