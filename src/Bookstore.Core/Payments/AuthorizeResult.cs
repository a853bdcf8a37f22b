namespace Bookstore;

/// <summary>A gateway's result of an authorization.</summary>
public sealed record AuthorizeResult
{
    private AuthorizeResult(AuthorizeOutcome outcome) => Outcome = outcome;

    /// <summary>The amount's fate is not known: it may be held or not.</summary>
    public static AuthorizeResult Unknown { get; } = new(AuthorizeOutcome.Unknown);

    /// <summary>What happened.</summary>
    public AuthorizeOutcome Outcome { get; }

    /// <summary>The gateway's transaction id, when approved, or when the gateway has one already while the customer has to act.</summary>
    public string? TransactionId { get; private init; }

    /// <summary>Why it was declined, a short code such as <c>card_declined</c>.</summary>
    public string? DeclineCode { get; private init; }

    /// <summary>Until when the amount is held, in UTC, when approved; <see langword="null"/> when the gateway does not say.</summary>
    public DateTimeOffset? AuthorizedUntil { get; private init; }

    /// <summary>The step that the customer has to take, when an action is required.</summary>
    public CustomerAction? Action { get; private init; }

    /// <summary>Where the customer has to go, when an action is required: the <see cref="CustomerAction.Url"/> of <see cref="Action"/>.</summary>
    public Uri? ActionUrl => Action?.Url;

    /// <summary>The amount is held.</summary>
    /// <param name="transactionId">The gateway's transaction id: 1 to 200 characters. A longer one is not kept, and later calls then carry no reference.</param>
    /// <param name="authorizedUntil">Until when it is held: an authorization that is not captured by then ends by itself. Default <see langword="null"/>: not known.</param>
    /// <returns>The result.</returns>
    public static AuthorizeResult Approved(string transactionId, DateTimeOffset? authorizedUntil = null) =>
        new(AuthorizeOutcome.Approved) { TransactionId = transactionId, AuthorizedUntil = authorizedUntil };

    /// <summary>Nothing is held and nothing will be.</summary>
    /// <param name="declineCode">Why, a short code.</param>
    /// <returns>The result.</returns>
    public static AuthorizeResult Declined(string declineCode) => new(AuthorizeOutcome.Declined) { DeclineCode = declineCode };

    /// <summary>The customer has to do something first, a 3-D Secure challenge for example.</summary>
    /// <param name="actionUrl">Where to send the customer.</param>
    /// <returns>The result.</returns>
    public static AuthorizeResult RequiresAction(Uri actionUrl) => RequiresAction(new CustomerAction { Url = actionUrl });

    /// <summary>The customer has to do something first, a 3-D Secure challenge for example.</summary>
    /// <param name="action">The step.</param>
    /// <param name="transactionId">The gateway's transaction id, where it has one already: later calls carry it as their reference. Default <see langword="null"/>: none yet.</param>
    /// <returns>The result.</returns>
    public static AuthorizeResult RequiresAction(CustomerAction action, string? transactionId = null) =>
        new(AuthorizeOutcome.RequiresAction) { Action = action, TransactionId = transactionId };
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
