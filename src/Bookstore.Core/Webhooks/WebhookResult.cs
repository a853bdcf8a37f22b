namespace Bookstore;

/// <summary>The result of a change of a webhook endpoint.</summary>
public sealed record WebhookResult
{
    /// <summary>What came of it.</summary>
    public required WebhookOutcome Outcome { get; init; }

    /// <summary>The endpoint; <see langword="null"/> unless <see cref="Outcome"/> is <see cref="WebhookOutcome.Done"/>.</summary>
    public WebhookEndpoint? Endpoint { get; init; }

    /// <summary>The new secret, <c>whsec_</c> and 32 bytes in base64, of a creation or a rotation. It is returned this once: the store has it encrypted. Else <see langword="null"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>The try of a ping, or what is known of a delivery that is made again. Else <see langword="null"/>.</summary>
    public WebhookDelivery? Delivery { get; init; }

    /// <summary>What is wrong with the settings and what to do about it, for <see cref="WebhookOutcome.InvalidUrl"/> and <see cref="WebhookOutcome.InvalidTypes"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>The places in <see cref="WebhookSettings.Types"/> that name no type, for <see cref="WebhookOutcome.InvalidTypes"/>; none where there are too many types. Else empty.</summary>
    public IReadOnlyList<int> InvalidTypes { get; init; } = [];

    /// <summary>Returns the outcome and the endpoint, without the secret.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{Outcome} {Endpoint}";
}

/// <summary>What came of a change of a webhook endpoint. Minor versions may add values.</summary>
public enum WebhookOutcome
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>There is no such endpoint.</summary>
    NotFound,

    /// <summary>The endpoint has another version than expected. Nothing changed.</summary>
    PreconditionFailed,

    /// <summary>The address is not allowed, see <see cref="WebhookResult.Problem"/>.</summary>
    InvalidUrl,

    /// <summary>The types are none, see <see cref="WebhookResult.Problem"/>.</summary>
    InvalidTypes,

    /// <summary>The shop has as many endpoints as it may have.</summary>
    TooMany,

    /// <summary>The endpoint has no delivery of the event: it is neither waiting nor among the last 100 tries.</summary>
    NoDelivery,

    /// <summary>The endpoint is disabled, so nothing is sent to it. Enable it first: it continues where it stopped.</summary>
    Disabled,
}
