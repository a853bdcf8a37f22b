using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Deliveries of orders.</summary>
internal sealed class DeliveryEndpoints(ApiSettings settings, TimeProvider timeProvider)
{
    private const int MaxMoveAttempts = 21;
    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(100);

    public async ValueTask<ApiProblem?> ScheduleAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidDelivery);
        }

        var (input, problem) = await RequestBody.ReadAsync<ScheduleDeliveryBody>(context, settings, ProblemCodes.InvalidDelivery).ConfigureAwait(false);
        if (input is null)
        {
            return problem;
        }

        if (!ApiRequest.TryId(input.OrderId, out var orderId))
        {
            return Problems.OrderNotFound;
        }

        var request = new ScheduleDeliveryRequest { OrderId = orderId, Address = input.Address, IdempotencyKey = key };

        // A name that shows nothing is none.
        if (input.Courier is not null && VisibleText.IsIn(input.Courier))
        {
            request = request with { Courier = input.Courier };
        }

        var result = await ApiRequest.Service<IDeliveryService>(context).ScheduleAsync(request, context.RequestAborted).ConfigureAwait(false);
        if (result.Outcome != ScheduleDeliveryOutcome.Scheduled)
        {
            return ProblemOf(result);
        }

        var resource = Resources.From(result.Delivery!);
        ResourceWriter.MarkReplayed(context, result.Replayed);
        context.Response.Headers.Location = ApiRequest.LocationOf(context, resource.DeliveryId);
        await ResourceWriter.WriteAsync(context, 201, resource, BookstoreJsonContext.Default.DeliveryResource).ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<ApiProblem?> GetAsync(HttpContext context, ApiClient client)
    {
        var delivery = ApiRequest.TryId(context, "delivery_id", out var id)
            ? await ApiRequest.Service<IDeliveryService>(context).FindAsync(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (delivery is null)
        {
            return Problems.DeliveryNotFound;
        }

        return await ResourceWriter.WriteTaggedAsync(context, 200, Resources.From(delivery), delivery.Version, BookstoreJsonContext.Default.DeliveryResource).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> ListAsync(HttpContext context, ApiClient client)
    {
        var query = new QueryReader(context.Request.Query);
        var orderText = query.Name("order_id", 100);
        var ofOurs = ApiRequest.TryId(orderText, out var orderId);
        var deliveries = new DeliveryQuery
        {
            OrderId = ofOurs ? orderId : null,
            Status = query.DeliveryStatus(),
            Attention = query.Flag("attention"),
            Limit = query.Limit(),
            After = query.Cursor(),
        };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        // A text that is no id of ours names no order, and no order has no deliveries.
        var isNone = orderText is not null && !ofOurs;
        var service = ApiRequest.Service<IDeliveryService>(context);
        return await ListWriter.WriteAsync(
            context,
            settings.Pages,
            deliveries.Limit,
            limit => isNone ? ValueTask.FromResult(new Page<Delivery>([], null)) : service.ListAsync(deliveries with { Limit = limit }, context.RequestAborted),
            Resources.From,
            BookstoreJsonContext.Default.DeliveryResource).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> MoveAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidDelivery);
        }

        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return Preconditions.Malformed(ProblemCodes.InvalidDelivery);
        }

        var (input, problem) = await RequestBody.ReadAsync<MoveDeliveryBody>(context, settings, ProblemCodes.InvalidDelivery).ConfigureAwait(false);
        if (input is null)
        {
            return problem;
        }

        if (!ApiRequest.TryId(context, "delivery_id", out var id))
        {
            return Problems.DeliveryNotFound;
        }

        // The contract allows these values alone.
        _ = StatusNames.TryParseDelivery(input.Status, out var status);
        var result = await MoveAsync(context, id, status, key, conditions.ForWrite).ConfigureAwait(false);
        switch (result.Outcome)
        {
            case MoveDeliveryOutcome.DeliveryNotFound:
                return Problems.DeliveryNotFound;
            case MoveDeliveryOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            case MoveDeliveryOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case MoveDeliveryOutcome.PaymentNotCaptured:
                return Problems.Make(ProblemCodes.InvalidTransition, "It cannot be dispatched before its order's money is captured. Nothing changed; try again in a moment.");
            case MoveDeliveryOutcome.StockLimitReached:
                return Problems.StockLimitReached;
            case MoveDeliveryOutcome.InvalidTransition:
                return NoSuchStep(result.Delivery, status);
        }

        ResourceWriter.MarkReplayed(context, result.Replayed);
        var delivery = result.Delivery!;
        return await ResourceWriter.WriteTaggedAsync(context, 200, Resources.From(delivery), delivery.Version, BookstoreJsonContext.Default.DeliveryResource).ConfigureAwait(false);
    }

    // The capture follows the confirmation in the background, as a rule within milliseconds: whoever dispatches right away waits for it.
    private async Task<MoveDeliveryResult> MoveAsync(HttpContext context, Guid id, DeliveryStatus status, IdempotencyKey? key, ExpectedVersion? expected)
    {
        var deliveries = ApiRequest.Service<IDeliveryService>(context);
        for (var attempt = 1; ; attempt++)
        {
            var result = await deliveries.MoveAsync(id, status, key, expected, context.RequestAborted).ConfigureAwait(false);
            var isUnderWay = result is { Outcome: MoveDeliveryOutcome.PaymentNotCaptured, PaymentStatus: PaymentStatus.Authorized };
            if (!isUnderWay || attempt == MaxMoveAttempts)
            {
                return result;
            }

            await Task.Delay(MovePause, timeProvider, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static ApiProblem NoSuchStep(Delivery? delivery, DeliveryStatus status)
    {
        var from = delivery is null ? "as it is" : StatusNames.Of(delivery.Status);
        return Problems.Make(ProblemCodes.InvalidTransition, $"A delivery that is {from} cannot become {StatusNames.Of(status)}. Nothing changed.");
    }

    private static ApiProblem ProblemOf(ScheduleDeliveryResult result) => result.Outcome switch
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
        ScheduleDeliveryOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        _ => throw new InvalidOperationException("A delivery's outcome has no answer."),
    };

    private static ApiProblem DeliveryExists(Delivery? delivery)
    {
        var problem = Problems.Make(ProblemCodes.DeliveryExists, "The order has an active delivery already.");
        return problem with { Body = problem.Body with { DeliveryId = delivery?.Id.ToString() } };
    }
}
