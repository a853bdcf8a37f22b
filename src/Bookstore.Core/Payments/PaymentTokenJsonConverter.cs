using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>Refuses to write a <see cref="PaymentToken"/> to JSON, or to read one: a means of payment is handed to the gateway and kept nowhere else.</summary>
public sealed class PaymentTokenJsonConverter : JsonConverter<PaymentToken>
{
    private const string Problem = "A payment token is never written to JSON and never read from it. Hand PaymentToken.Value to the gateway, and leave the token out of what you serialize.";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override PaymentToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException(Problem);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, PaymentToken value, JsonSerializerOptions options) => throw new NotSupportedException(Problem);
}
