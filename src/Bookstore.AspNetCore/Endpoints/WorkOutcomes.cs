using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>What is answered when a person settled a call, or could not.</summary>
internal static class WorkOutcomes
{
    public static ApiResult<WorkResource> ResultOf(ResolvePaymentResult result, int status, AttentionReason? seen)
    {
        switch (result.Outcome)
        {
            case ResolvePaymentOutcome.Resolved:
                var id = result.Order!.Id.ToString();
                return ResultOf(new WorkResource { WorkId = id, Kind = WorkKinds.Payment, State = StateOf(status), OrderId = id }, status, result.Replayed);
            case ResolvePaymentOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case ResolvePaymentOutcome.CallInFlight:
                return Problems.CallInFlight;
            case ResolvePaymentOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            default:
                return result.Order?.Attention is not { } attention ? Problems.WorkNotFound
                    : seen is null || attention.Reason == seen ? Problems.NotResolvable
                    : Problems.AttentionChanged;
        }
    }

    public static ApiResult<WorkResource> ResultOf(ResolveDeliveryResult result, int status)
    {
        switch (result.Outcome)
        {
            case ResolveDeliveryOutcome.Resolved:
                var delivery = result.Delivery!;
                var id = delivery.Id.ToString();
                var work = new WorkResource { WorkId = id, Kind = WorkKinds.Courier, State = StateOf(status), OrderId = delivery.OrderId.ToString(), DeliveryId = id };
                return ResultOf(work, status, result.Replayed);
            case ResolveDeliveryOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case ResolveDeliveryOutcome.CallInFlight:
                return Problems.CallInFlight;
            case ResolveDeliveryOutcome.NotDeliverable:
                return Problems.Make(ProblemCodes.OrderNotDeliverable, "The delivery cannot be scheduled again: it is over, or its order has another one or is not to be delivered. Nothing changed.");
            case ResolveDeliveryOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            default:
                return result.Delivery?.Attention is null ? Problems.WorkNotFound : Problems.AttentionChanged;
        }
    }

    public static ApiProblem Missing(string pointer) => Problems.Invalid(ProblemCodes.InvalidResolution, Problems.InvalidBody, pointer, "is required");

    public static ApiProblem UnknownAttention(IEnumerable<string> known) => Problems.Invalid(
        ProblemCodes.InvalidResolution, Problems.InvalidBody, "/attention", "must be one of " + string.Join(", ", known));

    private static string StateOf(int status) => status == StatusCodes.Status202Accepted ? WorkStates.Due : WorkStates.Settled;

    private static ApiResult<WorkResource> ResultOf(WorkResource work, int status, bool replayed) => new(work) { Status = status, Replayed = replayed };
}
