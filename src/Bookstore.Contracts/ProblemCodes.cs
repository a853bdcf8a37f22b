namespace Bookstore.Contracts;

/// <summary>The values of <see cref="ProblemResource.Code"/>. A newer server may add some.</summary>
public static class ProblemCodes
{
    /// <summary>400: a query parameter or a cursor is not valid.</summary>
    /// <remarks>Correct the parameter that <c>errors</c> names; after an upgrade or with another filter, start the list again without <c>after</c>.</remarks>
    public const string InvalidQuery = "invalid_query";

    /// <summary>400: the book's data is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again.</remarks>
    public const string InvalidBook = "invalid_book";

    /// <summary>400: the change of stock is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again.</remarks>
    public const string InvalidStock = "invalid_stock";

    /// <summary>400: the order is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again. The idempotency key is not used up.</remarks>
    public const string InvalidOrder = "invalid_order";

    /// <summary>400: the catalogue does not have one of the order's books.</summary>
    /// <remarks>Remove the book that <c>errors</c> and <c>isbn</c> name, or save it first. The idempotency key is not used up.</remarks>
    public const string UnknownBook = "unknown_book";

    /// <summary>400: the delivery is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again.</remarks>
    public const string InvalidDelivery = "invalid_delivery";

    /// <summary>400: the reservation is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again. The idempotency key is not used up.</remarks>
    public const string InvalidReservation = "invalid_reservation";

    /// <summary>400: the refund is not valid: an amount that is none of the order's currency, copies that the order does not have, or shipping that it does not have.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again. The idempotency key is not used up.</remarks>
    public const string InvalidRefund = "invalid_refund";

    /// <summary>400: the return is not valid: a book that the order or the return does not have, or copies out of their range.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again. The idempotency key is not used up.</remarks>
    public const string InvalidReturn = "invalid_return";

    /// <summary>400: the route moves money, and the request has no idempotency key.</summary>
    /// <remarks>Send an <c>Idempotency-Key</c> of its own with each new request, and the same one when you send it again.</remarks>
    public const string IdempotencyKeyRequired = "idempotency_key_required";

    /// <summary>400: the reference or the reason for settling a call is not valid.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again.</remarks>
    public const string InvalidResolution = "invalid_resolution";

    /// <summary>400: the webhook endpoint, or the request for it, is not valid: <c>errors</c> says where.</summary>
    /// <remarks>Correct the address or the types. Where the shop has as many endpoints as it may have, remove one first.</remarks>
    public const string InvalidWebhook = "invalid_webhook";

    /// <summary>400: the audit is not valid: it is of no kind that the API knows.</summary>
    /// <remarks>Correct what <c>errors</c> names, then send it again.</remarks>
    public const string InvalidAudit = "invalid_audit";

    /// <summary>400: the body of a notification could not be read to its end.</summary>
    /// <remarks>Send it again. Where it happens often, look for a proxy that cuts bodies off.</remarks>
    public const string InvalidNotification = "invalid_notification";

    /// <summary>401: no API key, or not a valid one; of a notification, no valid signature.</summary>
    /// <remarks>Send a valid key in <c>X-API-Key</c>, or a token of an accepted scheme. A retry with the same credentials fails again.</remarks>
    public const string Unauthorized = "unauthorized";

    /// <summary>402: the payment was declined; the order is rejected and nothing is held.</summary>
    /// <remarks>Ask the customer for another payment, and place a new order with a new idempotency key. <c>order_id</c> names the rejected one.</remarks>
    public const string PaymentDeclined = "payment_declined";

    /// <summary>403: the client does not have the role of the operation.</summary>
    /// <remarks>Give the client the role of the operation.</remarks>
    public const string Forbidden = "forbidden";

    /// <summary>404: no such route.</summary>
    /// <remarks>Check the path and the prefix of the API.</remarks>
    public const string NotFound = "not_found";

    /// <summary>404: the catalogue does not have the book.</summary>
    /// <remarks>Check the ISBN, or save the book first.</remarks>
    public const string BookNotFound = "book_not_found";

    /// <summary>404: no such order.</summary>
    /// <remarks>Check the id. An order whose request ended without a response is found by the same request with the same idempotency key.</remarks>
    public const string OrderNotFound = "order_not_found";

    /// <summary>404: no such delivery.</summary>
    /// <remarks>Check the id.</remarks>
    public const string DeliveryNotFound = "delivery_not_found";

    /// <summary>404: no such reservation.</summary>
    /// <remarks>Check the id. Hold the copies anew when the reservation was another shop's.</remarks>
    public const string ReservationNotFound = "reservation_not_found";

    /// <summary>404: no such refund.</summary>
    /// <remarks>Check the id. <c>GET /api/orders/{id}/refunds</c> lists the refunds of an order.</remarks>
    public const string RefundNotFound = "refund_not_found";

    /// <summary>404: no such return.</summary>
    /// <remarks>Check the id. <c>GET /api/orders/{id}/returns</c> lists the returns of an order.</remarks>
    public const string ReturnNotFound = "return_not_found";

    /// <summary>404: no order and no delivery of this id has a call that needs a person.</summary>
    /// <remarks>Nothing: it was settled already, or it is being retried. Read the order or the delivery.</remarks>
    public const string WorkNotFound = "work_not_found";

    /// <summary>404: no such audit, or it was removed after its time.</summary>
    /// <remarks>Check the id, or start another audit.</remarks>
    public const string AuditNotFound = "audit_not_found";

    /// <summary>404: the shop keeps nothing of such a customer.</summary>
    /// <remarks>Check the id: it is the <c>customer_id</c> of the customer's orders, in the same case.</remarks>
    public const string CustomerNotFound = "customer_not_found";

    /// <summary>404: there is no such webhook endpoint, or it has no delivery of the event.</summary>
    /// <remarks>Check the id. An endpoint that was removed does not come back: create another one.</remarks>
    public const string WebhookNotFound = "webhook_not_found";

    /// <summary>405: the route does not support the method.</summary>
    /// <remarks>Use a method of the <c>Allow</c> header.</remarks>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>408: the body of a notification did not come in time, or was slow while others waited.</summary>
    /// <remarks>Send it again, the whole body at once.</remarks>
    public const string RequestTimeout = "request_timeout";

    /// <summary>409: too few copies; nothing changed.</summary>
    /// <remarks>Offer what is <c>available</c>, or wait for stock. The idempotency key is not used up.</remarks>
    public const string InsufficientStock = "insufficient_stock";

    /// <summary>409: one of the books cannot be ordered or reserved before its <c>sellable_from</c>; nothing changed.</summary>
    /// <remarks>Send it again from <c>available_from</c> on, or without the book that <c>isbn</c> names. The idempotency key is not used up.</remarks>
    public const string NotSellableYet = "not_sellable_yet";

    /// <summary>409: one of the books is under embargo, and no copy of it leaves the shop before; nothing changed.</summary>
    /// <remarks>Dispatch the delivery from <c>available_from</c> on.</remarks>
    public const string Embargoed = "embargoed";

    /// <summary>409: the order waits for copies that the delivery would carry; nothing changed.</summary>
    /// <remarks>Schedule a delivery of what is allocated: an item's <c>quantity</c> without <c>cancelled</c>, <c>dispatched</c> and <c>waiting</c>. The event <c>order.allocated</c> tells when more is.</remarks>
    public const string NotAllocated = "not_allocated";

    /// <summary>409: more copies of the book are promised beyond those on hand than the new <c>backorder_limit</c> allows; nothing changed.</summary>
    /// <remarks>Save the book with a limit of at least <c>reserved</c> less <c>on_hand</c>, or cancel orders first.</remarks>
    public const string BackorderLimitInUse = "backorder_limit_in_use";

    /// <summary>409: more than 1,000,000,000 copies of a book would be on hand; nothing changed.</summary>
    /// <remarks>Write copies off, then send it again.</remarks>
    public const string StockLimitReached = "stock_limit_reached";

    /// <summary>409: the cart's reservation is no longer held, or there is none under the id that an order names; nothing changed.</summary>
    /// <remarks>Hold the copies anew, or order without <c>reservation_id</c>. Where an order has the copies, cancel the order.</remarks>
    public const string ReservationNotHeld = "reservation_not_held";

    /// <summary>409: the total is not the expected one; nothing changed.</summary>
    /// <remarks>Show the customer the new <c>total</c>, then order with it. The idempotency key is not used up.</remarks>
    public const string TotalChanged = "total_changed";

    /// <summary>409: the order's quote is unknown, has expired, or is another customer's.</summary>
    /// <remarks>Ask for a new quote, show its total, and order with it. The idempotency key is not used up.</remarks>
    public const string QuoteExpired = "quote_expired";

    /// <summary>409: a discount would lower the price of a book whose price is fixed.</summary>
    /// <remarks>Order without the discount, or give it the <c>isbn</c> of a book whose price is not fixed. The idempotency key is not used up.</remarks>
    public const string PriceFixed = "price_fixed";

    /// <summary>409: a rule of the shop's own refuses the order or the quote.</summary>
    /// <remarks>Show <c>detail</c> to the customer; <c>policy_code</c> is the shop's own name of the rule. The idempotency key is not used up.</remarks>
    public const string PolicyRefused = "policy_refused";

    /// <summary>409: the order was declined or given up, it is delivered, or its goods are on their way; or the items are not left, or the money is not captured yet; nothing changed.</summary>
    /// <remarks>Read the order. Copies that have not left the shop can be cancelled by <c>items</c>. What is delivered can be returned instead.</remarks>
    public const string OrderNotCancellable = "order_not_cancellable";

    /// <summary>409: with what was refunded or is pending, the refund would be more than was captured, or more copies than were ordered; nothing changed.</summary>
    /// <remarks>Refund at most <c>refundable</c>. The idempotency key is not used up.</remarks>
    public const string RefundExceedsCaptured = "refund_exceeds_captured";

    /// <summary>409: not so many copies have arrived that are neither returned nor in another open return, or the order has had 100 returns; nothing changed. Of a withdrawal: more copies than were ordered.</summary>
    /// <remarks>Read the order and its returns. The idempotency key is not used up.</remarks>
    public const string ReturnExceedsDelivered = "return_exceeds_delivered";

    /// <summary>409: the order's money is not captured, its payment is being settled or needs a person, or the order has had 100 refunds; nothing changed.</summary>
    /// <remarks>Read the order. Cancel it when its money is not captured yet. The idempotency key is not used up.</remarks>
    public const string OrderNotRefundable = "order_not_refundable";

    /// <summary>409: the order is not pending, so there is nothing to ask the gateway about.</summary>
    /// <remarks>Read the order: its payment has an outcome.</remarks>
    public const string OrderNotPending = "order_not_pending";

    /// <summary>409: the order's payment did not fail, so that there is nothing to pay again; or it failed too often.</summary>
    /// <remarks>Read the order: <c>payment_status</c> has the state of its payment. Cancel an order that failed too often, and place a new one.</remarks>
    public const string PaymentNotRetryable = "payment_not_retryable";

    /// <summary>409: nothing is held for the order, its capture was asked for already, or the amount is more than the order's total.</summary>
    /// <remarks>Read the order: <c>payment_status</c> has the state of its payment.</remarks>
    public const string PaymentNotCapturable = "payment_not_capturable";

    /// <summary>409: the call needs a person for another reason than the one that was sent; nothing changed.</summary>
    /// <remarks>Read the order or the delivery again, and decide again.</remarks>
    public const string AttentionChanged = "attention_changed";

    /// <summary>409: the call cannot be settled that way: the payment of a pending order can be retried or given up, but not marked as done; nothing changed.</summary>
    /// <remarks>Retry the call or give it up instead.</remarks>
    public const string NotResolvable = "not_resolvable";

    /// <summary>409: the call is being made at this moment, so its result has to come first; nothing changed.</summary>
    /// <remarks>Wait for <c>Retry-After</c>, then send it again.</remarks>
    public const string CallInFlight = "call_in_flight";

    /// <summary>409: the order is not confirmed, so it cannot be delivered.</summary>
    /// <remarks>Read the order: only a confirmed one is delivered.</remarks>
    public const string OrderNotDeliverable = "order_not_deliverable";

    /// <summary>409: nothing is left to deliver, or fewer copies than the request names; or copies that are to be cancelled are in a scheduled delivery.</summary>
    /// <remarks>Follow the delivery of the order, or cancel it first.</remarks>
    public const string DeliveryExists = "delivery_exists";

    /// <summary>409: the order has had 30 deliveries, the most that one can have; nothing changed.</summary>
    /// <remarks>Cancel the order. A booking that was refused can be retried without a new delivery.</remarks>
    public const string TooManyDeliveries = "too_many_deliveries";

    /// <summary>409: the delivery or the return cannot be moved there from where it is; nothing changed.</summary>
    /// <remarks>Read the delivery, and send a status that follows from the one it has.</remarks>
    public const string InvalidTransition = "invalid_transition";

    /// <summary>409: the first request with this idempotency key is still running.</summary>
    /// <remarks>Wait for <c>Retry-After</c>, then send the same request with the same key.</remarks>
    public const string IdempotencyInProgress = "idempotency_in_progress";

    /// <summary>409: the shop writes no events, so that there is no feed to read.</summary>
    /// <remarks>Switch events on: <c>Bookstore:Events:Enabled</c>. A retry fails until then.</remarks>
    public const string EventsDisabled = "events_disabled";

    /// <summary>409: the webhook endpoint is disabled, so nothing is sent to it again; nothing changed.</summary>
    /// <remarks>Enable it: it continues where it stopped, with what is not delivered. A ping is sent all the same.</remarks>
    public const string WebhookDisabled = "webhook_disabled";

    /// <summary>410: events after the cursor were removed, because they are older than the feed is kept.</summary>
    /// <remarks>Read what the events are about anew, such as all orders, then read the feed without <c>after</c>. Events are missing in between.</remarks>
    public const string CursorExpired = "cursor_expired";

    /// <summary>412: the resource does not have the ETag that <c>If-Match</c> or <c>If-None-Match</c> expects; nothing changed.</summary>
    /// <remarks>Read the resource again, decide again, and send its new <c>ETag</c>.</remarks>
    public const string PreconditionFailed = "precondition_failed";

    /// <summary>413: the body is larger than the server accepts, by default 1 MiB.</summary>
    /// <remarks>Send less at a time.</remarks>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>415: the body is not declared as JSON.</summary>
    /// <remarks>Send JSON in UTF-8, uncompressed, with <c>Content-Type: application/json</c>.</remarks>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>422: the idempotency key was used before with another request.</summary>
    /// <remarks>Use a new key for a new request.</remarks>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>429: more requests than this client may send, or too many unpaid or declined orders of one customer within an hour; nothing was written.</summary>
    /// <remarks>Wait for <c>Retry-After</c>, then send it again with the same idempotency key.</remarks>
    public const string TooManyRequests = "too_many_requests";

    /// <summary>500: an internal error of the server.</summary>
    /// <remarks>Send it again with the same idempotency key: it may have taken effect. <c>trace_id</c> finds it in the server's logs.</remarks>
    public const string InternalError = "internal_error";

    /// <summary>503: the server is overloaded, or the store cannot be reached; nothing was written.</summary>
    /// <remarks>Wait for <c>Retry-After</c>, then send it again with the same idempotency key.</remarks>
    public const string Overloaded = "overloaded";
}
