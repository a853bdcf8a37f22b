using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>The orders' operations as their callers see them. Never run: their attributes describe the API.</summary>
internal static class OrderOperations
{
    private const string Json = "application/json";

    [Tags("Orders")]
    [EndpointSummary("Place an order")]
    [EndpointDescription(
        "Holds the stock of all items or of none, authorizes the payment, confirms the order. The money is captured in the background.\n\n"
        + "A declined payment leaves a rejected order (`order_id` of the problem) and holds nothing. `202` says that the payment's outcome is not known yet: "
        + "the order is confirmed or rejected by itself, read it again. The price is the catalogue's at that moment; the same ISBN twice is one line with the sum.\n\n"
        + "`429` also says that too many of the customer's orders of the last hour are unpaid or were declined.")]
    [Consumes(Json)]
    [Answers(201, "Confirmed.", Body = typeof(OrderReceipt))]
    [Answers(202, "Written and held; the payment's outcome is not known yet.", Body = typeof(OrderReceipt))]
    [Refuses(
        ProblemCodes.InvalidOrder,
        ProblemCodes.UnknownBook,
        ProblemCodes.PaymentDeclined,
        ProblemCodes.InsufficientStock,
        ProblemCodes.TotalChanged,
        ProblemCodes.IdempotencyInProgress,
        ProblemCodes.IdempotencyKeyReused)]
    public static void PlaceOrder(
        [FromBody] PlaceOrderBody body,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }

    [Tags("Orders")]
    [EndpointSummary("List orders")]
    [EndpointDescription("Orders, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Answers(200, "The orders.", Body = typeof(IReadOnlyList<OrderResource>))]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static void ListOrders(
        [FromQuery(Name = "customer_id"), StringLength(Order.MaxCustomerIdLength, MinimumLength = 1), Description("Orders of this customer only.")] string? customerId,
        [FromQuery(Name = "status"), AllowedValues(OrderStatuses.Pending, OrderStatuses.Created, OrderStatuses.Rejected, OrderStatuses.Cancelled, OrderStatuses.Delivered), Description("Orders of this status only.")] string? status,
        [FromQuery(Name = "attention"), DefaultValue(false), Description("`true`: only orders that a person has to look at, because the server cannot finish their payment alone; `attention` of each says why.")] bool? attention,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit), DefaultValue(Page.DefaultLimit), Description(PageText.Limit)] int? limit,
        [FromQuery(Name = "after"), StringLength(1_000), Description(PageText.After)] string? after)
    {
    }

    [Tags("Orders")]
    [EndpointSummary("Read an order")]
    [EndpointDescription("The order, its items, and the status of its payment.")]
    [Answers(200, "The order.", Body = typeof(OrderResource))]
    [Answers(304, "The client has it already (`If-None-Match`).")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.OrderNotFound, ProblemCodes.PreconditionFailed)]
    public static void GetOrder([FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId, [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description(PageText.IfNoneMatch)] string? ifNoneMatch, [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch)
    {
    }

    [Tags("Orders")]
    [EndpointSummary("Ask the gateway about a pending order now")]
    [EndpointDescription("Asks for the outcome of the order's payment and continues the order. The server does the same by itself within seconds; call this when the gateway has just reported something.")]
    [Answers(200, "The order as it is now: it may still be pending.", Body = typeof(OrderResource))]
    [Refuses(ProblemCodes.OrderNotFound, ProblemCodes.OrderNotPending, ProblemCodes.BodyTooLarge)]
    public static void ResumeOrder([FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId)
    {
    }

    [Tags("Orders")]
    [EndpointSummary("Cancel an order")]
    [EndpointDescription(
        "Puts the stock of an order back, as long as nothing was dispatched. The money is voided or refunded in the background: `payment_status` follows. Cancelling twice changes nothing.\n\n"
        + "A pending order is given up: its `status` is `rejected` then, since it was never confirmed, and an authorization that arrives late is voided. Any other order's `status` is `cancelled`.")]
    [Answers(200, "Cancelled.", Body = typeof(OrderResource))]
    [Refuses(
        ProblemCodes.InvalidOrder,
        ProblemCodes.OrderNotFound,
        ProblemCodes.PreconditionFailed,
        ProblemCodes.OrderNotCancellable,
        ProblemCodes.IdempotencyInProgress,
        ProblemCodes.BodyTooLarge,
        ProblemCodes.IdempotencyKeyReused)]
    public static void CancelOrder(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey,
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch)
    {
    }
}
