using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Returns of orders, and withdrawals.</summary>
internal static class ReturnEndpoints
{
    [Tags("Returns")]
    [EndpointName("createReturn")]
    [EndpointSummary("Request a return")]
    [EndpointDescription(
        "Of copies that have arrived. While it is requested or approved, it reserves them: no other return can be about them. An order has at most 100 returns. With `If-Match`, only if the order still has that `ETag`.")]
    [Consumes("application/json")]
    [Responds(201, "Requested.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.OrderNotFound, ProblemCodes.ReturnExceedsDelivered)]
    public static async ValueTask<ApiResult<ReturnResource>> CreateAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        RequiredIdempotencyKey idempotency,
        UpdateConditions conditions,
        JsonBody<CreateReturnBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!ReturnItems.TryRead(input.Items, out var items, out var problem))
        {
            return problem!;
        }

        var request = new CreateReturnRequest
        {
            OrderId = ApiRequest.IdOf(orderId),
            Items = items,
            Shipping = input.Shipping == true,
            Note = input.Note,
            ExpectedVersion = conditions.Expected,
            IdempotencyKey = idempotency.Key,
        };
        var result = await ApiRequest.Service<IReturnService>(context).CreateAsync(request, cancellationToken).ConfigureAwait(false);
        return Created(context, result, input.Items);
    }

    [Tags("Returns")]
    [EndpointName("withdrawOrder")]
    [EndpointSummary("Withdraw from an order")]
    [EndpointDescription(
        "The customer's withdrawal from an order, or from `items` of it (Directive (EU) 2023/2673). It is accepted in every status of the order, also late and before the goods have arrived; `receipt` states what was received and when, and is to be "
        + "given to the customer. It is on record as a return of the kind `withdrawal`: `approved`, or `requested` where the shop has to decide because it is late or nothing is left to give back. Send `{}` to withdraw from all of the order. With `If-Match`, only if the order still has that `ETag`.")]
    [Consumes("application/json")]
    [Responds(201, "Received.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.OrderNotFound, ProblemCodes.ReturnExceedsDelivered)]
    public static async ValueTask<ApiResult<ReturnResource>> WithdrawAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        RequiredIdempotencyKey idempotency,
        UpdateConditions conditions,
        JsonBody<WithdrawBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!ReturnItems.TryRead(input.Items ?? [], out var items, out var problem))
        {
            return problem!;
        }

        var request = new WithdrawRequest
        {
            OrderId = ApiRequest.IdOf(orderId),
            Items = items,
            Statement = input.Statement,
            ExpectedVersion = conditions.Expected,
            IdempotencyKey = idempotency.Key,
        };
        var result = await ApiRequest.Service<IReturnService>(context).WithdrawAsync(request, cancellationToken).ConfigureAwait(false);
        return Created(context, result, input.Items ?? []);
    }

    [Tags("Returns")]
    [EndpointName("listReturnsOfOrder")]
    [EndpointSummary("List the returns of an order")]
    [EndpointDescription("Returns and withdrawals of an order, the oldest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The returns.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.OrderNotFound)]
    public static async ValueTask<ListResult<Return, ReturnResource>> ListOfOrderAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var returns = ApiRequest.Service<IReturnService>(context);
        return await OrderParts.ListAsync(orderId, page, context, (id, request) => returns.ListAsync(id, request, cancellationToken), Resources.From, cancellationToken).ConfigureAwait(false);
    }

    [Tags("Returns")]
    [EndpointName("listReturns")]
    [EndpointSummary("List returns")]
    [EndpointDescription("Returns and withdrawals of all orders, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The returns.")]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static ListResult<Return, ReturnResource> List(
        [FromQuery(Name = "status"), AllowedValues(ReturnStatuses.Requested, ReturnStatuses.Approved, ReturnStatuses.Rejected, ReturnStatuses.Received, ReturnStatuses.Completed, ReturnStatuses.Cancelled), Description("Returns of this status only.")] string? status,
        [FromQuery(Name = "attention"), DefaultValue(false), Description("`true`: only returns that a person has to look at; `attention` of each says why. They are listed by how long they wait, the longest first.")] bool? attention,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var query = new ReturnQuery { Status = StatusNames.ParseReturn(status), Attention = attention == true, After = page.After };
        var returns = ApiRequest.Service<IReturnService>(context);
        return new(page.Size, limit => returns.ListAsync(query with { Limit = limit }, cancellationToken), Resources.From);
    }

    [Tags("Returns")]
    [EndpointName("getReturn")]
    [EndpointSummary("Read a return")]
    [EndpointDescription("The return and its status.")]
    [Responds(200, "The return.")]
    [Refuses(ProblemCodes.ReturnNotFound)]
    public static async ValueTask<ApiResult<ReturnResource>> GetAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var found = await ApiRequest.Service<IReturnService>(context).FindAsync(ApiRequest.IdOf(returnId), cancellationToken).ConfigureAwait(false);
        return found is null ? Problems.ReturnNotFound : new ApiResult<ReturnResource>(Resources.From(found)) { Version = VersionOf(found), Conditions = conditions };
    }

    /// <summary>The version of a return, as its entity tag has it.</summary>
    internal static string VersionOf(Return known) => known.Version.ToString(CultureInfo.InvariantCulture);

    private static ApiResult<ReturnResource> Created(HttpContext context, CreateReturnResult result, IReadOnlyList<ReturnItemBody> items)
    {
        if (result.Outcome != CreateReturnOutcome.Created)
        {
            return ReturnOutcomes.ProblemOf(result, items);
        }

        var made = result.Return!;
        return new ApiResult<ReturnResource>(Resources.From(made))
        {
            Status = StatusCodes.Status201Created,
            Location = ApiRequest.LocationOf(context, "returns", made.Id.ToString()),
            Version = VersionOf(made),
            Replayed = result.Replayed,
        };
    }
}
