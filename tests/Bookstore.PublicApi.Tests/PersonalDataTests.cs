using System.Reflection;
using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

/// <summary>The text of a value, which ends up in logs and messages, has nothing of a customer in it.</summary>
public sealed class PersonalDataTests
{
    private const string Secret = "4242-Secret-Street-5";

    private static readonly string[] PersonalMembers = ["Address", "CustomerId", "CardNumber", "Expiry", "Email", "Phone", "Recipient"];

    public static TheoryData<string> Types => [.. Personal().Select(static member => member.Type.FullName!).Distinct()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Text_of_a_value_has_nothing_of_the_customer(string name)
    {
        var type = Personal().First(member => member.Type.FullName == name).Type;
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var list in type.GetProperties().Where(static property => property.CanWrite && property.PropertyType is { IsGenericType: true, IsInterface: true } list && list.Name == "IReadOnlyList`1"))
        {
            list.SetValue(value, Array.CreateInstance(list.PropertyType.GetGenericArguments()[0], 0));
        }

        foreach (var (_, property) in Personal().Where(member => member.Type == type))
        {
            property.SetValue(value, Secret);
        }

        value.ToString().ShouldNotBeNull().ShouldNotContain(Secret);
    }

    [Fact]
    public void Types_with_personal_members_are_found()
    {
        var names = Personal().Select(static member => member.Type.Name).ToList();

        names.ShouldContain("Delivery");
        names.ShouldContain("PlaceOrderBody");
        names.Count.ShouldBeGreaterThan(8);
    }

    private static IEnumerable<(Type Type, PropertyInfo Property)> Personal() => Repository.Packages
        .SelectMany(static package => Assembly.Load(package).GetExportedTypes())
        .Where(static type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
        .SelectMany(static type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => (Type: type, Property: property)))
        .Where(static member => member.Property.PropertyType == typeof(string) && member.Property.CanWrite && PersonalMembers.Contains(member.Property.Name));
}
