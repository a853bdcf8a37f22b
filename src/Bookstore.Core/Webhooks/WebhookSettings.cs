namespace Bookstore;

/// <summary>What an application says about a webhook endpoint.</summary>
public sealed record WebhookSettings
{
    /// <summary>The longest <see cref="Url"/>, in characters: 2,000.</summary>
    public const int MaxUrlLength = 2_000;

    /// <summary>
    /// The address: absolute, <c>https</c>, with the default port, without credentials and fragment, and of a public host. <c>WebhookOptions</c> of the package <c>Bookstore.Webhooks</c> allows more, for development.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The types of events: each one of <see cref="EventTypes"/>, or a group of them such as <c>order.*</c>. Up to <see cref="EventQuery.MaxTypes"/>. Empty for all. Default empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Returns the host and the types. A path may hold a token.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{(Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.Host : "?")} {string.Join(',', Types)}";
}

/// <summary>Where an endpoint continues in the feed: exactly one of the two.</summary>
public sealed record WebhookReplay
{
    /// <summary>Behind this position of the feed, such as a <see cref="BookstoreEvent.Position"/>. Default <see langword="null"/>.</summary>
    public long? After { get; init; }

    /// <summary>With the events since this time. Events of up to a minute before may be sent as well, because hosts' clocks differ. Default <see langword="null"/>.</summary>
    public DateTimeOffset? Since { get; init; }
}
