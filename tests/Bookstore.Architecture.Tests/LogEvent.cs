using Mono.Cecil;

namespace Bookstore.Architecture.Tests;

/// <summary>A log event of a package, as it is compiled.</summary>
internal sealed record LogEvent(string Package, int Id, string Name, string Level, string Message)
{
    private static readonly string[] Levels = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    /// <summary>Reads the events that a package logs.</summary>
    public static IReadOnlyList<LogEvent> Read(string package)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, package + ".dll"));
        return [.. module.GetTypes().SelectMany(type => type.Methods).SelectMany(method => Of(package, method))];
    }

    private static IEnumerable<LogEvent> Of(string package, MethodDefinition method) =>
        method.CustomAttributes.Where(attribute => attribute.AttributeType.Name == "LoggerMessageAttribute").Select(attribute => Of(package, method.Name, attribute));

    private static LogEvent Of(string package, string name, CustomAttribute attribute)
    {
        var values = attribute.Properties.ToDictionary(property => property.Name, property => property.Argument.Value, StringComparer.Ordinal);
        var parameters = attribute.Constructor.Resolve().Parameters;
        for (var i = 0; i < attribute.ConstructorArguments.Count; i++)
        {
            values[char.ToUpperInvariant(parameters[i].Name[0]) + parameters[i].Name[1..]] = attribute.ConstructorArguments[i].Value;
        }

        return new LogEvent(package, (int)values["EventId"], name, Levels[(int)values["Level"]], (string)values["Message"]);
    }
}

/// <summary>An id that is declared in a range of <c>EventIds</c>.</summary>
internal sealed record DeclaredEventId(string Range, string Name, int Id)
{
    public static IReadOnlyList<DeclaredEventId> Read()
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Bookstore.Core.dll"));
        return
        [
            .. module.GetType("Bookstore.Diagnostics.EventIds").NestedTypes
                .SelectMany(range => range.Fields.Where(field => field.HasConstant).Select(field => new DeclaredEventId(range.Name, field.Name, (int)field.Constant))),
        ];
    }
}
