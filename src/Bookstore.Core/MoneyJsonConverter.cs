using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>Writes a <see cref="Money"/> to JSON as <c>{"amount":12.99,"currency":"USD"}</c>, and the default value as null. Reads exactly, or throws <see cref="JsonException"/>.</summary>
/// <remarks>An amount of a currency that this version does not know is written with <c>minorUnits</c> in place of <c>amount</c>.</remarks>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    private const string Problem = "An amount of money is an object with an amount, exact to the minor unit of its currency, and a currency, ISO 4217.";

    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        decimal? amount = null;
        long? minorUnits = null;
        string? currency = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(Problem);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "amount":
                    amount = ReadAmount(ref reader);
                    break;
                case "minorUnits":
                    minorUnits = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var units) ? units : throw new JsonException(Problem);
                    break;
                case "currency":
                    currency = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException(Problem);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (amount, minorUnits) switch
        {
            ({ } exact, null) when Money.TryCreate(exact, currency, out var money) => money,
            (null, { } units) when currency is not null => Money.FromStored(units, currency),
            _ => throw new JsonException(Problem),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsDefault)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        if (value.IsCurrencyKnown)
        {
            writer.WriteNumber("amount", value.Amount);
        }
        else
        {
            writer.WriteNumber("minorUnits", value.MinorUnits);
        }

        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    private static decimal ReadAmount(ref Utf8JsonReader reader)
    {
        var token = reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var amount) && ExactNumber.IsExact(token) ? amount : throw new JsonException(Problem);
    }
}
