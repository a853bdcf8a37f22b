using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Responses where a person settled a call, or could not.</summary>
internal static class WorkOutcomes
{
    private static ApiProblem NotDeliverable { get; } =
        Problems.Make(ProblemCodes.OrderNotDeliverable, "The delivery cannot be scheduled again: it is over, or its order has another one or is not to be delivered. Nothing changed.");

    public static ApiResult<WorkResource> ResultOf(ResolvePaymentResult result, AttentionReason seen)
    {
        switch (result.Outcome)
        {
            case ResolvePaymentOutcome.Resolved:
                var id = result.Order!.Id.ToString();
                return ResultOf(new WorkResource { WorkId = id, Kind = WorkKinds.Payment, State = WorkStates.Settled, OrderId = id }, StatusCodes.Status200OK, result.Replayed);
            case ResolvePaymentOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case ResolvePaymentOutcome.CallInFlight:
                return Problems.CallInFlight;
            case ResolvePaymentOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            default:
                return result.Order?.Attention is not { } attention ? Problems.WorkNotFound
                    : attention.Reason == seen ? Problems.NotResolvable
                    : Problems.AttentionChanged;
        }
    }

    public static ApiResult<WorkResource> ResultOf(ResolveDeliveryResult result)
    {
        switch (result.Outcome)
        {
            case ResolveDeliveryOutcome.Resolved:
                var delivery = result.Delivery!;
                var id = delivery.Id.ToString();
                var work = new WorkResource { WorkId = id, Kind = WorkKinds.Courier, State = WorkStates.Settled, OrderId = delivery.OrderId.ToString(), DeliveryId = id };
                return ResultOf(work, StatusCodes.Status200OK, result.Replayed);
            case ResolveDeliveryOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case ResolveDeliveryOutcome.CallInFlight:
                return Problems.CallInFlight;
            case ResolveDeliveryOutcome.NotDeliverable:
                return NotDeliverable;
            case ResolveDeliveryOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            default:
                return result.Delivery?.Attention is null ? Problems.WorkNotFound : Problems.AttentionChanged;
        }
    }

    public static ApiResult<WorkResource> ResultOf(Guid refundId, ResolveRefundResult result) => result.Outcome switch
    {
        ResolveRefundOutcome.Resolved => ResultOf(
            new WorkResource { WorkId = refundId.ToString(), Kind = WorkKinds.Refund, State = WorkStates.Settled, OrderId = result.Refund!.OrderId.ToString() }, StatusCodes.Status200OK, result.Replayed),
        ResolveRefundOutcome.PreconditionFailed => Problems.PreconditionFailed,
        ResolveRefundOutcome.CallInFlight => Problems.CallInFlight,
        ResolveRefundOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        ResolveRefundOutcome.AttentionChanged => Problems.AttentionChanged,
        ResolveRefundOutcome.ExceedsCaptured => Problems.NotResolvable,
        _ => Problems.WorkNotFound,
    };

    public static ApiResult<WorkResource> ResultOf(Guid workId, RetryWorkResult result)
    {
        switch (result.Outcome)
        {
            case RetryWorkOutcome.Retried:
                var id = workId.ToString();
                var work = new WorkResource
                {
                    WorkId = id,
                    Kind = StatusNames.Of(result.Kind!.Value),
                    State = WorkStates.Due,
                    OrderId = result.OrderId?.ToString(),
                    DeliveryId = result.Kind == WorkItemKind.Courier ? id : null,
                };
                return ResultOf(work, StatusCodes.Status202Accepted, result.Replayed);
            case RetryWorkOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case RetryWorkOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            case RetryWorkOutcome.NotRetryable:
                return Problems.NotResolvable;
            case RetryWorkOutcome.NotDeliverable:
                return NotDeliverable;
            case RetryWorkOutcome.EndpointDisabled:
                return Problems.WebhookDisabled;
            case RetryWorkOutcome.ExceedsCaptured:
                return Problems.Make(ProblemCodes.RefundExceedsCaptured, "Other refunds were made since: with this one it would be more than was captured. Nothing changed: give it up.");
            default:
                return Problems.WorkNotFound;
        }
    }

    public static ApiProblem Missing(string pointer) => Problems.Invalid(ProblemCodes.InvalidResolution, Problems.InvalidBody, pointer, "is required");

    public static ApiProblem UnknownAttention(IEnumerable<string> known) => Problems.Invalid(
        ProblemCodes.InvalidResolution, Problems.InvalidBody, "/attention", "must be one of " + string.Join(", ", known));

    private static ApiResult<WorkResource> ResultOf(WorkResource work, int status, bool replayed) => new(work) { Status = status, Replayed = replayed };
}
