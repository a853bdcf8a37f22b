using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Every problem that the API returns: one title for each code, and a detail for each occurrence.</summary>
internal static class Problems
{
    private const string TypePrefix = "urn:bookstore:problem:";

    /// <summary>What a client without a valid key is asked for.</summary>
    public const string KeyChallenge = "ApiKey realm=\"bookstore\", header=\"X-API-Key\"";

    // Before the problems: static members are made in this order.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static ApiProblem Unauthorized { get; } =
        Make(ProblemCodes.Unauthorized, "Send a valid API key in the X-API-Key header.") with { Challenge = KeyChallenge };

    public static ApiProblem UnauthorizedByAnyScheme { get; } =
        Make(ProblemCodes.Unauthorized, "Send a valid API key in the X-API-Key header, or valid credentials of another scheme in WWW-Authenticate.") with { Challenge = KeyChallenge };

    public static ApiProblem Forbidden { get; } =
        Make(ProblemCodes.Forbidden, "This client may not do that: it lacks the role.");

    public static ApiProblem DiscountForbidden { get; } =
        Make(ProblemCodes.Forbidden, "This client may not lower the price of an order: it lacks the role orders.price. Nothing was ordered.");

    public static ApiProblem NotFound { get; } = Make(ProblemCodes.NotFound, "There is nothing at this address.");

    public static ApiProblem BookNotFound { get; } = Make(ProblemCodes.BookNotFound, "Book not found");

    public static ApiProblem OrderNotFound { get; } = Make(ProblemCodes.OrderNotFound, "Order not found");

    public static ApiProblem DeliveryNotFound { get; } = Make(ProblemCodes.DeliveryNotFound, "Delivery not found");

    public static ApiProblem ReservationNotFound { get; } = Make(ProblemCodes.ReservationNotFound, "Reservation not found");

    public static ApiProblem RefundNotFound { get; } = Make(ProblemCodes.RefundNotFound, "Refund not found");

    public static ApiProblem WorkNotFound { get; } =
        Make(ProblemCodes.WorkNotFound, "No work under this id needs a person: read GET /api/work?state=attention.");

    public static ApiProblem AuditNotFound { get; } = Make(ProblemCodes.AuditNotFound, "Audit not found");

    public static ApiProblem CustomerNotFound { get; } = Make(ProblemCodes.CustomerNotFound, "Customer not found");

    public static ApiProblem NoWebhooks { get; } = Make(ProblemCodes.NotFound, "The shop has no webhooks. Add them with AddWebhooks.");

    public static ApiProblem WebhookNotFound { get; } = Make(ProblemCodes.WebhookNotFound, "Webhook endpoint not found");

    public static ApiProblem WebhookDeliveryNotFound { get; } =
        Make(ProblemCodes.WebhookNotFound, "There is no such webhook endpoint, or the event is neither waiting for it nor among its last tries.");

    public static ApiProblem WebhookDisabled { get; } =
        Make(ProblemCodes.WebhookDisabled, "The endpoint is disabled, so nothing is sent to it again. Enable it: it continues where it stopped.");

    public static ApiProblem AttentionChanged { get; } =
        Make(ProblemCodes.AttentionChanged, "It needs a person for another reason by now. Nothing changed: read it again.");

    public static ApiProblem NotResolvable { get; } =
        Make(ProblemCodes.NotResolvable, "It cannot be settled that way; retry it or give it up. Nothing changed.");

    public static ApiProblem CallInFlight { get; } =
        Make(ProblemCodes.CallInFlight, "The call is being made at this moment and may still take effect. Nothing changed: send it again in a few seconds.", TimeSpan.FromSeconds(5));

    public static ApiProblem PreconditionFailed { get; } =
        Make(ProblemCodes.PreconditionFailed, "It does not have the ETag that If-Match or If-None-Match expects. Nothing changed: read it again.");

    public static ApiProblem StockLimitReached { get; } =
        Make(ProblemCodes.StockLimitReached, string.Create(CultureInfo.InvariantCulture, $"No book can have more than {StockLevel.MaxOnHand:N0} copies on hand. Nothing changed: write copies off first."));

    public static ApiProblem IdempotencyKeyReused { get; } =
        Make(ProblemCodes.IdempotencyKeyReused, "This idempotency key was used before with another request. Use a new key for a new request.");

    public static ApiProblem ReturnNotFound { get; } = Make(ProblemCodes.ReturnNotFound, "Return not found");

    public static ApiProblem IdempotencyKeyRequired { get; } =
        Make(ProblemCodes.IdempotencyKeyRequired, "Send an Idempotency-Key header with this request, such as a UUID, so that sending it again moves no money twice.");

    public static ApiProblem IdempotencyInProgress { get; } =
        Make(ProblemCodes.IdempotencyInProgress, "The first request with this idempotency key is still running. Send it again in a moment.", Soon);

    public static ApiProblem InternalError { get; } =
        Make(ProblemCodes.InternalError, "Something went wrong here. The trace id finds it in the logs.");

    public static ApiProblem OutcomeUnknown { get; } =
        Make(ProblemCodes.InternalError, "It is not known whether this took effect. Send the same request again with the same idempotency key to find out.");

    public static ApiProblem UnsupportedMediaType { get; } =
        Make(ProblemCodes.UnsupportedMediaType, "Send the body as application/json in UTF-8, not compressed.");

    public static ApiProblem BodyTooLarge(int maxSize) =>
        Make(ProblemCodes.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"The body may have at most {maxSize:N0} bytes."));

    public static ApiProblem CursorExpired(long oldest) => Make(
        ProblemCodes.CursorExpired,
        string.Create(CultureInfo.InvariantCulture, $"Events behind this cursor are no longer kept. Read the current state of what you keep, then continue without a cursor, or from {oldest}."));

    public static ApiProblem MethodNotAllowed(string allow) =>
        Make(ProblemCodes.MethodNotAllowed, $"This address allows {allow}.") with { Allow = allow };

    public static ApiProblem TooManyRequests(TimeSpan retryAfter) =>
        Make(ProblemCodes.TooManyRequests, "This client sends more requests than it may. Try again later.", retryAfter);

    public static ApiProblem Overloaded(TimeSpan retryAfter) =>
        Make(ProblemCodes.Overloaded, "Too much is waiting. Nothing was written: send it again, with the same idempotency key if it has one.", retryAfter);

    public const string InvalidBody = "The body is not valid; errors says where.";

    public const string CutOff = "The request could not be read to its end.";

    public static ApiProblem TooMuchInMemory { get; } =
        Make(ProblemCodes.Overloaded, "Too many large requests at a time. Nothing was written: send it again, with the same idempotency key if it has one.", Soon);

    public static ApiProblem PricerFailed { get; } =
        Make(ProblemCodes.Overloaded, "The total cannot be computed now. Nothing was written: send it again, with the same idempotency key if it has one.", Soon);

    public static ApiProblem PolicyFailed { get; } =
        Make(ProblemCodes.Overloaded, "The rules of the shop cannot be checked now. Nothing was written: send it again, with the same idempotency key if it has one.", Soon);

    public static ApiProblem TooManyPagesOfClient { get; } =
        Make(ProblemCodes.TooManyRequests, "This client has as many large pages to read as it may. Read them, or ask for smaller ones.", Soon);

    public static ApiProblem StoreUnavailable { get; } =
        Make(ProblemCodes.Overloaded, "The store cannot be used now. Nothing was written: send it again, with the same idempotency key if it has one.", Soon);

    public static ApiProblem NoGateway { get; } =
        Make(ProblemCodes.Overloaded, "This server takes no payments. Nothing was written: send it again, with the same idempotency key if it has one, to one that does.", Soon);

    public static ApiProblem NotificationUnsigned { get; } =
        Make(ProblemCodes.Unauthorized, "The signature is missing, wrong or too old.") with { Challenge = "Signature" };

    public static ApiProblem NotificationTimedOut { get; } =
        Make(ProblemCodes.RequestTimeout, "The body did not come in time, or was slow while others waited. Nothing was kept: send it again.");

    public static ApiProblem NotificationNotKept { get; } =
        Make(ProblemCodes.Overloaded, "The notification could not be kept. Send it again.", Soon);

    public static ApiProblem InvalidCursor { get; } =
        Invalid(ProblemCodes.InvalidQuery, "The cursor is not one of this list. Start again without it.", "/after", "is not a cursor of this list");

    public static ApiProblem InvalidEventCursor { get; } = Invalid(
        ProblemCodes.InvalidQuery, "The cursor is not one of this feed. Continue from one that the feed gave out, or start without it.", "/after", "is not a cursor of this feed");

    public static ApiProblem EventsDisabled { get; } =
        Make(ProblemCodes.EventsDisabled, "The shop writes no events, and there are none behind this cursor. Switch them on with Bookstore:Events:Enabled.");

    public static ApiProblem TooManyReaders { get; } =
        Make(ProblemCodes.Overloaded, "Too many clients read this at the moment. Try again later.", TimeSpan.FromSeconds(10));

    public static ApiProblem TooManyStreams { get; } =
        Make(ProblemCodes.Overloaded, "Too many streams of events are open. Try again later, or read the feed in pages.", TimeSpan.FromSeconds(10));

    public static ApiProblem TooManyStreamsOfClient { get; } =
        Make(ProblemCodes.TooManyRequests, "This client has as many streams of events open as it may. Close one, or read the feed in pages.", TimeSpan.FromSeconds(10));

    public static ApiProblem NotReady { get; } = Make(ProblemCodes.Overloaded, "The store does not answer.", Soon);

    public static ApiProblem Invalid(string code, string detail, FieldErrors? errors = null)
    {
        var problem = Make(code, detail);
        return errors is { Any: true } ? new ApiProblem(problem.Body with { Errors = errors.ByPointer }) : problem;
    }

    public static ApiProblem Invalid(string code, string detail, string pointer, string message)
    {
        var errors = new FieldErrors();
        errors.Add(pointer, message);
        return Invalid(code, detail, errors);
    }

    /// <summary>What is wrong with a request that the server gave up reading.</summary>
    public static ApiProblem Unreadable(BadHttpRequestException exception, string code, int maxSize) => exception.StatusCode == 413
        ? BodyTooLarge(maxSize)
        : Invalid(code, CutOff);

    public static ApiProblem Make(string code, string detail, TimeSpan? retryAfter = null) => new(new ProblemResource
    {
        Type = TypePrefix + code,
        Title = TitleOf(code),
        Status = ProblemStatus.Of(code),
        Detail = detail,
        Code = code,
        Message = detail,
    })
    {
        RetryAfter = retryAfter,
    };

    private static string TitleOf(string code) => code switch
    {
        ProblemCodes.InvalidQuery => "The query is not valid",
        ProblemCodes.InvalidBook => "The book is not valid",
        ProblemCodes.InvalidStock => "The change of stock is not valid",
        ProblemCodes.InvalidOrder => "The order is not valid",
        ProblemCodes.UnknownBook => "The catalogue does not have the book",
        ProblemCodes.InvalidDelivery => "The delivery is not valid",
        ProblemCodes.InvalidReservation => "The reservation is not valid",
        ProblemCodes.ReservationNotFound => "Reservation not found",
        ProblemCodes.ReservationNotHeld => "The reservation is not held",
        ProblemCodes.InvalidRefund => "The refund is not valid",
        ProblemCodes.IdempotencyKeyRequired => "The idempotency key is missing",
        ProblemCodes.RefundNotFound => "Refund not found",
        ProblemCodes.InvalidReturn => "The return is not valid",
        ProblemCodes.ReturnNotFound => "Return not found",
        ProblemCodes.ReturnExceedsDelivered => "The return exceeds what was delivered",
        ProblemCodes.RefundExceedsCaptured => "The refund exceeds what was captured",
        ProblemCodes.OrderNotRefundable => "The order cannot be refunded",
        ProblemCodes.InvalidResolution => "The resolution is not valid",
        ProblemCodes.InvalidWebhook => "The webhook endpoint is not valid",
        ProblemCodes.WebhookNotFound => "Webhook endpoint not found",
        ProblemCodes.InvalidAudit => "The audit is not valid",
        ProblemCodes.CustomerNotFound => "Customer not found",
        ProblemCodes.AuditNotFound => "Audit not found",
        ProblemCodes.WorkNotFound => "Nothing needs a person",
        ProblemCodes.OrderNotPending => "The order is not pending",
        ProblemCodes.PaymentNotRetryable => "The order cannot be paid again",
        ProblemCodes.PaymentNotCapturable => "The payment cannot be captured",
        ProblemCodes.AttentionChanged => "It needs a person for another reason",
        ProblemCodes.NotResolvable => "It cannot be settled that way",
        ProblemCodes.CallInFlight => "The call is being made",
        ProblemCodes.PaymentDeclined => "The payment was declined",
        ProblemCodes.BookNotFound => "Book not found",
        ProblemCodes.OrderNotFound => "Order not found",
        ProblemCodes.DeliveryNotFound => "Delivery not found",
        ProblemCodes.InsufficientStock => "Insufficient stock",
        ProblemCodes.NotSellableYet => "The book cannot be ordered yet",
        ProblemCodes.Embargoed => "The book is under embargo",
        ProblemCodes.NotAllocated => "The order waits for copies",
        ProblemCodes.BackorderLimitInUse => "The back-order limit is in use",
        ProblemCodes.StockLimitReached => "Too many copies on hand",
        ProblemCodes.TotalChanged => "The total has changed",
        ProblemCodes.QuoteExpired => "The quote has expired",
        ProblemCodes.PriceFixed => "The price is fixed",
        ProblemCodes.PolicyRefused => "A rule of the shop refuses it",
        ProblemCodes.OrderNotCancellable => "The order cannot be cancelled",
        ProblemCodes.OrderNotDeliverable => "The order cannot be delivered",
        ProblemCodes.DeliveryExists => "The order has a delivery already",
        ProblemCodes.TooManyDeliveries => "The order has had too many deliveries",
        ProblemCodes.InvalidTransition => "Cannot be moved there",
        ProblemCodes.IdempotencyInProgress => "The first request is still running",
        ProblemCodes.EventsDisabled => "Events are switched off",
        ProblemCodes.WebhookDisabled => "The webhook endpoint is disabled",
        ProblemCodes.CursorExpired => "The cursor has expired",
        _ => TitleOfAnyRequest(code),
    };

    private static string TitleOfAnyRequest(string code) => code switch
    {
        ProblemCodes.Unauthorized => "Unauthorized",
        ProblemCodes.Forbidden => "Forbidden",
        ProblemCodes.NotFound => "Not found",
        ProblemCodes.MethodNotAllowed => "Method not allowed",
        ProblemCodes.InvalidNotification => "The notification is not valid",
        ProblemCodes.RequestTimeout => "The body did not come in time",
        ProblemCodes.PreconditionFailed => "A precondition failed",
        ProblemCodes.BodyTooLarge => "The body is too large",
        ProblemCodes.UnsupportedMediaType => "Unsupported media type",
        ProblemCodes.IdempotencyKeyReused => "The idempotency key was used before",
        ProblemCodes.TooManyRequests => "Too many requests",
        ProblemCodes.Overloaded => "Overloaded",
        _ => "Internal error",
    };
}
