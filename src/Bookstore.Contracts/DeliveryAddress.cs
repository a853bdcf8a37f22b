using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Where a delivery goes: a text, or a postal address in its parts. In JSON a string or an object.</summary>
[JsonConverter(typeof(DeliveryAddressConverter))]
public sealed record DeliveryAddress
{
    /// <summary>An address in one text.</summary>
    /// <param name="text">1 to 1,000 characters.</param>
    public DeliveryAddress(string text) => Text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>A postal address.</summary>
    /// <param name="postal">Its parts.</param>
    public DeliveryAddress(PostalAddressResource postal) => Postal = postal ?? throw new ArgumentNullException(nameof(postal));

    /// <summary>The address in one text; <see langword="null"/> when it is in parts.</summary>
    public string? Text { get; }

    /// <summary>The parts of the address; <see langword="null"/> when it is one text.</summary>
    public PostalAddressResource? Postal { get; }

    /// <summary>An address in one text.</summary>
    /// <param name="text">1 to 1,000 characters.</param>
    public static implicit operator DeliveryAddress(string text) => FromString(text);

    /// <summary>A postal address.</summary>
    /// <param name="postal">Its parts.</param>
    public static implicit operator DeliveryAddress(PostalAddressResource postal) => FromPostalAddressResource(postal);

    /// <summary>An address in one text.</summary>
    /// <param name="text">1 to 1,000 characters.</param>
    /// <returns>The address.</returns>
    public static DeliveryAddress FromString(string text) => new(text);

    /// <summary>A postal address.</summary>
    /// <param name="postal">Its parts.</param>
    /// <returns>The address.</returns>
    public static DeliveryAddress FromPostalAddressResource(PostalAddressResource postal) => new(postal);

    /// <summary>A text without the address, which is personal data.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(DeliveryAddress);
}

/// <summary>Writes an address as a string or an object, and reads both.</summary>
/// <remarks>Public so that another JSON context can be generated over these types; stateless and safe to share between threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeliveryAddressConverter : JsonConverter<DeliveryAddress>
{
    /// <inheritdoc/>
    public override DeliveryAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? new DeliveryAddress(reader.GetString()!)
        : new DeliveryAddress(JsonSerializer.Deserialize(ref reader, BookstoreJsonContext.Default.PostalAddressResource) ?? throw new JsonException("The address is null."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeliveryAddress value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Postal is { } postal)
        {
            JsonSerializer.Serialize(writer, postal, BookstoreJsonContext.Default.PostalAddressResource);
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }
}
