using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A customer's withdrawal from an order, or from a part of it.</summary>
public sealed record WithdrawBody
{
    /// <summary>The copies: 1 to 200 items. The same book twice is one item with the sum. Default all of the order.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReturnItemBody>? Items { get; init; }

    /// <summary>What the customer wrote: up to 2,000 characters.</summary>
    [JsonPropertyName("statement")]
    [StringLength(2_000)]
    [DataType(DataType.MultilineText)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Statement { get; init; }

    /// <summary>A text without the statement, which is personal data.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(WithdrawBody);
}
