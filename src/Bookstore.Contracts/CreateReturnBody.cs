using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to return copies of an order that have arrived.</summary>
public sealed record CreateReturnBody
{
    /// <summary>The copies: 1 to 200 items. The same book twice is one item with the sum, and with the first reason.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<ReturnItemBody> Items { get; init; }

    /// <summary>Whether the order's shipping goes back as well. Default <see langword="false"/>.</summary>
    [JsonPropertyName("shipping")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Shipping { get; init; }

    /// <summary>A note for the shop: up to 500 characters.</summary>
    [JsonPropertyName("note")]
    [StringLength(500)]
    [DataType(DataType.MultilineText)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>A text without what was written.</summary>
    /// <returns>The type's name and the number of items.</returns>
    public override string ToString() => $"{nameof(CreateReturnBody)} {Items.Count}";
}

/// <summary>Copies of one book that are to be returned.</summary>
public sealed record ReturnItemBody
{
    /// <summary>The book: an ISBN-13 or an ISBN-10, with or without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    public required string Isbn { get; init; }

    /// <summary>The copies: 1 to 10,000.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }

    /// <summary>Why, in the customer's words: 1 to 200 characters. Default none.</summary>
    [JsonPropertyName("reason")]
    [StringLength(200, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>A text without the reason.</summary>
    /// <returns>The book and the copies.</returns>
    public override string ToString() => $"{nameof(ReturnItemBody)} {Quantity} x {Isbn}";
}
