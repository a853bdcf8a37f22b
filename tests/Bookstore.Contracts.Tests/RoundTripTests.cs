using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FsCheck;
using FsCheck.Fluent;

namespace Bookstore.Contracts;

/// <summary>Every value that a wire type holds comes back from its JSON. The types are found by reflection, so a new one is covered, or fails here by name.</summary>
public sealed class RoundTripTests
{
    private static readonly Arbitrary<int> Seeds = ArbMap.Default.ArbFor<int>();

    public static TheoryData<Type> WireTypes => [.. typeof(BookResource).Assembly.GetExportedTypes()
        .Where(type => type.GetProperties().Any(property => property.IsDefined(typeof(JsonPropertyNameAttribute))))];

    [Fact]
    public void The_wire_types_are_found() => WireTypes.Count.ShouldBeGreaterThanOrEqualTo(16);

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void AnyValue_written_and_read_is_the_same(Type type) => Prop.ForAll(Seeds, seed =>
    {
        var value = new RandomValues(seed).Make(type);

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(value, Info(type)), Info(type));

        Describe(read).ShouldBe(Describe(value));
    }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void AnyValue_with_its_members_in_another_order_is_the_same(Type type) => Prop.ForAll(Seeds, seed =>
    {
        var value = new RandomValues(seed).Make(type);

        var shuffled = Shuffle(JsonNode.Parse(JsonSerializer.Serialize(value, Info(type)))!, new Random(seed)).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        Describe(JsonSerializer.Deserialize(shuffled, Info(type))).ShouldBe(Describe(value));
    }).Check(Config.QuickThrowOnFailure);

    private static JsonTypeInfo Info(Type type) => BookstoreJsonContext.Default.GetTypeInfo(type).ShouldNotBeNull($"{type.Name} is not in {nameof(BookstoreJsonContext)}");

    private static JsonNode Shuffle(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject json:
                var members = json.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : Shuffle(member.Value.DeepClone(), random))).ToArray();
                random.Shuffle(members);
                return new JsonObject(members);
            case JsonArray array:
                return new JsonArray([.. array.Select(item => item is null ? null : Shuffle(item.DeepClone(), random))]);
            default:
                return node;
        }
    }

    // Every public property, all the way down; a record would print a list as its type.
    private static string Describe(object? value) => value switch
    {
        null => "null",
        JsonElement { ValueKind: JsonValueKind.Object } json => string.Join(", ", json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}: {member.Value}")),
        string text => $"'{text}'",
        DeliveryAddress address => Describe(address.Text) + Describe(address.Postal),
        decimal number => number.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        DateOnly or int or long or bool => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
        IReadOnlyDictionary<string, IReadOnlyList<string>> map => string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Describe(entry.Value)}")),
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Describe))}]",
        _ => $"{{{string.Join(", ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.IsDefined(typeof(JsonPropertyNameAttribute))).Select(property => $"{property.Name}: {Describe(property.GetValue(value))}"))}}}",
    };
}
