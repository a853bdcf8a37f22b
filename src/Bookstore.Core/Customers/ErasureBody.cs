using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>An erasure that was asked for, as a document. It names the customer, so it is removed when nothing is left to erase. <see cref="DocumentRecord.DueAt"/> is when orders are looked for again.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record ErasureBody : DocumentBody
{
    public string CustomerId { get; set; } = string.Empty;

    /// <summary>By the clock of the host that was asked. Orders that were placed after it are not erased.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Incremented each time it is written.</summary>
    public int Fence { get; set; }

    public int Erased { get; set; }

    /// <summary>How many orders wait, as far as they were looked at.</summary>
    public int Waiting { get; set; }

    public IReadOnlyList<Guid>? WaitingOrders { get; set; }

    public static DocumentKind<ErasureBody> Documents { get; } = new("erasure", 1, static () => ErasureJsonContext.Default.ErasureBody);

    /// <summary>The id follows from the customer, so that there is one erasure of each.</summary>
    public static DocumentId IdOf(string customerId) => Documents.IdOf(new Fingerprint().Add("erasure").Add(customerId).Compute());

    public CustomerErasure Show(CustomerErasureStatus status) => new() { Status = status, ErasedOrders = Erased, Waiting = Waiting, WaitingOrders = WaitingOrders ?? [], StartedAt = StartedAt };
}

/// <summary>How the body of an erasure is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ErasureBody))]
internal sealed partial class ErasureJsonContext : JsonSerializerContext;
