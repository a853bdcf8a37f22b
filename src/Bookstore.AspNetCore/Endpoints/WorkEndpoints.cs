using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Calls to gateways and couriers that the server cannot finish alone. The work's id is that of its order or its delivery.</summary>
internal sealed class WorkEndpoints(ApiSettings settings)
{
    public async ValueTask<ApiProblem?> RetryAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidResolution);
        }

        if (context.Request.ContentLength > settings.MaxBodySize)
        {
            return Problems.BodyTooLarge(settings.MaxBodySize);
        }

        if (!ApiRequest.TryId(context, "work_id", out var id))
        {
            return Problems.WorkNotFound;
        }

        var payment = await ApiRequest.Service<IOrderWorkflow>(context).RetryPaymentAsync(id, key, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        if (payment.Outcome != ResolvePaymentOutcome.OrderNotFound)
        {
            // A call that is being made at this moment is being retried.
            var retried = payment.Outcome == ResolvePaymentOutcome.CallInFlight ? payment with { Outcome = ResolvePaymentOutcome.Resolved } : payment;
            return await WorkOutcomes.AnswerAsync(context, retried, StatusCodes.Status202Accepted, seen: null).ConfigureAwait(false);
        }

        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry, IdempotencyKey = key };
        var delivery = await ApiRequest.Service<IDeliveryService>(context).ResolveAsync(request, context.RequestAborted).ConfigureAwait(false);
        return await WorkOutcomes.AnswerAsync(context, delivery, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    public ValueTask<ApiProblem?> MarkDoneAsync(HttpContext context, ApiClient client) => ResolveAsync<MarkWorkDoneBody>(context, client, DeliveryResolution.Done, body => new WorkNote(body.Attention, body.Reference));

    public ValueTask<ApiProblem?> GiveUpAsync(HttpContext context, ApiClient client) => ResolveAsync<GiveUpWorkBody>(context, client, DeliveryResolution.GiveUp, body => new WorkNote(body.Attention, body.Reason));

    private async ValueTask<ApiProblem?> ResolveAsync<TBody>(HttpContext context, ApiClient client, DeliveryResolution resolution, Func<TBody, WorkNote> read)
        where TBody : class
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidResolution);
        }

        var (body, problem) = await RequestBody.ReadAsync<TBody>(context, settings, ProblemCodes.InvalidResolution).ConfigureAwait(false);
        if (body is null)
        {
            return problem;
        }

        if (!ApiRequest.TryId(context, "work_id", out var id))
        {
            return Problems.WorkNotFound;
        }

        var input = read(body);
        var order = await ApiRequest.Service<ISalesService>(context).FindOrderAsync(id, context.RequestAborted).ConfigureAwait(false);
        return order is not null
            ? await ResolvePaymentAsync(context, order, input, resolution, key).ConfigureAwait(false)
            : await ResolveDeliveryAsync(context, id, input, resolution, key).ConfigureAwait(false);
    }

    private static async ValueTask<ApiProblem?> ResolvePaymentAsync(HttpContext context, Order order, WorkNote input, DeliveryResolution resolution, IdempotencyKey? key)
    {
        var isDone = resolution == DeliveryResolution.Done;
        if (input.Note is null)
        {
            return WorkOutcomes.Missing(isDone ? "/reference" : "/reason");
        }

        if (!StatusNames.TryParseAttention(input.Attention, out var attention))
        {
            return WorkOutcomes.UnknownAttention(Enum.GetValues<AttentionReason>().Select(StatusNames.Of));
        }

        var workflow = ApiRequest.Service<IOrderWorkflow>(context);
        var result = await (isDone
            ? workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = attention, Reference = input.Note, IdempotencyKey = key }, context.RequestAborted)
            : workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order.Id, Attention = attention, Reason = input.Note, IdempotencyKey = key }, context.RequestAborted))
            .ConfigureAwait(false);
        return await WorkOutcomes.AnswerAsync(context, result, StatusCodes.Status200OK, attention).ConfigureAwait(false);
    }

    private static async ValueTask<ApiProblem?> ResolveDeliveryAsync(HttpContext context, Guid id, WorkNote input, DeliveryResolution resolution, IdempotencyKey? key)
    {
        var deliveries = ApiRequest.Service<IDeliveryService>(context);
        if (await deliveries.FindAsync(id, context.RequestAborted).ConfigureAwait(false) is not { } delivery)
        {
            return Problems.WorkNotFound;
        }

        if (StatusNames.ParseDeliveryAttention(input.Attention) is not { } attention)
        {
            return WorkOutcomes.UnknownAttention(Enum.GetValues<DeliveryAttentionReason>().Select(StatusNames.Of));
        }

        var isDone = resolution == DeliveryResolution.Done;
        if (isDone && input.Note is null && attention != DeliveryAttentionReason.CancellationRefused)
        {
            return WorkOutcomes.Missing("/reference");
        }

        if (isDone && input.Note is { } note && TextLength.Of(note) > Delivery.MaxTrackingNumberLength)
        {
            return Problems.Invalid(ProblemCodes.InvalidResolution, Problems.InvalidBody, "/reference", "must have at most 100 characters");
        }

        var request = new ResolveDeliveryRequest { DeliveryId = delivery.Id, Resolution = resolution, Attention = attention, Reference = isDone ? input.Note : null, IdempotencyKey = key };
        var result = await deliveries.ResolveAsync(request, context.RequestAborted).ConfigureAwait(false);
        return await WorkOutcomes.AnswerAsync(context, result, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    /// <summary>What the person saw, and what the person notes.</summary>
    private sealed record WorkNote(string Attention, string? Note);
}
