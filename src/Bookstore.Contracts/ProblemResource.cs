using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a request was not carried out: problem details (RFC 9457), media type <c>application/problem+json</c>.</summary>
public sealed record ProblemResource
{
    /// <summary>The kind of problem as a URI: <c>urn:bookstore:problem:</c> and the <see cref="Code"/>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The kind of problem in words, the same for each <see cref="Code"/>.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    public int Status { get; init; }

    /// <summary>What is wrong this time, and what to do about it.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>The kind of problem for programs, stable: one of <see cref="ProblemCodes"/>.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>The same as <see cref="Detail"/>, for clients of the original API.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>Finds the request in the server's logs and traces.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }

    /// <summary>What is wrong with which member, by JSON pointer (RFC 6901) into the body: <c>/items/0/quantity</c>.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>The order that was written all the same: rejected, with a declined payment.</summary>
    [JsonPropertyName("order_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }

    /// <summary>The conflicting delivery.</summary>
    [JsonPropertyName("delivery_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeliveryId { get; init; }

    /// <summary>The book that is unknown or of which there are too few copies.</summary>
    [JsonPropertyName("isbn")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary>The copies of <see cref="Isbn"/> that can be sold now.</summary>
    [JsonPropertyName("available")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Available { get; init; }

    /// <summary>The total as it would be, where it is not the expected one.</summary>
    [JsonPropertyName("total")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Total { get; init; }

    /// <summary>The currency of <see cref="Total"/>.</summary>
    [JsonPropertyName("currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }
}
