using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>The deliveries' operations as their callers see them. Never run: their attributes describe the API.</summary>
internal static class DeliveryOperations
{
    private const string Json = "application/json";

    [Tags("Deliveries")]
    [EndpointSummary("Schedule a delivery")]
    [EndpointDescription("Plans the delivery of a confirmed order. The courier is booked in the background: `tracking_number` follows. An order has at most 30 deliveries.")]
    [Consumes(Json)]
    [Answers(201, "Scheduled.", Body = typeof(DeliveryResource))]
    [Refuses(
        ProblemCodes.InvalidDelivery,
        ProblemCodes.OrderNotFound,
        ProblemCodes.OrderNotDeliverable,
        ProblemCodes.DeliveryExists,
        ProblemCodes.TooManyDeliveries,
        ProblemCodes.IdempotencyInProgress,
        ProblemCodes.IdempotencyKeyReused)]
    public static void ScheduleDelivery(
        [FromBody] ScheduleDeliveryBody body,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }

    [Tags("Deliveries")]
    [EndpointSummary("List deliveries")]
    [EndpointDescription("Deliveries, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Answers(200, "The deliveries.", Body = typeof(IReadOnlyList<DeliveryResource>))]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static void ListDeliveries(
        [FromQuery(Name = "order_id"), StringLength(100, MinimumLength = 1), Description("Deliveries of this order only.")] string? orderId,
        [FromQuery(Name = "status"), AllowedValues(DeliveryStatuses.Scheduled, DeliveryStatuses.Dispatched, DeliveryStatuses.InTransit, DeliveryStatuses.Delivered, DeliveryStatuses.Failed, DeliveryStatuses.Returned, DeliveryStatuses.Cancelled, DeliveryStatuses.Lost), Description("Deliveries of this status only.")] string? status,
        [FromQuery(Name = "attention"), DefaultValue(false), Description("`true`: only deliveries that a person has to look at, because the server cannot settle them with their courier alone; `attention` of each says why.")] bool? attention,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit), DefaultValue(Page.DefaultLimit), Description(PageText.Limit)] int? limit,
        [FromQuery(Name = "after"), StringLength(1_000), Description(PageText.After)] string? after)
    {
    }

    [Tags("Deliveries")]
    [EndpointSummary("Read a delivery")]
    [EndpointDescription("The delivery and its status.")]
    [Answers(200, "The delivery.", Body = typeof(DeliveryResource))]
    [Answers(304, "The client has it already (`If-None-Match`).")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.DeliveryNotFound, ProblemCodes.PreconditionFailed)]
    public static void GetDelivery([FromRoute(Name = "delivery_id"), StringLength(100), Description("The delivery.")] string deliveryId, [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description(PageText.IfNoneMatch)] string? ifNoneMatch, [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch)
    {
    }

    [Tags("Deliveries")]
    [EndpointSummary("Move a delivery along")]
    [EndpointDescription(
        "`scheduled` → `dispatched` → `in_transit` → `delivered`, or `failed`, `returned`, `cancelled`, `lost`. Stock and order follow in the same commit. "
        + "Nothing is dispatched before its order's money is captured; a capture that is under way is waited for, up to two seconds. Moving it to where it is already changes nothing.")]
    [Consumes(Json)]
    [Answers(200, "Moved.", Body = typeof(DeliveryResource))]
    [Refuses(ProblemCodes.InvalidDelivery, ProblemCodes.DeliveryNotFound, ProblemCodes.InvalidTransition, ProblemCodes.StockLimitReached, ProblemCodes.PreconditionFailed, ProblemCodes.IdempotencyInProgress, ProblemCodes.IdempotencyKeyReused)]
    public static void MoveDelivery(
        [FromBody] MoveDeliveryBody body,
        [FromRoute(Name = "delivery_id"), StringLength(100), Description("The delivery.")] string deliveryId,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey,
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch)
    {
    }
}
