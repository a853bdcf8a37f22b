using System.Globalization;

namespace Bookstore.Faults;

/// <summary>Makes values for a schema: good ones, those at its limits, and those beyond.</summary>
internal sealed class ValueMaker(ApiContract contract, KnownThings known, Random random)
{
    private const int MostCharacters = 3_000;

    private static readonly string[] Cards = ["4111111111111111", "4111111111111111", "4000000000000002", "4000000000009995", "4000000000000341", "4000000000001976", "4000000000001976"];
    private static readonly string[] OddTexts = ["", " ", "\u00e9\ud83d\ude00\u202e", "null", "-1", "' OR 1=1 --", "<script>", "%s%n", "\ufeff", "../..", "\u0007"];

    /// <summary>A value as the schema wants it.</summary>
    public JsonNode? Good(string name, JsonNode schema)
    {
        schema = contract.Resolve(schema);
        return Type(schema) switch
        {
            "object" => new JsonObject(Members(schema).Where(member => IsRequired(schema, member.Key) || IsWanted(member.Key))
                .Select(member => KeyValuePair.Create(member.Key, Good(member.Key, member.Value!)))),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Good(name, schema["items"]!))]),
            "integer" => JsonValue.Create(random.NextInt64(Math.Max(Limit(schema, "minimum", 0), 1), Math.Min(Limit(schema, "maximum", 5), 5) + 1)),
            "number" => JsonValue.Create(random.Next(1, name == "amount" ? 100 : 10_000) / 100m),
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            _ => JsonValue.Create(GoodText(name, schema)),
        };
    }

    /// <summary>A value at one of the schema's limits.</summary>
    public JsonNode? AtLimit(string name, JsonNode schema)
    {
        schema = contract.Resolve(schema);
        var low = random.Next(2) == 0;
        return Type(schema) switch
        {
            "integer" or "number" => JsonValue.Create(low ? Limit(schema, "minimum", 0) : Limit(schema, "maximum", int.MaxValue)),
            "string" when schema["enum"] is null => JsonValue.Create(low ? OddTexts[random.Next(OddTexts.Length)] : new string('x', (int)Math.Min(Limit(schema, "maxLength", 10), MostCharacters))),
            "array" => new JsonArray([.. Enumerable.Range(0, (int)(low ? Limit(schema, "minItems", 0) : Math.Min(200, Limit(schema, "maxItems", 3)))).Select(_ => Good(name, schema["items"]!))]),
            _ => Good(name, schema),
        };
    }

    /// <summary>A value that the schema forbids, as a rule.</summary>
    public JsonNode? Bad(JsonNode schema)
    {
        schema = contract.Resolve(schema);
        return random.Next(6) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(-1_000, 0)),
            2 => JsonValue.Create(new string('y', (int)Math.Min(Limit(schema, "maxLength", 100), MostCharacters) + 1)),
            3 => new JsonObject { ["x"] = new JsonArray() },
            4 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-20, 300))),
            _ => JsonValue.Create(Type(schema) == "string" ? OddTexts[random.Next(OddTexts.Length)] : "text"),
        };
    }

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode schema) => schema["properties"]?.AsObject() ?? [];

    private static string? Type(JsonNode schema) => schema["type"]?.GetValue<string>();

    private static bool IsRequired(JsonNode schema, string member) => schema["required"]?.AsArray().Any(name => name!.GetValue<string>() == member) == true;

    private static long Limit(JsonNode schema, string name, long otherwise) => schema[name] is { } limit ? long.Parse(limit.ToString(), CultureInfo.InvariantCulture) : otherwise;

    // A total that nobody has looked up is refused, and so is an order without a card, or a resolution that says nothing.
    // Adjustments that fit no order, and items that are not the order's, are refused as well, so they are rare.
    private bool IsWanted(string member) => member is not "expected_total"
        && (member is "payment" or "card_number" or "reason" or "reference" or "since" || random.Next(member is "adjustments" or "items" or "shipping" or "after" or "token" or "method" or "quote_id" ? 20 : 3) == 0);

    private string GoodText(string name, JsonNode schema)
    {
        if (name is "attention" or "work_id" && known.Any(name, random) is { } noted)
        {
            return noted;
        }

        if (schema["enum"] is JsonArray choices)
        {
            return choices[random.Next(choices.Count)]!.GetValue<string>();
        }

        return name switch
        {
            "isbn" => random.Next(10) == 0 ? NewIsbn() : known.Any(name, random)!,
            "currency" => "USD",
            "courier" => "local",
            "card_number" => Cards[random.Next(Cards.Length)],
            "published_on" or "embargo_on" or "on_sale_on" or "last_return_on" or "valid_from" or "valid_until" or "published_after" or "published_before" => "2014-10-28",
            "image_url" => "https://books.example/1.jpg",
            "created_after" or "sellable_from" or "embargo_until" => "2020-01-01T00:00:00Z",
            "created_before" => "9999-01-01T00:00:00Z",
            "If-Match" => random.Next(3) > 0 ? "*" : known.Any("If-None-Match", random) ?? "\"none\"",
            "If-None-Match" => known.Any(name, random) ?? "\"none\"",
            "url" => "https://127.0.0.1/hooks",
            "types" => "order.*",
            "since" => "2026-01-01T00:00:00Z",
            "refundable_order_id" => known.Any(name, random) ?? known.Any("order_id", random) ?? Guid.NewGuid().ToString(),
            "known_customer_id" => known.Any(name, random) ?? "nobody",
            "order_id" or "delivery_id" or "reservation_id" or "quote_id" or "webhook_id" or "refund_id" or "return_id" or "audit_id" => (random.Next(10) > 0 ? known.Any(name, random) : null) ?? Guid.NewGuid().ToString(),
            "after" => random.Next(3) == 0 ? "AAAA" : string.Empty,
            _ => $"{name}-{random.Next(1_000)}",
        };
    }

    private string NewIsbn()
    {
        var digits = $"978{random.Next(1_000_000_000):D9}";
        var sum = digits.Select(static (digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 3)).Sum();
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }
}
