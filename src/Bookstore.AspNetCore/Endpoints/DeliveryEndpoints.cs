using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Deliveries of orders.</summary>
internal static class DeliveryEndpoints
{
    [Tags("Deliveries")]
    [EndpointName("scheduleDelivery")]
    [EndpointSummary("Schedule a delivery")]
    [EndpointDescription("Plans the delivery of a confirmed order: of `items`, or of all that is left to deliver and allocated. Several deliveries may be open at a time. The courier is booked in the background: `tracking_number` follows. An order has at most 30 deliveries.")]
    [Consumes("application/json")]
    [Responds(201, "Scheduled.")]
    [Refuses(
        ProblemCodes.InvalidDelivery,
        ProblemCodes.OrderNotFound,
        ProblemCodes.OrderNotDeliverable,
        ProblemCodes.DeliveryExists,
        ProblemCodes.TooManyDeliveries,
        ProblemCodes.NotAllocated)]
    public static async ValueTask<ApiResult<DeliveryResource>> ScheduleAsync(
        IdempotencyKeyHeader idempotency,
        JsonBody<ScheduleDeliveryBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!ApiRequest.TryId(input.OrderId, out var orderId))
        {
            return Problems.OrderNotFound;
        }

        if (!OrderItems.TryRead(input.Items, ProblemCodes.InvalidDelivery, out var copies, out var problem))
        {
            return problem!;
        }

        var request = new ScheduleDeliveryRequest
        {
            OrderId = orderId,
            Lines = [.. copies.Select(static line => new DeliveryLine(line.Isbn, line.Quantity))],
            Address = input.Address.Text,
            IdempotencyKey = idempotency.Key,
        };

        if (!DeliveryBodies.TryRead(input, ref request, out problem))
        {
            return problem!;
        }

        // A name that shows nothing is none.
        if (input.Courier is not null && VisibleText.IsIn(input.Courier))
        {
            request = request with { Courier = input.Courier };
        }

        var result = await ApiRequest.Service<IDeliveryService>(context).ScheduleAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != ScheduleDeliveryOutcome.Scheduled)
        {
            return result.Outcome == ScheduleDeliveryOutcome.NotOrdered
                ? await OrderItems.NotOrderedAsync(ProblemCodes.InvalidDelivery, copies, result.Isbn, orderId, context, cancellationToken).ConfigureAwait(false)
                : ProblemOf(result, copies);
        }

        var resource = Resources.From(result.Delivery!);
        return new ApiResult<DeliveryResource>(resource)
        {
            Status = StatusCodes.Status201Created,
            Location = ApiRequest.LocationOf(context, resource.DeliveryId),
            Version = result.Delivery!.Version,
            Replayed = result.Replayed,
        };
    }

    [Tags("Deliveries")]
    [EndpointName("getDelivery")]
    [EndpointSummary("Read a delivery")]
    [EndpointDescription("The delivery and its status.")]
    [Responds(200, "The delivery.")]
    [Refuses(ProblemCodes.DeliveryNotFound)]
    public static async ValueTask<ApiResult<DeliveryResource>> GetAsync(
        [FromRoute(Name = "delivery_id"), StringLength(100), Description("The delivery.")] string deliveryId,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var delivery = await ApiRequest.Service<IDeliveryService>(context).FindAsync(ApiRequest.IdOf(deliveryId), cancellationToken).ConfigureAwait(false);
        if (delivery is null)
        {
            return Problems.DeliveryNotFound;
        }

        return new ApiResult<DeliveryResource>(Resources.From(delivery)) { Version = delivery.Version, Conditions = conditions };
    }

    [Tags("Deliveries")]
    [EndpointName("listDeliveries")]
    [EndpointSummary("List deliveries")]
    [EndpointDescription("Deliveries, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The deliveries.")]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static ListResult<Delivery, DeliveryResource> List(
        [FromQuery(Name = "order_id"), StringLength(100, MinimumLength = 1), Description("Deliveries of this order only.")] string? orderId,
        [FromQuery(Name = "status"), AllowedValues(DeliveryStatuses.Scheduled, DeliveryStatuses.Dispatched, DeliveryStatuses.InTransit, DeliveryStatuses.Delivered, DeliveryStatuses.Failed, DeliveryStatuses.Returned, DeliveryStatuses.Cancelled, DeliveryStatuses.Lost), Description("Deliveries of this status only.")] string? status,
        [FromQuery(Name = "attention"), DefaultValue(false), Description("`true`: only deliveries that a person has to look at, because the server cannot settle them with their courier alone; `attention` of each says why.")] bool? attention,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var hasOrder = ApiRequest.TryId(orderId, out var id);
        var deliveries = new DeliveryQuery { OrderId = hasOrder ? id : null, Status = StatusNames.ParseDelivery(status), Attention = attention == true, After = page.After };

        // A text that is no id of ours names no order, and no order has no deliveries.
        var isNone = orderId is not null && !hasOrder;
        var service = ApiRequest.Service<IDeliveryService>(context);
        return new(
            page.Size,
            limit => isNone ? ValueTask.FromResult(new Page<Delivery>([], null)) : service.ListAsync(deliveries with { Limit = limit }, cancellationToken),
            Resources.From);
    }

    [Tags("Deliveries")]
    [EndpointName("moveDelivery")]
    [EndpointSummary("Move a delivery along")]
    [EndpointDescription(
        "`scheduled` → `dispatched` → `in_transit` → `delivered`, or `failed`, `returned`, `cancelled`, `lost`. After a `failed` attempt a dispatched delivery can be `in_transit` or `delivered` again. Stock and order follow in the same commit. "
        + "Nothing is dispatched before its order's money is captured; a capture that is in progress is waited for, up to two seconds. No copy of a book is dispatched before its `embargo_until`. Moving it to where it is already changes nothing.")]
    [Consumes("application/json")]
    [Responds(200, "Moved.")]
    [Refuses(ProblemCodes.InvalidDelivery, ProblemCodes.DeliveryNotFound, ProblemCodes.InvalidTransition, ProblemCodes.StockLimitReached, ProblemCodes.Embargoed)]
    public static async ValueTask<ApiResult<DeliveryResource>> MoveAsync(
        [FromRoute(Name = "delivery_id"), StringLength(100), Description("The delivery.")] string deliveryId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<MoveDeliveryBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        // The contract allows these values alone.
        var status = StatusNames.ParseDelivery(body.Value.Status).GetValueOrDefault();
        var result = await ApiRequest.Service<IDeliveryService>(context)
            .MoveAsync(ApiRequest.IdOf(deliveryId), status, idempotency.Key, conditions.Expected, cancellationToken).ConfigureAwait(false);
        if (ProblemOf(result, status) is { } refusal)
        {
            return refusal;
        }

        var delivery = result.Delivery!;
        return new ApiResult<DeliveryResource>(Resources.From(delivery)) { Version = delivery.Version, Replayed = result.Replayed };
    }

    /// <summary>Why a delivery was not moved; <see langword="null"/> when it was.</summary>
    internal static ApiProblem? ProblemOf(MoveDeliveryResult result, DeliveryStatus status) => result.Outcome switch
    {
        MoveDeliveryOutcome.DeliveryNotFound => Problems.DeliveryNotFound,
        MoveDeliveryOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        MoveDeliveryOutcome.PreconditionFailed => Problems.PreconditionFailed,
        MoveDeliveryOutcome.PaymentNotCaptured => Problems.Make(
            ProblemCodes.InvalidTransition, "It cannot be dispatched before its order's money is captured, nor after the money of its copies has gone back. Nothing changed; where the capture is in progress, try again in a moment."),
        MoveDeliveryOutcome.StockLimitReached => Problems.StockLimitReached,
        MoveDeliveryOutcome.CopiesWithdrawn => Problems.Make(
            ProblemCodes.InvalidTransition, "Its order's customer has withdrawn from copies that it carries. Nothing changed: cancel the delivery and those copies, or cancel the return if it is a mistake."),
        MoveDeliveryOutcome.Embargoed => Embargoed(result),
        MoveDeliveryOutcome.InvalidTransition => NoSuchStep(result.Delivery, status),
        _ => null,
    };

    private static ApiProblem Embargoed(MoveDeliveryResult result)
    {
        var problem = Problems.Make(ProblemCodes.Embargoed, string.Create(CultureInfo.InvariantCulture, $"{result.Isbn} is under embargo until {result.EmbargoUntil:yyyy-MM-dd'T'HH:mm:ss'Z'}. Nothing changed: dispatch it then."));
        return problem with { Body = problem.Body with { Isbn = result.Isbn?.ToString(), AvailableFrom = result.EmbargoUntil } };
    }

    private static ApiProblem NotAllocated(Isbn? isbn)
    {
        var problem = Problems.Make(ProblemCodes.NotAllocated, $"The order waits for copies of {isbn}: only those that are allocated to it can be delivered. Nothing changed.");
        return problem with { Body = problem.Body with { Isbn = isbn?.ToString() } };
    }

    private static ApiProblem NoSuchStep(Delivery? delivery, DeliveryStatus status)
    {
        var from = delivery is null ? "as it is" : StatusNames.Of(delivery.Status);
        return Problems.Make(ProblemCodes.InvalidTransition, $"A delivery that is {from} cannot become {StatusNames.Of(status)}. Nothing changed.");
    }

    /// <summary>Why a delivery was not scheduled.</summary>
    internal static ApiProblem ProblemOf(ScheduleDeliveryResult result, IReadOnlyList<(Isbn Isbn, int Quantity)> copies) => result.Outcome switch
    {
        ScheduleDeliveryOutcome.OrderNotFound => Problems.OrderNotFound,
        ScheduleDeliveryOutcome.OrderNotDeliverable => Problems.Make(ProblemCodes.OrderNotDeliverable,
            result.OrderStatus is { } status ? $"The order is {StatusNames.Of(status)}; only a created one can be delivered." : "Only a created order can be delivered."),
        ScheduleDeliveryOutcome.DeliveryExists => DeliveryExists(result.Delivery),
        ScheduleDeliveryOutcome.TooManyDeliveries => Problems.Make(
            ProblemCodes.TooManyDeliveries,
            string.Create(CultureInfo.InvariantCulture, $"The order has had {Order.MaxDeliveries} deliveries, the most that one can have. Nothing changed. Retry a delivery whose booking was refused, or cancel the order.")),
        ScheduleDeliveryOutcome.UnknownCourier => Problems.Invalid(
            ProblemCodes.InvalidDelivery, "No courier of that name works for this shop.", "/courier", "is no courier of this shop"),
        ScheduleDeliveryOutcome.NotAllocated => NotAllocated(result.Isbn),
        ScheduleDeliveryOutcome.NotOrdered => OrderItems.NotOrdered(ProblemCodes.InvalidDelivery, copies, result.Isbn),
        ScheduleDeliveryOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        _ => throw new InvalidOperationException("A delivery's outcome has no answer."),
    };

    private static ApiProblem DeliveryExists(Delivery? delivery)
    {
        var problem = Problems.Make(ProblemCodes.DeliveryExists, "Nothing is left to deliver, or fewer copies than the request names: the others are in a delivery already, or their customer has withdrawn from them. Nothing changed.");
        return problem with { Body = problem.Body with { DeliveryId = delivery?.Id.ToString() } };
    }
}
