using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Refunds of orders.</summary>
internal static class RefundEndpoints
{
    [Tags("Refunds")]
    [EndpointName("createRefund")]
    [EndpointSummary("Give money of an order back")]
    [EndpointDescription(
        "Of an order whose money is captured: `amount`, or what `items` and `shipping` are worth, or all that is left when none of them is sent. A copy is worth its price and its share of the order's adjustments but shipping.\n\n"
        + "The refund is on record with the answer and is made in the background: `status` goes from `pending` to `succeeded` or `failed`, and `payment_status` of the order follows. "
        + "What is pending counts as given back: all refunds of an order together never exceed what was captured. An order has at most 100 refunds. With `If-Match`, only if the order still has that `ETag`.")]
    [Consumes("application/json")]
    [Responds(201, "On record; it is made in the background.")]
    [Refuses(ProblemCodes.InvalidRefund, ProblemCodes.OrderNotFound, ProblemCodes.OrderNotRefundable, ProblemCodes.RefundExceedsCaptured)]
    public static async ValueTask<ApiResult<RefundResource>> CreateAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        RequiredIdempotencyKey idempotency,
        UpdateConditions conditions,
        JsonBody<CreateRefundBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!OrderItems.TryRead(input.Items, ProblemCodes.InvalidRefund, out var copies, out var problem))
        {
            return problem!;
        }

        if (RefundOutcomes.ProblemOf(input) is { } invalid)
        {
            return invalid;
        }

        var request = new CreateRefundRequest
        {
            OrderId = ApiRequest.IdOf(orderId),
            Amount = input.Amount,
            Items = [.. copies.GroupBy(static copy => copy.Isbn).Select(static book => new RefundItem(book.Key, book.Sum(static copy => copy.Quantity)))],
            Shipping = input.Shipping == true,
            Reason = input.Reason,
            Note = input.Note,
            ExpectedVersion = conditions.Expected,
            IdempotencyKey = idempotency.Key,
        };
        var result = await ApiRequest.Service<IRefundService>(context).CreateAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != CreateRefundOutcome.Created)
        {
            return result is { Outcome: CreateRefundOutcome.InvalidItems, Isbn: { } isbn }
                ? await OrderItems.NotOrderedAsync(ProblemCodes.InvalidRefund, copies, isbn, request.OrderId, context, cancellationToken).ConfigureAwait(false)
                : RefundOutcomes.ProblemOf(result, copies);
        }

        var refund = result.Refund!;
        return new ApiResult<RefundResource>(Resources.From(refund))
        {
            Status = StatusCodes.Status201Created,
            Location = ApiRequest.LocationOf(context, "refunds", refund.Id.ToString()),
            Version = refund.Version,
            Replayed = result.Replayed,
        };
    }

    [Tags("Refunds")]
    [EndpointName("listRefunds")]
    [EndpointSummary("List the refunds of an order")]
    [EndpointDescription("Refunds of an order, the oldest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The refunds.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.OrderNotFound)]
    public static async ValueTask<ListResult<Refund, RefundResource>> ListAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var refunds = ApiRequest.Service<IRefundService>(context);
        return await OrderParts.ListAsync(orderId, page, context, (id, request) => refunds.ListAsync(id, request, cancellationToken), Resources.From, cancellationToken).ConfigureAwait(false);
    }

    [Tags("Refunds")]
    [EndpointName("getRefund")]
    [EndpointSummary("Read a refund")]
    [EndpointDescription("The refund and its status.")]
    [Responds(200, "The refund.")]
    [Refuses(ProblemCodes.RefundNotFound)]
    public static async ValueTask<ApiResult<RefundResource>> GetAsync(
        [FromRoute(Name = "refund_id"), StringLength(100), Description("The refund.")] string refundId,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var refund = await ApiRequest.Service<IRefundService>(context).FindAsync(ApiRequest.IdOf(refundId), cancellationToken).ConfigureAwait(false);
        return refund is null ? Problems.RefundNotFound : new ApiResult<RefundResource>(Resources.From(refund)) { Version = refund.Version, Conditions = conditions };
    }
}
