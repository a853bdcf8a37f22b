namespace Bookstore;

/// <summary>What a gateway knows of one order.</summary>
public sealed record GatewayPayment
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Which payment of the order it is, see <see cref="AuthorizeRequest.Attempt"/>. Default 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The amount that is or was held, or, once it is captured, what was captured of it; <see langword="null"/> where nothing ever was held.</summary>
    public Money? Amount { get; init; }

    /// <summary>The status.</summary>
    public required GatewayPaymentStatus Status { get; init; }

    /// <summary>How much of the amount was given back, by all refunds together. <see langword="null"/>: none, or all of it where <see cref="Status"/> says so.</summary>
    public Money? Refunded { get; init; }

    /// <summary>The gateway's transaction id, when authorized: the one that <see cref="AuthorizeResult.TransactionId"/> returned, also after a capture.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Until when the amount is held, in UTC: what <see cref="AuthorizeResult.AuthorizedUntil"/> returned; <see langword="null"/> when the gateway does not say, or nothing is held.</summary>
    public DateTimeOffset? AuthorizedUntil { get; init; }

    /// <summary>The dispute about it, of several the newest; <see langword="null"/> when there was none. Default <see langword="null"/>.</summary>
    public GatewayDispute? Dispute { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? DeclineCode { get; init; }
}

/// <summary>The status of a payment at the gateway.</summary>
public enum GatewayPaymentStatus
{
    /// <summary>The amount is held.</summary>
    Authorized,

    /// <summary>The customer has to do something first.</summary>
    RequiresAction,

    /// <summary>Declined: nothing is held.</summary>
    Declined,

    /// <summary>Captured. A part may have been given back.</summary>
    Captured,

    /// <summary>Voided: nothing is held and nothing will be.</summary>
    Voided,

    /// <summary>Captured, and all of it given back.</summary>
    Refunded,
}
