namespace Bookstore;

/// <summary>A webhook endpoint. Its secret is not part of it.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its address.</summary>
    public required string Url { get; init; }

    /// <summary>The types of events that it gets; empty for all.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether events are sent to it.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it was disabled; <see langword="null"/> while it is enabled.</summary>
    public WebhookDisableReason? DisableReason { get; init; }

    /// <summary>When it was disabled; <see langword="null"/> while it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who changed it last; <see langword="null"/> when the application named no one, and of a change by an earlier version.</summary>
    public Actor? ChangedBy { get; init; }

    /// <summary>Changes with each change of the endpoint, see <see cref="ExpectedVersion"/>.</summary>
    public required string Version { get; init; }

    /// <summary>Returns the id and the host. A path may hold a token.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{Id} {(Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.Host : "?")}";
}

/// <summary>Why an endpoint was disabled. Minor versions may add values.</summary>
public enum WebhookDisableReason
{
    /// <summary>By <see cref="IWebhookService.DisableAsync"/>.</summary>
    Requested = 1,

    /// <summary>The receiver answered 410 (Gone).</summary>
    Gone = 2,

    /// <summary>An event used its tries up.</summary>
    TriesUsedUp = 3,

    /// <summary>Every try of five days failed, some on each of them.</summary>
    FailingForDays = 4,
}
