using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Work towards the outside that is due, and what the server cannot finish alone.</summary>
internal static class WorkEndpoints
{
    private const string WorkId = "The work that needs a person: the `work_id` of one of `GET /api/work?state=attention`.";

    [Tags("Work")]
    [EndpointName("listWork")]
    [EndpointSummary("List the work that is due or needs a person")]
    [EndpointDescription(
        "Calls to every payment gateway and courier, refunds, events that are not delivered to webhook endpoints or event handlers, endpoints that were disabled because of failures, notifications that came in, and returns that a person has to look at: what is due now or needs a person, one page. "
        + "First what needs a person, kind by kind, the newest first; then what is due, by gateway or courier, the longest due first. Each says how often it was tried, what the last try said and what to do. "
        + "Work that stays due has no host that does it. Follow `Link: <…>; rel=\"next\"` while it is there: a page may be short or empty although more follows.")]
    [Responds(200, "The work.")]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static ListResult<WorkItem, WorkResource> List(
        [FromQuery(Name = "kind"), AllowedValues(WorkKinds.Payment, WorkKinds.Refund, WorkKinds.Courier, WorkKinds.Webhook, WorkKinds.EventHandler, WorkKinds.Inbox, WorkKinds.Return), Description("Work of this kind only.")] string? kind,
        [FromQuery(Name = "state"), AllowedValues(WorkStates.Due, WorkStates.Attention), Description("`due`: what is due now and needs no person. `attention`: what a person has to look at.")] string? state,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var query = new WorkQuery
        {
            Kind = kind is null ? null : Array.Find(Enum.GetValues<WorkItemKind>(), known => StatusNames.Of(known) == kind),
            State = state switch { WorkStates.Due => WorkItemState.Due, WorkStates.Attention => WorkItemState.Attention, _ => null },
            After = page.After,
        };
        var maintenance = ApiRequest.Service<IBookstoreMaintenance>(context);
        return new(page.Size, limit => maintenance.ListWorkAsync(query with { Limit = limit }, cancellationToken), Resources.From);
    }

    [Tags("Work")]
    [EndpointName("retryWork")]
    [EndpointSummary("Repeat work that needs a person")]
    [EndpointDescription(
        "Has the capture, void or refund made again, or the booking of a delivery; a pending order is looked up at its gateway. A refused call is sent under a new key, one with an unknown outcome under the same one. "
        + "An event is sent or handled once more, an endpoint is enabled, a notification is worked on again. What is being retried already is left as it is; a return is not retried, it is moved by `POST /api/returns/{return_id}/…`. "
        + "`Idempotency-Key` is kept for payments, refunds and couriers; the others have no effect that a repeated request could double.")]
    [Responds(202, "It is done again in the background.")]
    [Refuses(
        ProblemCodes.InvalidResolution, ProblemCodes.WorkNotFound, ProblemCodes.NotResolvable, ProblemCodes.OrderNotDeliverable, ProblemCodes.RefundExceedsCaptured, ProblemCodes.WebhookDisabled)]
    public static async ValueTask<ApiResult<WorkResource>> RetryAsync(
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var id = ApiRequest.IdOf(workId);
        return WorkOutcomes.ResultOf(id, await ApiRequest.Service<IBookstoreMaintenance>(context).RetryWorkAsync(id, idempotency.Key, conditions.Expected, cancellationToken).ConfigureAwait(false));
    }

    [Tags("Work")]
    [EndpointName("markWorkDone")]
    [EndpointSummary("Record that a call was made another way")]
    [EndpointDescription(
        "The capture, void or refund was made in the gateway's dashboard or by bank transfer, or the courier was booked by phone. No call is made for it any more. "
        + "An order's id settles all of its refunds that need a person, a refund's id that one. `attention` is the reason that the person saw: nothing changes when it is another one by now.")]
    [Consumes("application/json")]
    [Responds(200, "Recorded. An order keeps it as `resolution`.")]
    [Refuses(
        ProblemCodes.InvalidResolution,
        ProblemCodes.WorkNotFound,
        ProblemCodes.AttentionChanged,
        ProblemCodes.NotResolvable,
        ProblemCodes.CallInFlight,
        ProblemCodes.OrderNotDeliverable)]
    public static ValueTask<ApiResult<WorkResource>> MarkDoneAsync(
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<MarkWorkDoneBody> body,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResolveAsync(context, ApiRequest.IdOf(workId), new WorkResolution(DeliveryResolution.Done, body.Value.Attention, body.Value.Reference, conditions.Expected, idempotency.Key), cancellationToken);

    [Tags("Work")]
    [EndpointName("giveUpWork")]
    [EndpointSummary("Give up a call that needs a person")]
    [EndpointDescription(
        "An order whose capture is given up is cancelled and its stock released; a void or a refund is not made any more. A delivery whose booking is given up fails. "
        + "`attention` is the reason that the person saw: nothing changes when it is another one by now.")]
    [Consumes("application/json")]
    [Responds(200, "Given up. An order keeps the reason as `resolution`.")]
    [Refuses(ProblemCodes.InvalidResolution, ProblemCodes.WorkNotFound, ProblemCodes.AttentionChanged, ProblemCodes.NotResolvable, ProblemCodes.CallInFlight)]
    public static ValueTask<ApiResult<WorkResource>> GiveUpAsync(
        [FromRoute(Name = "work_id"), StringLength(100), Description(WorkId)] string workId,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<GiveUpWorkBody> body,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ResolveAsync(context, ApiRequest.IdOf(workId), new WorkResolution(DeliveryResolution.GiveUp, body.Value.Attention, body.Value.Reason, conditions.Expected, idempotency.Key), cancellationToken);

    /// <summary>Settles work as a person decided.</summary>
    internal static async ValueTask<ApiResult<WorkResource>> ResolveAsync(HttpContext context, Guid id, WorkResolution input, CancellationToken cancellationToken)
    {
        var order = await ApiRequest.Service<ISalesService>(context).FindOrderAsync(id, cancellationToken).ConfigureAwait(false);
        if (order is not null)
        {
            return await ResolvePaymentAsync(context, order, input, cancellationToken).ConfigureAwait(false);
        }

        return await ApiRequest.Service<IRefundService>(context).FindAsync(id, cancellationToken).ConfigureAwait(false) is not null
            ? await ResolveRefundAsync(context, id, input, cancellationToken).ConfigureAwait(false)
            : await ResolveDeliveryAsync(context, id, input, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<ApiResult<WorkResource>> ResolvePaymentAsync(HttpContext context, Order order, WorkResolution input, CancellationToken cancellationToken)
    {
        if (input.Note is null)
        {
            return WorkOutcomes.Missing(input.IsDone ? "/reference" : "/reason");
        }

        if (!StatusNames.TryParseAttention(input.Attention, out var attention))
        {
            return WorkOutcomes.UnknownAttention(Enum.GetValues<AttentionReason>().Select(StatusNames.Of));
        }

        var workflow = ApiRequest.Service<IOrderWorkflow>(context);
        var result = await (input.IsDone
            ? workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = attention, Reference = input.Note, ExpectedVersion = input.Expected, IdempotencyKey = input.Key }, cancellationToken)
            : workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order.Id, Attention = attention, Reason = input.Note, ExpectedVersion = input.Expected, IdempotencyKey = input.Key }, cancellationToken))
            .ConfigureAwait(false);
        return WorkOutcomes.ResultOf(result, attention);
    }

    private static async ValueTask<ApiResult<WorkResource>> ResolveRefundAsync(HttpContext context, Guid refundId, WorkResolution input, CancellationToken cancellationToken)
    {
        if (input.Note is null)
        {
            return WorkOutcomes.Missing(input.IsDone ? "/reference" : "/reason");
        }

        if (!StatusNames.TryParseAttention(input.Attention, out var attention))
        {
            return WorkOutcomes.UnknownAttention(Enum.GetValues<AttentionReason>().Select(StatusNames.Of));
        }

        var refunds = ApiRequest.Service<IRefundService>(context);
        var result = await (input.IsDone
            ? refunds.MarkDoneAsync(refundId, input.Note, attention, input.Key, input.Expected, cancellationToken)
            : refunds.GiveUpAsync(refundId, input.Note, attention, input.Key, input.Expected, cancellationToken)).ConfigureAwait(false);
        return WorkOutcomes.ResultOf(refundId, result);
    }

    private static async ValueTask<ApiResult<WorkResource>> ResolveDeliveryAsync(HttpContext context, Guid id, WorkResolution input, CancellationToken cancellationToken)
    {
        var deliveries = ApiRequest.Service<IDeliveryService>(context);
        if (await deliveries.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } delivery)
        {
            return Problems.WorkNotFound;
        }

        if (StatusNames.ParseDeliveryAttention(input.Attention) is not { } attention)
        {
            return WorkOutcomes.UnknownAttention(Enum.GetValues<DeliveryAttentionReason>().Select(StatusNames.Of));
        }

        if (input.IsDone && input.Note is null && attention != DeliveryAttentionReason.CancellationRefused)
        {
            return WorkOutcomes.Missing("/reference");
        }

        if (input.IsDone && input.Note is { } note && TextLength.Of(note) > Delivery.MaxTrackingNumberLength)
        {
            return Problems.Invalid(ProblemCodes.InvalidResolution, Problems.InvalidBody, "/reference", "must have at most 100 characters");
        }

        var request = new ResolveDeliveryRequest
        {
            DeliveryId = delivery.Id,
            Resolution = input.Resolution,
            Attention = attention,
            Reference = input.IsDone ? input.Note : null,
            ExpectedVersion = input.Expected,
            IdempotencyKey = input.Key,
        };
        return WorkOutcomes.ResultOf(await deliveries.ResolveAsync(request, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>What the person decided, saw and notes.</summary>
internal sealed record WorkResolution(DeliveryResolution Resolution, string Attention, string? Note, ExpectedVersion? Expected, IdempotencyKey? Key)
{
    public bool IsDone => Resolution == DeliveryResolution.Done;
}
