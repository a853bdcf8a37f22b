using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>Writes an <see cref="Isbn"/> to JSON as its 13 digits in a string, and the default value as null.</summary>
public sealed class IsbnJsonConverter : JsonConverter<Isbn>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Isbn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String => Parse(reader.GetString()),
        _ => throw new JsonException("An ISBN is a string of 10 or 13 digits."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Isbn value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsDefault)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }

    /// <inheritdoc/>
    public override Isbn ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Isbn value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }

    private static Isbn Parse(string? text) => Isbn.TryParseArticle(text, out var isbn) ? isbn : throw new JsonException("The text is no ISBN and no other EAN-13.");
}
