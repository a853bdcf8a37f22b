using System.Reflection;
using System.Text.RegularExpressions;

namespace Bookstore.PublicApi.Tests;

/// <summary>Resolves the ids of documentation comments to what callers of the packages can see.</summary>
internal static partial class VisibleApi
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, Type> Types = Repository.Packages
        .SelectMany(package => Assembly.Load(package).GetTypes())
        // Without what compilers make in each of them.
        .Where(type => type.Namespace is not null && !type.FullName!.Contains('<', StringComparison.Ordinal) && type.Assembly.GetName().Name!.StartsWith("Bookstore", StringComparison.Ordinal))
        .DistinctBy(type => type.FullName)
        .ToDictionary(type => type.FullName!.Replace('+', '.'), StringComparer.Ordinal);

    /// <summary>The type of a package that an id is about; <see langword="null"/> for a type of others.</summary>
    public static Type? TypeOf(string id)
    {
        var name = NameOf(id);
        return id[0] == 'T' ? Types.GetValueOrDefault(name) : Types.GetValueOrDefault(name[..Math.Max(0, name.LastIndexOf('.'))]);
    }

    /// <summary>Whether an id is about a public type, or a public or protected member of one.</summary>
    public static bool IsVisible(string id) => TypeOf(id) is { } type && IsVisible(type) && (id[0] == 'T' || Members(type, id).Any(IsVisible));

    public static bool IsVisible(Type type) => type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    /// <summary>Whether a type is a Razor component of a package. Razor makes them public; they are its pages, and nothing to call. What they import is one as well.</summary>
    public static bool IsPage(Type type) => type.Name == "_Imports" || type.BaseType?.FullName == "Microsoft.AspNetCore.Components.ComponentBase";

    public static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo raised => IsVisible(raised.AddMethod!),
        _ => false,
    };

    /// <summary>Whether a member that inherits its documentation has a visible one to inherit it from.</summary>
    public static bool CanInherit(string id)
    {
        var type = TypeOf(id)!;
        var bases = type.GetInterfaces().Concat(BasesOf(type)).Where(inherited => inherited.IsVisible);
        return id[0] == 'T' ? bases.Any() : bases.Any(inherited => inherited.GetMember(SimpleName(id), All).Any(IsVisible));
    }

    private static IEnumerable<MemberInfo> Members(Type type, string id) => type.GetMember(SimpleName(id), All).Where(member => member switch
    {
        MethodBase method => Matches(id, method.GetParameters()),
        PropertyInfo property => Matches(id, property.GetIndexParameters()),
        _ => true,
    });

    // By number and by the names of the types.
    private static bool Matches(string id, ParameterInfo[] parameters)
    {
        var arguments = Arguments().Match(id) is { Success: true } match ? Split(match.Groups[1].Value) : [];
        return arguments.Count == parameters.Length && arguments.Zip(parameters).All(pair => IsNamed(pair.First, pair.Second.ParameterType));
    }

    private static bool IsNamed(string argument, Type type) => type.HasElementType ? IsNamed(argument, type.GetElementType()!)
        : type.IsGenericParameter ? argument.Contains('`', StringComparison.Ordinal)
        : argument.Contains(type.Name.Split('`')[0], StringComparison.Ordinal);

    private static List<string> Split(string arguments)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var i = 0; i < arguments.Length; i++)
        {
            depth += arguments[i] is '{' or '[' ? 1 : arguments[i] is '}' or ']' ? -1 : 0;
            if (arguments[i] == ',' && depth == 0)
            {
                parts.Add(arguments[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, arguments[start..]];
    }

    private static IEnumerable<Type> BasesOf(Type type) => type.BaseType is { } inherited ? [inherited, .. BasesOf(inherited)] : [];

    private static string NameOf(string id) => Arguments().Replace(id[2..], string.Empty);

    private static string SimpleName(string id) => NameOf(id)[(NameOf(id).LastIndexOf('.') + 1)..].Replace('#', '.').Split('`')[0];

    [GeneratedRegex(@"\((.*)\)(?:~.*)?$")]
    private static partial Regex Arguments();
}
