using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>What happens to returns.</summary>
internal static class ReturnMoveEndpoints
{
    [Tags("Returns")]
    [EndpointName("approveReturn")]
    [EndpointSummary("Approve a return")]
    [EndpointDescription("Its copies are expected then. Approving it again changes nothing.")]
    [Responds(200, "Approved.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.ReturnNotFound, ProblemCodes.InvalidTransition)]
    public static async ValueTask<ApiResult<ReturnResource>> ApproveAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResultOf(await ApiRequest.Service<IReturnService>(context).ApproveAsync(ApiRequest.IdOf(returnId), conditions.Expected, cancellationToken).ConfigureAwait(false), ReturnStatus.Approved);

    [Tags("Returns")]
    [EndpointName("rejectReturn")]
    [EndpointSummary("Reject a return")]
    [EndpointDescription("The shop does not take the copies back; another return can be about them. Rejecting it again changes nothing.")]
    [Consumes("application/json")]
    [Responds(200, "Rejected.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.ReturnNotFound, ProblemCodes.InvalidTransition)]
    public static async ValueTask<ApiResult<ReturnResource>> RejectAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        UpdateConditions conditions,
        JsonBody<RejectReturnBody> body,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResultOf(await ApiRequest.Service<IReturnService>(context).RejectAsync(ApiRequest.IdOf(returnId), body.Value.Reason, conditions.Expected, cancellationToken).ConfigureAwait(false), ReturnStatus.Rejected);

    [Tags("Returns")]
    [EndpointName("receiveReturn")]
    [EndpointSummary("Receive the copies of a return")]
    [EndpointDescription(
        "Of an approved return: how many copies of each book came, and how many of them can be sold again. In one commit, all of them come back into stock (`returned`), those that cannot be sold are written off (`adjusted`, with the return's id as the "
        + "reference), and the refund of what came is made, unless the shop makes refunds by hand: each copy is worth what was paid for it, never more than is refundable. What was announced does not matter. Receiving the same again changes nothing.")]
    [Consumes("application/json")]
    [Responds(200, "Received.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.ReturnNotFound, ProblemCodes.InvalidTransition, ProblemCodes.ReturnExceedsDelivered, ProblemCodes.StockLimitReached)]
    public static async ValueTask<ApiResult<ReturnResource>> ReceiveAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        UpdateConditions conditions,
        JsonBody<ReceiveReturnBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!ReturnItems.TryRead(body.Value.Items, out var items, out var problem))
        {
            return problem!;
        }

        var request = new ReceiveReturnRequest { ReturnId = ApiRequest.IdOf(returnId), Items = items, ExpectedVersion = conditions.Expected };
        var result = await ApiRequest.Service<IReturnService>(context).ReceiveAsync(request, cancellationToken).ConfigureAwait(false);
        return ResultOf(result, ReturnStatus.Received, body.Value.Items);
    }

    [Tags("Returns")]
    [EndpointName("completeReturn")]
    [EndpointSummary("Complete a return")]
    [EndpointDescription("Of a received return: nothing more is done about it. Completing it again changes nothing.")]
    [Responds(200, "Completed.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.ReturnNotFound, ProblemCodes.InvalidTransition)]
    public static async ValueTask<ApiResult<ReturnResource>> CompleteAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResultOf(await ApiRequest.Service<IReturnService>(context).CompleteAsync(ApiRequest.IdOf(returnId), conditions.Expected, cancellationToken).ConfigureAwait(false), ReturnStatus.Completed);

    [Tags("Returns")]
    [EndpointName("cancelReturn")]
    [EndpointSummary("Cancel a return")]
    [EndpointDescription("Of a requested or approved return: its copies do not come, and another return can be about them. Cancelling it again changes nothing.")]
    [Responds(200, "Cancelled.")]
    [Refuses(ProblemCodes.InvalidReturn, ProblemCodes.ReturnNotFound, ProblemCodes.InvalidTransition)]
    public static async ValueTask<ApiResult<ReturnResource>> CancelAsync(
        [FromRoute(Name = "return_id"), StringLength(100), Description("The return.")] string returnId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResultOf(await ApiRequest.Service<IReturnService>(context).CancelAsync(ApiRequest.IdOf(returnId), conditions.Expected, cancellationToken).ConfigureAwait(false), ReturnStatus.Cancelled);

    private static ApiResult<ReturnResource> ResultOf(MoveReturnResult result, ReturnStatus status, IReadOnlyList<ReceivedItemBody>? items = null)
    {
        if (result.Outcome != MoveReturnOutcome.Moved)
        {
            return ReturnOutcomes.ProblemOf(result, status, items ?? []);
        }

        var moved = result.Return!;
        return new ApiResult<ReturnResource>(Resources.From(moved)) { Version = ReturnEndpoints.VersionOf(moved) };
    }
}
