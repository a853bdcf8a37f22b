using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A postal address in its parts.</summary>
public sealed record PostalAddressResource
{
    /// <summary>Who receives it: 1 to 100 characters.</summary>
    [JsonPropertyName("name")]
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Street, house number, floor and the like: 1 to 5 lines of 1 to 100 characters.</summary>
    [JsonPropertyName("lines")]
    [MinLength(1), MaxLength(5)]
    [StringLength(100, MinimumLength = 1)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The city: 1 to 100 characters.</summary>
    [JsonPropertyName("city")]
    [StringLength(100, MinimumLength = 1)]
    public required string City { get; init; }

    /// <summary>The state, province or county, where addresses name one: 1 to 100 characters.</summary>
    [JsonPropertyName("region")]
    [StringLength(100, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }

    /// <summary>The postal code: 1 to 20 characters.</summary>
    [JsonPropertyName("postal_code")]
    [StringLength(20, MinimumLength = 1)]
    public required string PostalCode { get; init; }

    /// <summary>The country, two capital letters (ISO 3166-1 alpha-2), such as <c>DE</c>.</summary>
    [JsonPropertyName("country")]
    [StringLength(2, MinimumLength = 2)]
    [DataType("country")]
    public required string Country { get; init; }

    /// <summary>A text without the address, which is personal data.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(PostalAddressResource);
}
