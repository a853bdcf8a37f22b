using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a return is rejected.</summary>
public sealed record RejectReturnBody
{
    /// <summary>Why: 1 to 200 characters.</summary>
    [JsonPropertyName("reason")]
    [StringLength(200, MinimumLength = 1)]
    public required string Reason { get; init; }
}
