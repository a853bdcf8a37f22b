using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>The payment of an order that was placed.</summary>
internal static class PaymentEndpoints
{
    [Tags("Orders")]
    [EndpointName("captureOrder")]
    [EndpointSummary("Capture an order's held amount")]
    [EndpointDescription(
        "Takes the amount that is held for a confirmed order, where the shop does not capture at once by itself, or a part of it. A part can be taken once: the rest is released.\n\n"
        + "`payment_status` of the answer says what the gateway answered: `captured`, `capture_failed`, or `authorized` while it is not known; the server repeats the call then. Send `{}` to capture all of it.")]
    [Consumes("application/json")]
    [Responds(200, "The order as it is now.")]
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.OrderNotFound, ProblemCodes.PaymentNotCapturable, ProblemCodes.IdempotencyInProgress)]
    public static async ValueTask<ApiResult<OrderResource>> CaptureAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<CapturePaymentBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var request = new CapturePaymentRequest { OrderId = ApiRequest.IdOf(orderId), Amount = body.Value.Amount, IdempotencyKey = idempotency.Key, ExpectedVersion = conditions.Expected };
        if (request.Amount is { } amount && await FindProblemAsync(request.OrderId, amount, context, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var result = await ApiRequest.Service<IOrderWorkflow>(context).CapturePaymentAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            CapturePaymentOutcome.OrderNotFound => Problems.OrderNotFound,
            CapturePaymentOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
            CapturePaymentOutcome.PreconditionFailed => Problems.PreconditionFailed,
            CapturePaymentOutcome.NotCapturable => NotCapturable(result.Order!, request.Amount),
            _ => OrderEndpoints.ResultOf(result.Order!, replayed: result.Replayed),
        };
    }

    // How many decimals an amount may have is known once the order is.
    private static async ValueTask<ApiProblem?> FindProblemAsync(Guid orderId, decimal amount, HttpContext context, CancellationToken cancellationToken)
    {
        if (amount <= 0)
        {
            return Problems.Invalid(ProblemCodes.InvalidOrder, Problems.InvalidBody, "/amount", "must be more than 0");
        }

        var order = await ApiRequest.Service<ISalesService>(context).FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        return order is null || Money.TryCreate(amount, order.Total.Currency, out _)
            ? null
            : Problems.Invalid(ProblemCodes.InvalidOrder, Problems.InvalidBody, "/amount", $"must be an amount in {order.Total.Currency}, with no more decimals than it has");
    }

    private static ApiProblem NotCapturable(Order order, decimal? amount)
    {
        var reason = amount > order.Total.Amount ? $"the order's total is {order.Total}" : $"its payment is {StatusNames.Of(order.PaymentStatus)}, and nothing waits to be captured";
        var problem = Problems.Make(ProblemCodes.PaymentNotCapturable, $"The payment cannot be captured: {reason}. Nothing changed.");
        return problem with { Body = problem.Body with { OrderId = order.Id.ToString() } };
    }
}
