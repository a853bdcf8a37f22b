using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Bookstore.Packaging;

/// <summary>The documentation ids of what callers of an assembly can see: public and protected members of public types.</summary>
internal static class VisibleMembers
{
    public static IReadOnlySet<string> Read(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        var reader = file.GetMetadataReader();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(type => IsVisible(reader, type)))
        {
            Add(reader, type, ids);
        }

        return ids;
    }

    private static void Add(MetadataReader reader, TypeDefinition type, HashSet<string> ids)
    {
        var name = IdSignatures.NameOf(reader, type);
        ids.Add("T:" + name);
        foreach (var method in type.GetMethods().Where(method => IsVisible(reader, method)))
        {
            ids.Add($"M:{name}.{IdOf(reader, reader.GetMethodDefinition(method))}");
        }

        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition).Where(field => IsVisible((MethodAttributes)field.Attributes)))
        {
            ids.Add($"F:{name}.{reader.GetString(field.Name)}");
        }

        foreach (var property in type.GetProperties().Select(reader.GetPropertyDefinition))
        {
            var (accessors, signature) = (property.GetAccessors(), property.DecodeSignature(IdSignatures.Instance, null));
            if (IsVisible(reader, accessors.Getter) || IsVisible(reader, accessors.Setter))
            {
                ids.Add($"P:{name}.{reader.GetString(property.Name)}{IdSignatures.Parameters(signature)}");
            }
        }

        foreach (var raised in type.GetEvents().Select(reader.GetEventDefinition).Where(raised => IsVisible(reader, raised.GetAccessors().Adder)))
        {
            ids.Add($"E:{name}.{reader.GetString(raised.Name)}");
        }
    }

    private static string IdOf(MetadataReader reader, MethodDefinition method)
    {
        var name = reader.GetString(method.Name);
        var signature = method.DecodeSignature(IdSignatures.Instance, null);
        var arity = signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : string.Empty;
        var returned = name is "op_Implicit" or "op_Explicit" ? "~" + signature.ReturnType : string.Empty;
        return $"{name.Replace('.', '#')}{arity}{IdSignatures.Parameters(signature)}{returned}";
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsVisible(MetadataReader reader, MethodDefinitionHandle method) => !method.IsNil && IsVisible(reader.GetMethodDefinition(method).Attributes);

    // Fields and methods have the same numbers for it.
    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
