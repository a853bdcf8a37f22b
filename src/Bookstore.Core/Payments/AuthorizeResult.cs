namespace Bookstore;

/// <summary>A gateway's answer to an authorization.</summary>
public sealed record AuthorizeResult
{
    private AuthorizeResult(AuthorizeOutcome outcome) => Outcome = outcome;

    /// <summary>The amount's fate is not known: it may be held or not.</summary>
    public static AuthorizeResult Unknown { get; } = new(AuthorizeOutcome.Unknown);

    /// <summary>What happened.</summary>
    public AuthorizeOutcome Outcome { get; }

    /// <summary>The gateway's transaction id, when approved.</summary>
    public string? TransactionId { get; private init; }

    /// <summary>Why it was declined, a short code such as <c>card_declined</c>.</summary>
    public string? DeclineCode { get; private init; }

    /// <summary>Where the customer has to go, when an action is required.</summary>
    public Uri? ActionUrl { get; private init; }

    /// <summary>The amount is held.</summary>
    /// <param name="transactionId">The gateway's transaction id: 1 to 200 characters. A longer one is not kept, and later calls then carry no reference.</param>
    /// <returns>The answer.</returns>
    public static AuthorizeResult Approved(string transactionId) => new(AuthorizeOutcome.Approved) { TransactionId = transactionId };

    /// <summary>Nothing is held and nothing will be.</summary>
    /// <param name="declineCode">Why, a short code.</param>
    /// <returns>The answer.</returns>
    public static AuthorizeResult Declined(string declineCode) => new(AuthorizeOutcome.Declined) { DeclineCode = declineCode };

    /// <summary>The customer has to do something first, a 3-D Secure challenge for example.</summary>
    /// <param name="actionUrl">Where to send the customer.</param>
    /// <returns>The answer.</returns>
    public static AuthorizeResult RequiresAction(Uri actionUrl) => new(AuthorizeOutcome.RequiresAction) { ActionUrl = actionUrl };
}

/// <summary>The outcomes of an authorization.</summary>
public enum AuthorizeOutcome
{
    /// <summary>It is not known whether the amount is held.</summary>
    Unknown,

    /// <summary>The amount is held.</summary>
    Approved,

    /// <summary>Nothing is held and nothing will be under this order id.</summary>
    Declined,

    /// <summary>The customer has to do something first; the gateway is asked again later.</summary>
    RequiresAction,
}
