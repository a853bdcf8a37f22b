using System.Collections.ObjectModel;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Orders.</summary>
internal static class OrderEndpoints
{
    [Tags("Orders")]
    [EndpointName("placeOrder")]
    [EndpointSummary("Place an order")]
    [EndpointDescription(
        "Holds the stock of all items or of none, authorizes the payment, confirms the order. The money is captured in the background.\n\n"
        + "A declined payment leaves a rejected order (`order_id` of the problem) and holds nothing. `202` says that the payment's outcome is not known yet: "
        + "the order is confirmed or rejected by itself, read it again. With `payment_status` `action_required`, the customer has to take the step in `action` first. The price is the catalogue's at that moment; the same ISBN twice is one line with the sum.\n\n"
        + "Of a book with a `backorder_limit`, more copies can be ordered than are there: `waiting` of the order's items says for how many they wait. Copies that come in are allocated first come first served.\n\n"
        + "`adjustments` are added to it: shipping, tax, fees, discounts. Those below zero need the role `orders.price` beside `orders.write`. Each is divided among the items, `allocated` of the order says how.\n\n"
        + "`429` also says that too many of the customer's orders of the last hour are unpaid or were declined.")]
    [Consumes("application/json")]
    [Responds(201, "Confirmed.")]
    [Responds(202, "Written and held; the payment's outcome is not known yet.")]
    [Refuses(
        ProblemCodes.InvalidOrder,
        ProblemCodes.UnknownBook,
        ProblemCodes.PaymentDeclined,
        ProblemCodes.InsufficientStock,
        ProblemCodes.NotSellableYet,
        ProblemCodes.ReservationNotHeld,
        ProblemCodes.TotalChanged,
        ProblemCodes.QuoteExpired,
        ProblemCodes.PriceFixed,
        ProblemCodes.PolicyRefused,
        ProblemCodes.IdempotencyInProgress)]
    public static async ValueTask<ApiResult<OrderReceipt>> PlaceAsync(
        IdempotencyKeyHeader idempotency,
        JsonBody<PlaceOrderBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!OrderItems.TryReadLines(input.Items, ProblemCodes.InvalidOrder, out var lines, out var problem))
        {
            return problem!;
        }

        if (!PaymentBodies.TryRead(input.Payment, out var payment, out problem))
        {
            return problem!;
        }

        Guid reservation = default;
        if (input.ReservationId is not null && !ApiRequest.TryId(input.ReservationId, out reservation))
        {
            return PlaceOrderOutcomes.ReservationNotHeld;
        }

        Guid quote = default;
        if (input.QuoteId is not null && !ApiRequest.TryId(input.QuoteId, out quote))
        {
            return PlaceOrderOutcomes.QuoteExpired;
        }

        var client = ApiRequest.ClientOf(context);
        (var adjustments, problem) = await OrderAdjustments.ReadAsync(input.Adjustments, lines, client, context, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            return problem;
        }

        var request = new PlaceOrderRequest
        {
            CustomerId = input.CustomerId,
            ReservationId = reservation == default ? null : reservation,
            QuoteId = quote == default ? null : quote,
            Lines = lines,
            Payment = payment,
            Adjustments = adjustments,
            Metadata = input.Metadata ?? ReadOnlyDictionary<string, string>.Empty,
            PlacedBy = client.Name,
            ExpectedTotal = input.ExpectedTotal,
            IdempotencyKey = idempotency.Key,
        };
        var placing = ApiRequest.Service<IOrderWorkflow>(context).PlaceAsync(request, cancellationToken);

        // Looked at before it is awaited: that would throw, and a crowded host refuses more than it does anything else.
        if (placing.IsFaulted && placing.Exception.InnerException is BookstoreOverloadedException overloaded)
        {
            return Problems.Overloaded(overloaded.RetryAfter);
        }

        return ResultOf(await placing.ConfigureAwait(false), lines, input.ExpectedTotal, context);
    }

    [Tags("Orders")]
    [EndpointName("getOrder")]
    [EndpointSummary("Read an order")]
    [EndpointDescription("The order, its items, and the status of its payment.")]
    [Responds(200, "The order.")]
    [Refuses(ProblemCodes.OrderNotFound)]
    public static async ValueTask<ApiResult<OrderResource>> GetAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var order = await ApiRequest.Service<ISalesService>(context).FindOrderAsync(ApiRequest.IdOf(orderId), cancellationToken).ConfigureAwait(false);
        return order is null ? Problems.OrderNotFound : ResultOf(order, conditions);
    }

    [Tags("Orders")]
    [EndpointName("listOrders")]
    [EndpointSummary("List orders")]
    [EndpointDescription("Orders that meet all conditions, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there: a page may be short or empty although more follows.")]
    [Responds(200, "The orders.")]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static ListResult<Order, OrderResource> List(
        [FromQuery(Name = "customer_id"), StringLength(Order.MaxCustomerIdLength, MinimumLength = 1), Description("Orders of this customer only.")] string? customerId,
        [FromQuery(Name = "status"), AllowedValues(OrderStatuses.Pending, OrderStatuses.Created, OrderStatuses.Rejected, OrderStatuses.Cancelled, OrderStatuses.Delivered), Description("Orders of this status only.")] string? status,
        [FromQuery(Name = "payment_status"), AllowedValues(
            PaymentStatuses.Pending,
            PaymentStatuses.Authorized,
            PaymentStatuses.Captured,
            PaymentStatuses.CaptureFailed,
            PaymentStatuses.Declined,
            PaymentStatuses.Voided,
            PaymentStatuses.Refunded,
            PaymentStatuses.NotRequired,
            PaymentStatuses.ActionRequired,
            PaymentStatuses.RefundFailed, PaymentStatuses.PartiallyRefunded), Description("Orders of this payment status only.")] string? paymentStatus,
        [FromQuery(Name = "fulfilment"), AllowedValues(Fulfilments.None, Fulfilments.Partial, Fulfilments.Dispatched, Fulfilments.Delivered, Fulfilments.Returned), Description("Orders whose copies have got so far only.")] string? fulfilment,
        [FromQuery(Name = "q"), StringLength(Order.MaxCustomerIdLength, MinimumLength = 1), Description(
            "Orders that this text means: the beginning of an order's id, at least 4 characters; its customer, all of the name; one of its books, an ISBN; or the tracking number of one of its deliveries or parcels, all of it.")] string? search,
        MetadataCondition metadata,
        [FromQuery(Name = "created_after"), Description("Orders placed at this time or later, such as `2026-11-22T10:30:00Z`.")] DateTimeOffset? createdAfter,
        [FromQuery(Name = "created_before"), Description("Orders placed before this time. With `created_after`, time spans that follow each other have each order once.")] DateTimeOffset? createdBefore,
        [FromQuery(Name = "attention"), DefaultValue(false), Description("`true`: only orders that a person has to look at, because the server cannot finish their payment alone; `attention` of each says why.")] bool? attention,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var orders = new OrderQuery
        {
            CustomerId = customerId,
            Status = StatusNames.ParseOrder(status),
            PaymentStatus = StatusNames.ParsePayment(paymentStatus),
            Fulfilment = StatusNames.ParseFulfilment(fulfilment),
            Search = search,
            Metadata = metadata.Pair,
            CreatedAfter = createdAfter,
            CreatedBefore = createdBefore,
            Attention = attention == true,
            After = page.After,
        };
        var sales = ApiRequest.Service<ISalesService>(context);
        return new(page.Size, limit => sales.ListOrdersAsync(orders with { Limit = limit }, cancellationToken), Resources.From);
    }

    [Tags("Orders")]
    [EndpointName("cancelOrder")]
    [EndpointSummary("Cancel an order, or some copies of it")]
    [EndpointDescription(
        "Puts the stock of an order back, as long as nothing was dispatched. The money is voided or refunded in the background: `payment_status` follows. Cancelling twice changes nothing.\n\n"
        + "With `items`, these copies alone are cancelled, also while others are on their way: what they are worth is refunded, without shipping. They must be in no delivery (`409 delivery_exists` names the one to cancel first), "
        + "and a capture that is in progress is waited for, up to two seconds; copies of an order whose amount is held are not captured. Where no copy is left that arrives or has arrived, the order is cancelled as a whole.\n\n"
        + "A pending order is given up: its `status` is `rejected` then, since it was never confirmed, and an authorization that arrives late is voided. Any other order's `status` is `cancelled`.")]
    [Consumes("application/json")]
    [Responds(200, "Cancelled.")]
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.OrderNotFound, ProblemCodes.OrderNotCancellable, ProblemCodes.DeliveryExists)]
    public static async ValueTask<ApiResult<OrderResource>> CancelAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<CancelOrderBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!OrderItems.TryRead(body.Value.Items, ProblemCodes.InvalidOrder, out var copies, out var problem, isEachOnce: true))
        {
            return problem!;
        }

        var request = new CancelOrderRequest
        {
            OrderId = ApiRequest.IdOf(orderId),
            Items = [.. copies.Select(static item => new CancelOrderItem(item.Isbn, item.Quantity))],
            Reason = body.Value.Reason,
            IdempotencyKey = idempotency.Key,
            ExpectedVersion = conditions.Expected,
        };
        var result = await ApiRequest.Service<IOrderWorkflow>(context).CancelAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Outcome == CancelOrderOutcome.NotOrdered)
        {
            return await OrderItems.NotOrderedAsync(ProblemCodes.InvalidOrder, copies, result.Isbn, request.OrderId, context, cancellationToken).ConfigureAwait(false);
        }

        return ProblemOf(result, copies) is { } refusal ? refusal : ResultOf(result.Order!, replayed: result.Replayed);
    }

    [Tags("Orders")]
    [EndpointName("resumeOrder")]
    [EndpointSummary("Ask the gateway about a pending order now")]
    [EndpointDescription("Asks for the outcome of the order's payment and continues the order. The server does the same by itself within seconds; call this when the gateway has just reported something.")]
    [Responds(200, "The order as it is now: it may still be pending.")]
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.OrderNotFound, ProblemCodes.OrderNotPending)]
    public static async ValueTask<ApiResult<OrderResource>> ResumeAsync(
        [FromRoute(Name = "order_id"), StringLength(100), Description("The order.")] string orderId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var result = await ApiRequest.Service<IOrderWorkflow>(context).ResumeAsync(ApiRequest.IdOf(orderId), conditions.Expected, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            ResumeOrderOutcome.OrderNotFound => Problems.OrderNotFound,
            ResumeOrderOutcome.PreconditionFailed => Problems.PreconditionFailed,
            ResumeOrderOutcome.NotPending => NotPending(result.Order!),
            _ => ResultOf(result.Order!),
        };
    }

    /// <summary>Why an order was not cancelled; <see langword="null"/> when it was.</summary>
    internal static ApiProblem? ProblemOf(CancelOrderResult result, IReadOnlyList<(Isbn Isbn, int Quantity)> copies) => result.Outcome switch
    {
        CancelOrderOutcome.OrderNotFound => Problems.OrderNotFound,
        CancelOrderOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        CancelOrderOutcome.PreconditionFailed => Problems.PreconditionFailed,
        CancelOrderOutcome.NotOrdered => OrderItems.NotOrdered(ProblemCodes.InvalidOrder, copies, result.Isbn),
        CancelOrderOutcome.NotCancellable or CancelOrderOutcome.NotLeft or CancelOrderOutcome.InDelivery or CancelOrderOutcome.PaymentNotCaptured or CancelOrderOutcome.TooManyRefunds => NotCancellable(result),
        _ => null,
    };

    private static ApiResult<OrderReceipt> ResultOf(PlaceOrderResult result, PlaceOrderLine[] lines, decimal? expectedTotal, HttpContext context)
    {
        if (result.Outcome is not (PlaceOrderOutcome.Created or PlaceOrderOutcome.Pending))
        {
            return PlaceOrderOutcomes.ProblemOf(result, lines, expectedTotal);
        }

        var created = result.Outcome == PlaceOrderOutcome.Created;
        var receipt = Resources.Receipt(result.Order!, created ? OrderStatuses.Created : OrderStatuses.Pending, result.Action);
        return new ApiResult<OrderReceipt>(receipt)
        {
            Status = created ? StatusCodes.Status201Created : StatusCodes.Status202Accepted,
            Location = ApiRequest.LocationOf(context, receipt.OrderId),
            Replayed = result.Replayed,
        };
    }

    internal static ApiResult<OrderResource> ResultOf(Order order, ReadConditions? conditions = null, bool replayed = false) =>
        new(Resources.From(order)) { Version = order.Version.ToString(CultureInfo.InvariantCulture), Conditions = conditions, Replayed = replayed };

    private static ApiProblem NotPending(Order order)
    {
        var problem = Problems.Make(ProblemCodes.OrderNotPending, $"The order is {StatusNames.Of(order.Status)}: there is nothing to ask its gateway about.");
        return problem with { Body = problem.Body with { OrderId = order.Id.ToString() } };
    }

    private static ApiProblem NotCancellable(CancelOrderResult result)
    {
        var problem = result.Outcome switch
        {
            CancelOrderOutcome.InDelivery => Problems.Make(ProblemCodes.DeliveryExists, $"Copies of {result.Isbn} are in a scheduled delivery. Nothing changed; cancel the delivery first."),
            CancelOrderOutcome.NotLeft => Problems.Make(
                ProblemCodes.OrderNotCancellable, $"Fewer copies of {result.Isbn} are left than the request names: the others were cancelled or have left the shop. Nothing changed."),
            CancelOrderOutcome.PaymentNotCaptured => Problems.Make(
                ProblemCodes.OrderNotCancellable, "Items cannot be cancelled while the order's money is being captured, could not be, or it is not known yet which gateway has it. Nothing changed; try again in a moment, or cancel the whole order."),
            CancelOrderOutcome.TooManyRefunds => Problems.Make(
                ProblemCodes.OrderNotCancellable, string.Create(CultureInfo.InvariantCulture, $"The order has {Order.MaxRefunds} refunds, the most that one can have. Nothing changed.")),
            _ => Problems.Make(ProblemCodes.OrderNotCancellable, $"The order cannot be cancelled: {ReasonOf(result.Order)}. Nothing changed."),
        };
        return problem with { Body = problem.Body with { OrderId = result.Order?.Id.ToString(), DeliveryId = result.DeliveryId?.ToString(), Isbn = result.Isbn?.ToString() } };
    }

    private static string ReasonOf(Order? order) => order switch
    {
        { IsDispatched: true } => "its goods are on their way",
        { } => $"it is {StatusNames.Of(order.Status)}",
        null => "it is too late",
    };
}
