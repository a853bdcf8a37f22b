using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

/// <summary>The documentation files that the packages carry are about what callers can see, and about all of it.</summary>
public sealed class ShippedDocumentationTests
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Nothing_is_about_internals(string package) => Documented(package).Select(IdOf).Where(id => !VisibleApi.IsVisible(id)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void No_link_leads_to_internals(string package)
    {
        var links = Documented(package).SelectMany(member => member.Descendants().Attributes("cref").Select(link => (Of: IdOf(member), To: link.Value)));

        links.Where(link => link.To[0] == '!' || (VisibleApi.TypeOf(link.To) is not null && !VisibleApi.IsVisible(link.To))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Inherited_documentation_comes_from_what_callers_can_see(string package)
    {
        var inheriting = Documented(package).Where(member => member.Elements("inheritdoc").Any(inherited => inherited.Attribute("cref") is null));

        inheriting.Select(IdOf).Where(id => !VisibleApi.CanInherit(id)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void All_that_callers_can_see_is_documented(string package)
    {
        var documented = Documented(package).Select(IdOf).ToHashSet(StringComparer.Ordinal);
        var types = Assembly.Load(package).GetTypes().Where(static type => VisibleApi.IsVisible(type) && !VisibleApi.IsPage(type)).ToList();

        types.Select(type => "T:" + type.FullName!.Replace('+', '.')).Where(id => !documented.Contains(id)).ShouldBeEmpty();
        types.SelectMany(WrittenMembers).Select(member => $"{member.DeclaringType!.FullName!.Replace('+', '.')}.{member.Name}")
            .Where(name => !documented.Any(id => id.AsSpan(2).StartsWith(name, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    // Without what the compiler adds; positional members of a record are documented as its parameters.
    private static IEnumerable<MemberInfo> WrittenMembers(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member is MethodInfo { IsSpecialName: false } or FieldInfo { IsSpecialName: false })
        .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsAssignableTo(typeof(Delegate)));

    private static IEnumerable<XElement> Documented(string package) => XDocument.Load(Path.Combine(AppContext.BaseDirectory, package + ".xml")).Descendants("member");

    private static string IdOf(XElement member) => member.Attribute("name")!.Value;
}
