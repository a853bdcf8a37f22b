using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a request was not carried out: problem details (RFC 9457), media type <c>application/problem+json</c>.</summary>
public sealed record ProblemResource
{
    /// <summary>The kind of problem as a URI: <c>urn:bookstore:problem:</c> and the <see cref="Code"/>.</summary>
    [JsonPropertyName("type")]
    [StringLength(100)]
    public string? Type { get; init; }

    /// <summary>The kind of problem in words, the same for each <see cref="Code"/>.</summary>
    [JsonPropertyName("title")]
    [StringLength(100)]
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    [Range(400, 599)]
    public int Status { get; init; }

    /// <summary>What is wrong this time, and what to do about it.</summary>
    [JsonPropertyName("detail")]
    [StringLength(4_000)]
    public string? Detail { get; init; }

    /// <summary>The kind of problem for programs, stable: one of <see cref="ProblemCodes"/>.</summary>
    [JsonPropertyName("code")]
    [StringLength(50)]
    public string? Code { get; init; }

    /// <summary>The same as <see cref="Detail"/>, for clients of the original API.</summary>
    [JsonPropertyName("message")]
    [StringLength(4_000)]
    public string? Message { get; init; }

    /// <summary>Finds the request in the server's logs and traces.</summary>
    [JsonPropertyName("trace_id")]
    [StringLength(100)]
    public string? TraceId { get; init; }

    /// <summary>What is wrong with which member, by JSON pointer (RFC 6901) into the body: <c>/items/0/quantity</c>.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The order, which is stored although the request failed: rejected, with a declined payment.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }

    /// <summary>The conflicting delivery.</summary>
    [JsonPropertyName("delivery_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeliveryId { get; init; }

    /// <summary>The book that is unknown, that cannot be ordered or dispatched yet, whose price is fixed, or of which there are too few copies.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary>The shop's own code of the rule that refused the order, where <see cref="Code"/> is <c>policy_refused</c>.</summary>
    [JsonPropertyName("policy_code")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PolicyCode { get; init; }

    /// <summary>The copies of <see cref="Isbn"/> that can be ordered or held now.</summary>
    [JsonPropertyName("available")]
    [Range(0, 1_001_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Available { get; init; }

    /// <summary>From when on <see cref="Isbn"/> can be ordered or dispatched, where it cannot yet.</summary>
    [JsonPropertyName("available_from")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AvailableFrom { get; init; }

    /// <summary>The total as it would be, where it is not the expected one.</summary>
    [JsonPropertyName("total")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Total { get; init; }

    /// <summary>What can still be refunded of the order.</summary>
    [JsonPropertyName("refundable")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Refundable { get; init; }

    /// <summary>The currency of <see cref="Total"/> or <see cref="Refundable"/>.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }
}
