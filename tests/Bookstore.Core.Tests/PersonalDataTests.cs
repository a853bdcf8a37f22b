using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>No type of the library prints a customer's id or address, so that no log entry of an object has it.</summary>
public sealed class PersonalDataTests
{
    private const string Canary = "canary-of-a-customer";

    private static readonly string[] Personal = ["CustomerId", "Address"];

    public static TheoryData<Type> Types => [.. typeof(BookstoreOptions).Assembly.GetTypes().Where(static type => FieldsOf(type).Any()).OrderBy(static type => type.FullName, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Types))]
    public void ToString_has_nothing_of_the_customer(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in FieldsOf(type))
        {
            field.SetValue(record, Canary);
        }

        foreach (var list in AllFieldsOf(type).Where(static field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)))
        {
            list.SetValue(record, Array.CreateInstance(list.FieldType.GetGenericArguments()[0], 0));
        }

        record.ToString().ShouldNotBeNull().ShouldNotContain(Canary);
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type) => type is { IsAbstract: false, ContainsGenericParameters: false, IsInterface: false }
        ? AllFieldsOf(type).Where(static field => field.FieldType == typeof(string) && Personal.Any(name => field.Name == $"<{name}>k__BackingField"))
        : [];

    private static FieldInfo[] AllFieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic);
}
