using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>Every public value comes back from JSON as it was, or is refused; none loses anything in silence.</summary>
public sealed class JsonOfEveryTypeTests
{
    public static TheoryData<string> Types => [.. ValueTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Value_through_json_comes_back_as_it_was_or_is_refused(string name)
    {
        var type = typeof(Order).Assembly.GetType(name, throwOnError: true)!;
        type = type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(Book)) : type;
        var value = Sample(type)!;
        object? back;
        try
        {
            back = JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return;
        }

        Difference(value, back, type.Name).ShouldBeNull();
    }

    [Fact]
    public void Types_are_walked_through() => ValueTypes().Count().ShouldBeGreaterThan(50);

    [Fact]
    public void AValueThatLosesItsData_is_found()
    {
        Difference(new Opaque(7), JsonSerializer.Deserialize<Opaque>(JsonSerializer.Serialize(new Opaque(7))), "value").ShouldNotBeNull();
        Difference(new Fixed(), new Fixed(), "value").ShouldBeNull();
    }

    private static IEnumerable<Type> ValueTypes() => typeof(Order).Assembly.GetExportedTypes()
        .Where(type => !type.IsEnum && !type.IsAbstract && (type.IsValueType || type.GetMethod("<Clone>$") is not null))
        .Where(type => type.GetGenericArguments().Length <= 1)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static string? Difference(object? expected, object? actual, string path)
    {
        if (expected is ReadOnlyMemory<byte> bytes && actual is ReadOnlyMemory<byte> read)
        {
            return bytes.Span.SequenceEqual(read.Span) ? null : $"{path} came back with other bytes";
        }

        if (expected is null || actual is null || expected is string || (expected.GetType().IsValueType && !HasBytes(expected.GetType())) || expected is Uri)
        {
            return Equals(expected, actual) ? null : $"{path} was {expected ?? "nothing"}, and came back as {actual ?? "nothing"}";
        }

        if (expected is IEnumerable many)
        {
            var (before, after) = (many.Cast<object?>().ToList(), ((IEnumerable)actual).Cast<object?>().ToList());
            return before.Count != after.Count
                ? $"{path} had {before.Count} items, and came back with {after.Count}"
                : before.Zip(after).Select((pair, i) => Difference(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);
        }

        return Members(expected.GetType())
            .Select(property => Difference(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
    }

    // Bytes are equal by where they are, so a value that has some is compared member by member.
    private static bool HasBytes(Type type) => Members(type).Any(property => property.PropertyType == typeof(ReadOnlyMemory<byte>));

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static object? Sample(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } named => Enum.GetValues(named).GetValue(Enum.GetValues(named).Length - 1),
        TypeCode.String => "text",
        TypeCode.Boolean => true,
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Decimal or TypeCode.Double => Convert.ChangeType(7, Nullable.GetUnderlyingType(type) ?? type, null),
        _ => SampleOf(Nullable.GetUnderlyingType(type) ?? type),
    };

    private static object? SampleOf(Type type)
    {
        if (type == typeof(Guid))
        {
            return new Guid("019cc111-0000-7000-8000-000000000001");
        }

        if (type == typeof(DateTimeOffset))
        {
            return new DateTimeOffset(2026, 11, 22, 10, 30, 0, 123, TimeSpan.Zero);
        }

        if (type == typeof(DateOnly))
        {
            return new DateOnly(2026, 11, 22);
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.FromSeconds(7);
        }

        if (type == typeof(Uri))
        {
            return new Uri("https://bank.example/7");
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = "value" };
        }

        if (type == typeof(Isbn))
        {
            return Isbn.Parse("9780143127550");
        }

        if (type == typeof(Money))
        {
            return new Money(12.99m, "USD");
        }

        if (type == typeof(IdempotencyKey))
        {
            return new IdempotencyKey("client", "key-7");
        }

        if (type == typeof(Actor))
        {
            return new Actor("client", "user-7");
        }

        if (type == typeof(ReadOnlyMemory<byte>))
        {
            return new ReadOnlyMemory<byte>([7, 8]);
        }

        if (type == typeof(PaymentToken))
        {
            return new PaymentToken("tok");
        }

        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            var items = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            items.SetValue(Sample(type.GetGenericArguments()[0]), 0);
            return items;
        }

        if (type.IsAbstract || type.Namespace?.StartsWith("Bookstore", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Members(type).Where(property => property.SetMethod is not null))
        {
            property.SetValue(value, Sample(property.PropertyType));
        }

        return value;
    }

    private readonly struct Opaque(int value)
    {
        private readonly int _value = value;

        public override int GetHashCode() => _value;
    }

    private sealed record Fixed;
}
