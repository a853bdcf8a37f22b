using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bookstore.Architecture.Tests;

/// <summary>The documentation comments of the packages, as Markdown.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = Repository.Packages
        .SelectMany(package => XDocument.Load(Path.Combine(AppContext.BaseDirectory, package + ".xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static string Summary(MemberInfo member) => Part(member, "summary") ?? throw new InvalidOperationException($"{IdOf(member)} has no summary.");

    public static string? Remarks(MemberInfo member) => Part(member, "remarks");

    private static string? Part(MemberInfo member, string part)
    {
        var element = Members.GetValueOrDefault(IdOf(member))?.Element(part);
        return element is null ? null : Space().Replace(string.Concat(element.Nodes().Select(node => Markdown(node, member))), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name}",
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        _ => throw new ArgumentException("Types, properties and fields alone.", nameof(member)),
    };

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Markdown(XNode node, MemberInfo member) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("langword")?.Value ?? Short(see.Attribute("cref")?.Value ?? throw new InvalidOperationException("A link has no target."), member)}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element => string.Concat(element.Nodes().Select(inner => Markdown(inner, member))),
        _ => string.Empty,
    };

    // A member of another type is named with its type.
    private static string Short(string reference, MemberInfo member)
    {
        var names = Arguments().Replace(reference[2..], string.Empty).Split('.');
        if (reference[0] == 'T')
        {
            return names[^1];
        }

        return names[^2] == (member.DeclaringType ?? member).Name ? names[^1] : $"{names[^2]}.{names[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\(.*\)$|`+\d+")]
    private static partial Regex Arguments();
}
