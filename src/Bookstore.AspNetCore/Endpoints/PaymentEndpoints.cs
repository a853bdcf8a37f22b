using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.OrderNotFound, ProblemCodes.PaymentNotCapturable)]
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
        return ProblemOf(result, request.Amount) is { } refusal ? refusal : OrderEndpoints.ResultOf(result.Order!, replayed: result.Replayed);
    }

    [Tags("Orders")]
    [EndpointName("payOrder")]
    [EndpointSummary("Pay an order again")]
    [EndpointDescription(
        "Authorizes a confirmed order with another payment, after its capture was refused for good or its authorization ended (`payment_status` `capture_failed` or `voided` while the order is `created`). What is still held of the payment before is released first.\n\n"
        + "`202` says that the outcome is not known yet, or, with `action`, that the customer has to act; read the order. After `402` nothing is held, and the order can be paid another way or cancelled.")]
    [Consumes("application/json")]
    [Responds(200, "Authorized; the capture follows.")]
    [Responds(202, "The payment's outcome is not known yet.")]
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.OrderNotFound, ProblemCodes.PaymentDeclined, ProblemCodes.PaymentNotRetryable)]
    public static async ValueTask<ApiResult<OrderResource>> PayAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<PayOrderBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!PaymentBodies.TryRead(body.Value.Payment, out var payment, out var problem))
        {
            return problem!;
        }

        var request = new AuthorizeAgainRequest { OrderId = ApiRequest.IdOf(orderId), Payment = payment, IdempotencyKey = idempotency.Key, ExpectedVersion = conditions.Expected };
        var result = await ApiRequest.Service<IOrderWorkflow>(context).AuthorizeAgainAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            AuthorizeAgainOutcome.OrderNotFound => Problems.OrderNotFound,
            AuthorizeAgainOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
            AuthorizeAgainOutcome.PreconditionFailed => Problems.PreconditionFailed,
            AuthorizeAgainOutcome.NotRetryable => OfOrder(Problems.Make(ProblemCodes.PaymentNotRetryable, $"The order cannot be paid again: its payment is {StatusNames.Of(result.Order!.PaymentStatus)}. Nothing was authorized."), result.Order),
            AuthorizeAgainOutcome.NotReleased => OfOrder(Problems.Make(ProblemCodes.PaymentNotRetryable, "The order cannot be paid again yet: what may still be held of the payment before could not be released. Nothing was authorized: send it again.", TimeSpan.FromSeconds(5)), result.Order!),
            AuthorizeAgainOutcome.Declined => OfOrder(Problems.Make(ProblemCodes.PaymentDeclined, $"Payment failed: {result.Order!.PaymentFailureCode}. Nothing is held; the order can be paid another way or cancelled."), result.Order) with { Replayed = result.Replayed },
            _ => ResultOf(result),
        };
    }

    /// <summary>Why a payment was not captured; <see langword="null"/> when it is.</summary>
    internal static ApiProblem? ProblemOf(CapturePaymentResult result, decimal? amount) => result.Outcome switch
    {
        CapturePaymentOutcome.OrderNotFound => Problems.OrderNotFound,
        CapturePaymentOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        CapturePaymentOutcome.PreconditionFailed => Problems.PreconditionFailed,
        CapturePaymentOutcome.NotCapturable => NotCapturable(result.Order!, amount),
        _ => null,
    };

    private static ApiResult<OrderResource> ResultOf(AuthorizeAgainResult result)
    {
        var order = result.Order!;
        return new ApiResult<OrderResource>(Resources.From(order) with { Action = Resources.From(result.Action) })
        {
            Status = result.Outcome == AuthorizeAgainOutcome.Pending ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            Version = order.Version.ToString(CultureInfo.InvariantCulture),
            Replayed = result.Replayed,
        };
    }

    private static ApiProblem OfOrder(ApiProblem problem, Order order) => problem with { Body = problem.Body with { OrderId = order.Id.ToString() } };

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
        var held = order.CaptureAmount ?? order.Total;
        var reason = amount > order.Total.Amount ? $"the order's total is {order.Total}"
            : amount > held.Amount ? $"copies were cancelled, and {held} is left to capture"
            : $"its payment is {StatusNames.Of(order.PaymentStatus)}, and nothing waits to be captured";
        var problem = Problems.Make(ProblemCodes.PaymentNotCapturable, $"The payment cannot be captured: {reason}. Nothing changed.");
        return OfOrder(problem, order);
    }
}
