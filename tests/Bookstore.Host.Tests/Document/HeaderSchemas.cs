using System.Globalization;
using Microsoft.OpenApi;

namespace Bookstore.Samples;

/// <summary>The forms of the answers' headers, with their limits.</summary>
internal static class HeaderSchemas
{
    // A link repeats the filters of its list, with all characters encoded.
    private const int MaxLink = 8_192;
    private const int MaxAddress = 2_048;
    private const int MaxTag = 200;
    private const int MaxChallenge = 2_048;
    private const int MaxRateLimit = 100;
    private const int MaxPauseSeconds = 86_400;

    public static OpenApiSchema Of(string name) => name switch
    {
        "Retry-After" => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = MaxPauseSeconds.ToString(CultureInfo.InvariantCulture) },
        BookstoreHeaders.IdempotencyReplayed => new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true"] },
        BookstoreHeaders.RateLimitPolicy or BookstoreHeaders.RateLimit => Text(MaxRateLimit),
        "Link" => Text(MaxLink),
        "Location" => Text(MaxAddress),
        "ETag" => Text(MaxTag),
        "WWW-Authenticate" => Text(MaxChallenge),
        _ => throw new ArgumentException($"The header {name} has no form.", nameof(name)),
    };

    private static OpenApiSchema Text(int maxLength) => new() { Type = JsonSchemaType.String, MaxLength = maxLength };
}
