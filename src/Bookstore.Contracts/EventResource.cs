using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An event of the feed: what happened to an order, to stock or to a book, written in the same commit.</summary>
public sealed record EventResource
{
    /// <summary>The place in the feed after this event, to continue from. Not part of the body: <see langword="null"/> where the response has none, as in pages.</summary>
    [JsonIgnore]
    public string? Cursor { get; init; }

    /// <summary>The event's id, a UUID. It stays the same whenever and however the event is sent again, so that a consumer recognizes it.</summary>
    [JsonPropertyName("id")]
    [StringLength(36, MinimumLength = 36)]
    public required string Id { get; init; }

    /// <summary>What happened: one of <see cref="FeedEventTypes"/>.</summary>
    [JsonPropertyName("type")]
    [StringLength(50)]
    public required string Type { get; init; }

    /// <summary>Ascends by one from event to event of the same resource: who reads all types sees by a gap that an event is missing. For an order it is its version after the change.</summary>
    [JsonPropertyName("sequence")]
    [Range(1, 9_007_199_254_740_991)]
    public required long Sequence { get; init; }

    /// <summary>What it happened to: <c>orders/{id}</c>, <c>books/{isbn}</c>, also for the book's stock, or <c>webhooks/{id}</c>. All events of an order, its payment and its deliveries have the order's.</summary>
    [JsonPropertyName("resource")]
    [StringLength(50)]
    public required string Resource { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyName("occurred_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>What changed: ids, the new state, amounts with their currency. No personal data and no card data. A newer server may add members.</summary>
    [JsonPropertyName("data")]
    public required JsonElement Data { get; init; }
}
