using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>The HTTP status of each problem code.</summary>
internal static class ProblemStatus
{
    public static int Of(string code) => code switch
    {
        ProblemCodes.InvalidQuery or ProblemCodes.InvalidBook or ProblemCodes.InvalidStock or ProblemCodes.InvalidOrder
            or ProblemCodes.UnknownBook or ProblemCodes.InvalidReservation or ProblemCodes.InvalidDelivery or ProblemCodes.InvalidRefund or ProblemCodes.InvalidReturn or ProblemCodes.IdempotencyKeyRequired or ProblemCodes.InvalidResolution or ProblemCodes.InvalidWebhook or ProblemCodes.InvalidAudit or ProblemCodes.InvalidNotification => 400,
        ProblemCodes.Unauthorized => 401,
        ProblemCodes.PaymentDeclined => 402,
        ProblemCodes.Forbidden => 403,
        ProblemCodes.NotFound or ProblemCodes.BookNotFound or ProblemCodes.OrderNotFound or ProblemCodes.DeliveryNotFound
            or ProblemCodes.WorkNotFound or ProblemCodes.ReservationNotFound or ProblemCodes.RefundNotFound or ProblemCodes.ReturnNotFound or ProblemCodes.WebhookNotFound or ProblemCodes.AuditNotFound or ProblemCodes.CustomerNotFound => 404,
        ProblemCodes.MethodNotAllowed => 405,
        ProblemCodes.RequestTimeout => 408,
        ProblemCodes.InsufficientStock or ProblemCodes.NotSellableYet or ProblemCodes.Embargoed or ProblemCodes.NotAllocated or ProblemCodes.BackorderLimitInUse or ProblemCodes.TotalChanged or ProblemCodes.QuoteExpired or ProblemCodes.PriceFixed or ProblemCodes.PolicyRefused or ProblemCodes.OrderNotCancellable or ProblemCodes.OrderNotDeliverable
            or ProblemCodes.DeliveryExists or ProblemCodes.TooManyDeliveries or ProblemCodes.InvalidTransition or ProblemCodes.IdempotencyInProgress or ProblemCodes.OrderNotPending or ProblemCodes.PaymentNotCapturable or ProblemCodes.PaymentNotRetryable
            or ProblemCodes.AttentionChanged or ProblemCodes.NotResolvable or ProblemCodes.CallInFlight or ProblemCodes.StockLimitReached or ProblemCodes.ReservationNotHeld
            or ProblemCodes.RefundExceedsCaptured or ProblemCodes.ReturnExceedsDelivered or ProblemCodes.OrderNotRefundable or ProblemCodes.EventsDisabled or ProblemCodes.WebhookDisabled => 409,
        ProblemCodes.CursorExpired => 410,
        ProblemCodes.PreconditionFailed => 412,
        ProblemCodes.BodyTooLarge => 413,
        ProblemCodes.UnsupportedMediaType => 415,
        ProblemCodes.IdempotencyKeyReused => 422,
        ProblemCodes.TooManyRequests => 429,
        ProblemCodes.Overloaded => 503,
        _ => 500,
    };
}
