using System.Text.Json;
using System.Text.Json.Serialization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>How a body that was found valid becomes an object of its contract type.</summary>
internal static class BodyJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = BookstoreJsonContext.Default, MaxDepth = BodyReader.MaxDepth, Converters = { new WholeNumberConverter() } };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Reads a whole number however it is written: to JSON Schema <c>1.0</c> and <c>1e2</c> are integers as well.</summary>
    /// <returns><see langword="false"/> when the number is not whole or does not fit.</returns>
    public static bool TryGetWhole(ref readonly Utf8JsonReader json, out int number)
    {
        if (json.TryGetInt32(out number))
        {
            return true;
        }

        if (!json.TryGetDecimal(out var value) || !ExactNumber.IsExact(json.ValueSpan) || decimal.Truncate(value) != value || value is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        number = (int)value;
        return true;
    }

    private sealed class WholeNumberConverter : JsonConverter<int>
    {
        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryGetWhole(ref reader, out var number) ? number : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
