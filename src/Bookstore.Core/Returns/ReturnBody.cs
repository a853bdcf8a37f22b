using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The body of a return's document.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record ReturnBody : DocumentBody
{
    public int Kind { get; set; }

    public int Changes { get; set; } = 1;

    public IReadOnlyList<ReturnLineBody>? Lines { get; set; }

    public bool Shipping { get; set; }

    public string? Note { get; set; }

    public string? RejectionReason { get; set; }

    public WithdrawalReceiptBody? Receipt { get; set; }

    public IReadOnlyList<Guid>? RefundIds { get; set; }

    public ReturnAttentionBody? Attention { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Copies of one book.</summary>
internal sealed record ReturnLineBody : DocumentBody
{
    public long Isbn { get; set; }

    public int Quantity { get; set; }

    public string? Reason { get; set; }

    public int? Received { get; set; }

    public int? Sellable { get; set; }

    public int? NotArrived { get; set; }

    public int? GoneBefore { get; set; }
}

/// <summary>The receipt of a withdrawal.</summary>
internal sealed record WithdrawalReceiptBody : DocumentBody
{
    public DateTimeOffset ReceivedAt { get; set; }

    public string Content { get; set; } = string.Empty;

    public bool IsLate { get; set; }
}

/// <summary>Why a return needs a person.</summary>
internal sealed record ReturnAttentionBody : DocumentBody
{
    public int Reason { get; set; }

    public DateTimeOffset Since { get; set; }
}

/// <summary>How the bodies of returns are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReturnBody))]
internal sealed partial class ReturnJsonContext : JsonSerializerContext;
