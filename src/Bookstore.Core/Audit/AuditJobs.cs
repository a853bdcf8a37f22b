using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The audits that the background work runs: one document for each kind of audit, while a run of it is in progress.</summary>
internal static class AuditJobs
{
    public static DocumentKind<AuditJobBody> Documents { get; } = new("audit-job", 1, static () => AuditJobJsonContext.Default.AuditJobBody);

    public static DocumentId IdOf(AuditKind kind) => Documents.IdOf(new Guid((int)kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}

/// <summary>The run of a kind that is in progress. <see cref="DocumentRecord.DueAt"/> is the end of the lease of the host that does it.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record AuditJobBody : DocumentBody
{
    public Guid RunId { get; set; }

    /// <summary>Incremented each time a host acquires or extends the lease, or gives it back.</summary>
    public int Fence { get; set; }

    /// <summary>How many steps failed in succession.</summary>
    public int Attempts { get; set; }
}

/// <summary>How the body of a job is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditJobBody))]
internal sealed partial class AuditJobJsonContext : JsonSerializerContext;
