using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;

namespace Bookstore.Client;

/// <summary>The result of <see cref="BookstoreWebhooks.Verify(ReadOnlyMemory{byte}, WebhookHeaders, string, TimeProvider?)"/>: the event, or why the request is refused.</summary>
public sealed class WebhookVerification
{
    private WebhookVerification(EventResource? happened, WebhookRejection? rejection, string detail) => (Event, Rejection, Detail) = (happened, rejection, detail);

    /// <summary>Whether the request is genuine and its event is there.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool IsGenuine => Event is not null;

    /// <summary>The event; <see langword="null"/> where the request is refused. It has no <see cref="EventResource.Cursor"/>.</summary>
    public EventResource? Event { get; }

    /// <summary>The check that failed; <see langword="null"/> where the request is genuine.</summary>
    public WebhookRejection? Rejection { get; }

    /// <summary>What is wrong and what to do about it, for a log; empty where the request is genuine. It contains no secret, and nothing of the request.</summary>
    public string Detail { get; }

    /// <summary>Returns the type of the event, or the check that failed.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => Event?.Type ?? $"{Rejection}: {Detail}";

    internal static WebhookVerification Accepted(EventResource happened) => new(happened, null, string.Empty);

    internal static WebhookVerification Refused(WebhookRejection rejection, string detail) => new(null, rejection, detail);
}

/// <summary>The check of a webhook request that failed.</summary>
public enum WebhookRejection
{
    /// <summary>One of the three headers is missing.</summary>
    HeaderMissing,

    /// <summary>One of the three headers is malformed, too long, or given more than once.</summary>
    HeaderMalformed,

    /// <summary>The time of the request is too far from the receiver's.</summary>
    TimestampOutOfTolerance,

    /// <summary>No signature matches one of the secrets.</summary>
    SignatureMismatch,

    /// <summary>The body is larger than <see cref="BookstoreWebhooks.MaxBodyLength"/>.</summary>
    BodyTooLarge,

    /// <summary>The request is genuine, and its body is no event of the id in the header.</summary>
    BodyMalformed,
}
