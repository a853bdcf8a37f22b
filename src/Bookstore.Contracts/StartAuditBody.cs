using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An audit to start.</summary>
public sealed record StartAuditBody
{
    /// <summary>What to check: one of <see cref="AuditKinds"/>.</summary>
    [JsonPropertyName("kind")]
    [AllowedValues(AuditKinds.Verify, AuditKinds.Reconcile)]
    public required string Kind { get; init; }
}
