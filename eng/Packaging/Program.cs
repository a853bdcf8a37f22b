using Bookstore.Packaging;

const string Usage = """
    Usage: Packaging documentation <assembly> <documentation file>
           Packaging materials <project.assets.json> <output> <id> <version> <licence>

    documentation   removes from the file what callers of the assembly cannot see
    materials       writes the software bill of materials of a package (CycloneDX, JSON)
    """;

switch (args)
{
    case ["documentation", var assembly, var file]:
        PublicDocumentation.Keep(assembly, file);
        return 0;
    case ["materials", var assets, var output, var id, var version, var licence]:
        BillOfMaterials.Write(assets, output, new Material(id, version, licence));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
