using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>Writes a <see cref="PublicationDate"/> to JSON as its text, such as <c>"2026-11"</c>.</summary>
public sealed class PublicationDateJsonConverter : JsonConverter<PublicationDate>
{
    /// <inheritdoc/>
    public override PublicationDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && PublicationDate.TryParse(reader.GetString(), out var date)
            ? date
            : throw new JsonException("A date of publication is a string such as 2026-11-28, 2026-11 or 2026.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PublicationDate value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
