using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>The operations on work that needs a person as their callers see them. Never run: their attributes describe the API.</summary>
internal static class WorkOperations
{
    private const string Json = "application/json";
    private const string WorkId = "The order or the delivery that needs a person: one of `GET /api/orders?attention=true` or `GET /api/delivery?attention=true`.";

    [Tags("Work")]
    [EndpointSummary("Repeat a call that needs a person")]
    [EndpointDescription(
        "Has the capture, void or refund of an order, or the booking of a delivery, made again in the background; a pending order is looked up at its gateway. "
        + "A refused call is sent under a new key, one with an unknown outcome under the same one. What is being retried already is left as it is.")]
    [Answers(202, "It is made again.", Body = typeof(WorkResource))]
    [Refuses(
        ProblemCodes.InvalidResolution,
        ProblemCodes.WorkNotFound,
        ProblemCodes.NotResolvable,
        ProblemCodes.OrderNotDeliverable,
        ProblemCodes.BodyTooLarge,
        ProblemCodes.IdempotencyKeyReused)]
    public static void RetryWork(
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }

    [Tags("Work")]
    [EndpointSummary("Record that a call was made another way")]
    [EndpointDescription(
        "The capture, void or refund was made in the gateway's dashboard or by bank transfer, or the courier was booked by phone. No call is made for it any more. "
        + "`attention` is the reason that the person saw: nothing changes when it is another one by now.")]
    [Consumes(Json)]
    [Answers(200, "Recorded. An order keeps it as `resolution`.", Body = typeof(WorkResource))]
    [Refuses(
        ProblemCodes.InvalidResolution,
        ProblemCodes.WorkNotFound,
        ProblemCodes.AttentionChanged,
        ProblemCodes.NotResolvable,
        ProblemCodes.CallInFlight,
        ProblemCodes.OrderNotDeliverable,
        ProblemCodes.IdempotencyKeyReused)]
    public static void MarkWorkDone(
        [FromBody] MarkWorkDoneBody body,
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }

    [Tags("Work")]
    [EndpointSummary("Give up a call that needs a person")]
    [EndpointDescription(
        "An order whose capture is given up is cancelled and its stock released; a void or a refund is not made any more. A delivery whose booking is given up fails. "
        + "`attention` is the reason that the person saw: nothing changes when it is another one by now.")]
    [Consumes(Json)]
    [Answers(200, "Given up. An order keeps the reason as `resolution`.", Body = typeof(WorkResource))]
    [Refuses(
        ProblemCodes.InvalidResolution,
        ProblemCodes.WorkNotFound,
        ProblemCodes.AttentionChanged,
        ProblemCodes.NotResolvable,
        ProblemCodes.CallInFlight,
        ProblemCodes.IdempotencyKeyReused)]
    public static void GiveUpWork(
        [FromBody] GiveUpWorkBody body,
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }
}
