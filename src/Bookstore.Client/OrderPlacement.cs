using Bookstore.Contracts;

namespace Bookstore.Client;

/// <summary>How placing an order went.</summary>
public sealed record OrderPlacement
{
    /// <summary>What happened.</summary>
    public required OrderPlacementOutcome Outcome { get; init; }

    /// <summary>The key that the order was sent with. Sending the same order with the same key again has no further effect.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The order's id; <see langword="null"/> where none was written.</summary>
    public string? OrderId { get; init; }

    /// <summary>The order's status as the server names it, one of <see cref="OrderStatuses"/>; <see langword="null"/> where none was written.</summary>
    public string? Status { get; init; }

    /// <summary>What is charged, or what would be where the total is not the expected one; <see langword="null"/> otherwise.</summary>
    public decimal? Total { get; init; }

    /// <summary>The currency of <see cref="Total"/>, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>The step that the customer has to take before the payment is approved, when the gateway asks for one.</summary>
    public OrderActionResource? Action { get; init; }

    /// <summary>Where the customer has to go before the payment is approved: the address of <see cref="Action"/>.</summary>
    public string? ActionUrl { get; init; }

    /// <summary>The book that is unknown, that cannot be ordered yet, whose price is fixed, or of which there are too few copies.</summary>
    public string? Isbn { get; init; }

    /// <summary>The copies of <see cref="Isbn"/> that can be ordered now.</summary>
    public int? Available { get; init; }

    /// <summary>From when on <see cref="Isbn"/> can be ordered, where it cannot yet.</summary>
    public DateTimeOffset? AvailableFrom { get; init; }

    /// <summary>The shop's own code of the rule that refused the order; <see langword="null"/> where none did.</summary>
    public string? PolicyCode { get; init; }

    /// <summary>What the server says about it, where the order did not go through.</summary>
    public string? Detail { get; init; }

    internal static OrderPlacement Of(OrderReceipt receipt, string key) => new()
    {
        Outcome = receipt.Status switch
        {
            OrderStatuses.Created => OrderPlacementOutcome.Created,
            OrderStatuses.Pending => OrderPlacementOutcome.Pending,
            _ => OrderPlacementOutcome.Other,
        },
        IdempotencyKey = key,
        OrderId = receipt.OrderId,
        Status = receipt.Status,
        Total = receipt.Total,
        Currency = receipt.Currency,
        ActionUrl = receipt.ActionUrl,
        Action = receipt.Action,
    };

    /// <summary>The placement that a refusal represents; <see langword="null"/> for one that is no outcome but a fault.</summary>
    internal static OrderPlacement? Of(BookstoreApiException refusal, string key)
    {
        OrderPlacementOutcome? outcome = refusal.Code switch
        {
            ProblemCodes.PaymentDeclined => OrderPlacementOutcome.Declined,
            ProblemCodes.InsufficientStock => OrderPlacementOutcome.InsufficientStock,
            ProblemCodes.NotSellableYet => OrderPlacementOutcome.NotSellableYet,
            ProblemCodes.UnknownBook => OrderPlacementOutcome.UnknownBook,
            ProblemCodes.TotalChanged => OrderPlacementOutcome.TotalChanged,
            ProblemCodes.QuoteExpired => OrderPlacementOutcome.QuoteExpired,
            ProblemCodes.PriceFixed => OrderPlacementOutcome.PriceFixed,
            ProblemCodes.PolicyRefused => OrderPlacementOutcome.RefusedByPolicy,
            ProblemCodes.ReservationNotHeld => OrderPlacementOutcome.ReservationNotHeld,
            _ => null,
        };
        return outcome is null || refusal.Problem is not { } problem ? null : new OrderPlacement
        {
            Outcome = outcome.Value,
            IdempotencyKey = key,
            OrderId = problem.OrderId,
            Status = problem.OrderId is null ? null : OrderStatuses.Rejected,
            Total = problem.Total,
            Currency = problem.Currency,
            Isbn = problem.Isbn,
            Available = problem.Available,
            AvailableFrom = problem.AvailableFrom,
            PolicyCode = problem.PolicyCode,
            Detail = problem.Detail,
        };
    }
}

/// <summary>The outcomes of placing an order. Minor versions may add values.</summary>
public enum OrderPlacementOutcome
{
    /// <summary>Confirmed: the payment is authorized, and the capture follows in the background.</summary>
    Created,

    /// <summary>Written and held, but the payment's outcome is not known yet: see <see cref="BookstoreClient.WaitForOutcomeAsync"/>.</summary>
    Pending,

    /// <summary>The payment was declined, or could not be found out in time; the order is rejected and nothing is held.</summary>
    Declined,

    /// <summary>There are too few copies of <see cref="OrderPlacement.Isbn"/>; nothing was written.</summary>
    InsufficientStock,

    /// <summary>The catalogue does not have <see cref="OrderPlacement.Isbn"/>; nothing was written.</summary>
    UnknownBook,

    /// <summary>The total is not the expected one but <see cref="OrderPlacement.Total"/>; nothing was written.</summary>
    TotalChanged,

    /// <summary>The order was written, with a <see cref="OrderPlacement.Status"/> that a newer server added.</summary>
    Other,

    /// <summary>The cart's reservation is unknown or held no more; nothing was written.</summary>
    ReservationNotHeld,

    /// <summary>The quote is unknown, has expired, or is another customer's; nothing was written.</summary>
    QuoteExpired,

    /// <summary>A discount would lower the price of <see cref="OrderPlacement.Isbn"/>, which is fixed; nothing was written.</summary>
    PriceFixed,

    /// <summary>A rule of the shop's own refuses it: <see cref="OrderPlacement.PolicyCode"/> and <see cref="OrderPlacement.Detail"/>; nothing was written.</summary>
    RefusedByPolicy,

    /// <summary><see cref="OrderPlacement.Isbn"/> cannot be ordered before <see cref="OrderPlacement.AvailableFrom"/>; nothing was written.</summary>
    NotSellableYet,
}
