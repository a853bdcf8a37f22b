using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore;

/// <summary>The text of a book's details: JSON without the members that are not there. Members that this version does not know are kept.</summary>
internal static class BookDetailsJson
{
    private static readonly JsonTypeInfo<BookDetails> Type = (JsonTypeInfo<BookDetails>)new JsonSerializerOptions(BookDetailsJsonContext.Default.Options)
    {
        TypeInfoResolver = BookDetailsJsonContext.Default.WithAddedModifier(LeaveOutEmptyLists),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }.GetTypeInfo(typeof(BookDetails));

    public static string Write(BookDetails details) => JsonSerializer.Serialize(details, Type);

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static BookDetails Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Type) ?? throw new FormatException("The details of the book are null.");
        }
        catch (JsonException fault)
        {
            throw new FormatException("The details of the book are no JSON of a book's details.", fault);
        }
    }

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)) && !property.IsExtensionData)
            {
                property.ShouldSerialize = static (_, value) => value is not ICollection { Count: 0 };
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BookDetails))]
internal sealed partial class BookDetailsJsonContext : JsonSerializerContext;
