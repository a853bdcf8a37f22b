using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Bookstore.Architecture.Tests;

/// <summary>A type of a library, the folder of its source file below the project, and the types that its code refers to.</summary>
internal sealed record LibraryType(string Name, string Room, bool IsPublic, IReadOnlySet<string> References);

/// <summary>Reads the types of a compiled library, and from its symbols the folders that they were compiled from.</summary>
internal static class LibraryTypes
{
    /// <summary>Returns the top-level types of a package. What a nested type refers to counts for the type that contains it.</summary>
    public static IReadOnlyList<LibraryType> Read(string package)
    {
        var path = Path.Combine(AppContext.BaseDirectory, package + ".dll");
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true });
        return [.. module.Types.Where(type => !IsGenerated(type)).Select(type => Describe(type, package))];
    }

    /// <summary>Returns the methods of a package that call one of a type's methods.</summary>
    public static IReadOnlyList<string> CallsOf(string package, string type, string method)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, package + ".dll"));
        return
        [
            .. from caller in module.Types.SelectMany(WithNested).SelectMany(declaring => declaring.Methods)
               where caller.HasBody && caller.Body.Instructions.Any(instruction => instruction.Operand is MethodReference called && called.Name == method && called.DeclaringType.FullName == type)
               select caller.FullName,
        ];
    }

    private static LibraryType Describe(TypeDefinition type, string package)
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in WithNested(type))
        {
            AddReferences(part, references);
        }

        references.Remove(type.FullName);
        return new LibraryType(type.FullName, RoomOf(type, package), type.IsPublic, references);
    }

    private static bool IsGenerated(TypeDefinition type) => type.Name.StartsWith('<') || type.Namespace.StartsWith("System", StringComparison.Ordinal)
        || type.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => [type, .. type.NestedTypes.SelectMany(WithNested)];

    // ---- The folder ----------------------------------------------------------------------------------------

    private static string RoomOf(TypeDefinition type, string package)
    {
        var folder = $"/src/{package}/";
        var file = WithNested(type).SelectMany(FilesOf).FirstOrDefault(path => path.Contains(folder, StringComparison.Ordinal) && !path.Contains(folder + "obj/", StringComparison.Ordinal)) ?? DeclaringFile(type, package);
        if (file is null)
        {
            return Generated;
        }

        var below = file[(file.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..];
        return below.Contains('/', StringComparison.Ordinal) ? below[..below.IndexOf('/', StringComparison.Ordinal)] : Root;
    }

    // Symbols name no file for a type without code, such as an enum or an interface.
    private static string? DeclaringFile(TypeDefinition type, string package)
    {
        var name = type.Name.Split('`')[0];
        var declaration = new Regex($@"\b(enum|interface|class|struct|record|delegate .+)\s+{name}\b");
        return Repository.Files(Path.Combine("src", package), ".cs")
            .OrderByDescending(path => Path.GetFileNameWithoutExtension(path) == name)
            .FirstOrDefault(path => declaration.IsMatch(File.ReadAllText(path)))?
            .Replace('\\', '/');
    }

    /// <summary>The room of what lies in the project's folder itself.</summary>
    public const string Root = "(root)";

    /// <summary>The room of what a source generator made.</summary>
    public const string Generated = "(generated)";

    private static IEnumerable<string> FilesOf(TypeDefinition type) =>
        type.Methods.Where(method => method.DebugInformation.HasSequencePoints)
            .Select(method => method.DebugInformation.SequencePoints[0].Document.Url.Replace('\\', '/'));

    // ---- The references ------------------------------------------------------------------------------------

    private static void AddReferences(TypeDefinition type, HashSet<string> found)
    {
        Add(type.BaseType, found);
        AddAll(type.Interfaces.Select(implemented => implemented.InterfaceType), found);
        AddAll(type.Fields.Select(field => field.FieldType), found);
        AddAll(type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType), found);
        AddAll(type.CustomAttributes.Select(attribute => attribute.AttributeType), found);
        foreach (var method in type.Methods)
        {
            Add(method.ReturnType, found);
            AddAll(method.Parameters.Select(parameter => parameter.ParameterType), found);
            if (method.HasBody)
            {
                AddBody(method.Body, found);
            }
        }
    }

    private static void AddBody(MethodBody body, HashSet<string> found)
    {
        AddAll(body.Variables.Select(variable => variable.VariableType), found);
        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    Add(type, found);
                    break;
                case GenericInstanceMethod method:
                    Add(method.DeclaringType, found);
                    AddAll(method.GenericArguments, found);
                    break;
                case MemberReference member:
                    Add(member.DeclaringType, found);
                    break;
            }
        }
    }

    private static void AddAll(IEnumerable<TypeReference> types, HashSet<string> found)
    {
        foreach (var type in types)
        {
            Add(type, found);
        }
    }

    private static void Add(TypeReference? type, HashSet<string> found)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                AddAll(generic.GenericArguments, found);
                Add(generic.ElementType, found);
                return;
            case TypeSpecification wrapped:
                Add(wrapped.ElementType, found);
                return;
            case { DeclaringType: { } outer }:
                Add(outer, found);
                return;
            default:
                found.Add(type.FullName);
                return;
        }
    }
}
