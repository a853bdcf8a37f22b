using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The body of a refund's document.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record RefundBody : DocumentBody
{
    public long Amount { get; set; }

    public string Currency { get; set; } = string.Empty;

    public string Reason { get; set; } = string.Empty;

    public string? Note { get; set; }

    public IReadOnlyList<RefundItemBody>? Items { get; set; }

    public bool Shipping { get; set; }

    public string? FailureCode { get; set; }

    public string Gateway { get; set; } = string.Empty;

    public string? Reference { get; set; }

    /// <summary>The order's payments before the one that it is about.</summary>
    public int PaymentAttempt { get; set; }

    public int Fence { get; set; }

    public Guid? LeaseHolder { get; set; }

    public int Attempts { get; set; }

    public int Retries { get; set; }

    public RefundAttentionBody? Attention { get; set; }

    public RefundResolutionBody? Resolution { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Copies that a refund pays back.</summary>
internal sealed record RefundItemBody : DocumentBody
{
    public long Isbn { get; set; }

    public int Quantity { get; set; }

    /// <summary>What they are worth, in minor units; missing where an older version made the refund.</summary>
    public long? Amount { get; set; }
}

/// <summary>Why a refund needs a person.</summary>
internal sealed record RefundAttentionBody : DocumentBody
{
    public int Reason { get; set; }

    public string? Code { get; set; }

    public DateTimeOffset Since { get; set; }
}

/// <summary>How a person resolved a refund.</summary>
internal sealed record RefundResolutionBody : DocumentBody
{
    public int Kind { get; set; }

    public string Note { get; set; } = string.Empty;

    public DateTimeOffset At { get; set; }
}

/// <summary>How the bodies of refunds are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RefundBody))]
internal sealed partial class RefundJsonContext : JsonSerializerContext;
