using System.Globalization;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The documents of webhooks: the endpoints, and the last tries of each under the same id. Their numbers and names are stored.</summary>
internal static class WebhookDocuments
{
    public const int Enabled = 1;
    public const int Disabled = 2;

    /// <summary>It is hidden, and being removed.</summary>
    public const int Removed = 3;

    public static DocumentKind<EndpointBody> Endpoints { get; } = new("webhook-endpoint", 1, static () => WebhookJsonContext.Default.EndpointBody);

    public static DocumentKind<TryLogBody> Tries { get; } = new("webhook-tries", 1, static () => WebhookJsonContext.Default.TryLogBody);

    public static DocumentKind<RosterBody> Rosters { get; } = new("webhook-roster", 1, static () => WebhookJsonContext.Default.RosterBody);

    /// <summary>The one document that all endpoints belong to.</summary>
    public static DocumentId Roster { get; } = Rosters.IdOf(ConsumerDocuments.IdOf("webhooks"));

    /// <summary>The name of an endpoint as a consumer of the feed.</summary>
    public static string ConsumerOf(Guid endpointId) => string.Create(CultureInfo.InvariantCulture, $"{ConsumerDocuments.WebhookPrefix}{endpointId:N}");

    /// <summary>The document of an endpoint as a consumer of the feed.</summary>
    public static DocumentId ConsumerIdOf(Guid endpointId) => ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf(ConsumerOf(endpointId)));

    /// <summary>Stages whether an endpoint's consumer is switched off, so that one that no host runs differs from one that is stopped.</summary>
    public static void SwitchConsumer(WorkingSet records, Guid endpointId, bool isOff)
    {
        if (records.Documents.Find(ConsumerIdOf(endpointId)) is { } stored && ConsumerDocuments.Consumers.Read(stored) is var body && body.IsOff != isOff)
        {
            records.Documents.Put(stored.Id, ConsumerDocuments.Consumers.Write(stored.Id.Id, body with { IsOff = isOff }, stored));
        }
    }

    public static WebhookEndpoint ToEndpoint(Guid id, EndpointBody body, int state) => new()
    {
        Id = id,
        Url = body.Url,
        Types = body.Types,
        Enabled = state == Enabled,
        DisableReason = state == Enabled ? null : body.DisableReason,
        DisabledAt = state == Enabled ? null : body.DisabledAt,
        CreatedAt = body.CreatedAt,
        UpdatedAt = body.UpdatedAt,
        ChangedBy = body.ChangedBy is { Client.Length: > 0 } by ? new Actor(by.Client, by.Sub) : null,
        Version = VersionOf(body),
    };

    public static string VersionOf(EndpointBody body) => body.Changes.ToString(CultureInfo.InvariantCulture);
}
