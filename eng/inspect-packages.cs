// Looks into packages as a careful user would. Usage: dotnet run inspect-packages.cs -- <folder> <version> <dependencies.txt> with|without
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

var (folder, version, expectedPath, needsSourceLink) = (args[0], args[1], args[2], args[3] == "with");
var sourceLink = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A");
var expected = File.ReadAllLines(expectedPath)
    .Where(line => line.Length > 0 && line[0] != '#')
    .Select(line => line.Split(' '))
    .ToLookup(parts => parts[0], parts => $"{parts[1]} {(parts[2] == "=" ? $"[{version}]" : parts[2])}");
const string Templates = "Bookstore.Templates";
var faults = new List<string>();
var files = Directory.GetFiles(folder, $"*.{version}.nupkg").Order(StringComparer.Ordinal).ToList();

Console.WriteLine("| Package | Dependencies | Size |");
Console.WriteLine("|---|---|---|");
foreach (var file in files)
{
    using var package = ZipFile.OpenRead(file);
    using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
    var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    var id = Value("id");
    var dependencies = metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}")
        .Order(StringComparer.Ordinal)
        .ToList();

    Check(Value("license") == "MIT", "its licence is not the expression MIT");
    Check(Value("readme") == "README.md" && Size("README.md") > 200, "it has no readme");
    Check(Value("icon") == "icon.png" && Size("icon.png") > 0, "it has no icon");
    Check(Value("description").Length > 30, "it has no description");
    Check(Value("tags").Contains("bookstore", StringComparison.Ordinal) && Value("tags").Split(' ').Length > 8, "it has no tags of its own");
    Check(Value("title").Length > id.Length && Value("title") != id, "it has no title");
    Check(Value("releaseNotes").Contains("CHANGELOG.md", StringComparison.Ordinal), "it has no release notes");
    Check(Value("projectUrl").StartsWith("https://", StringComparison.Ordinal), "it has no project address");
    var repository = metadata.Elements().SingleOrDefault(element => element.Name.LocalName == "repository");
    Check(repository?.Attribute("url")?.Value.StartsWith("https://", StringComparison.Ordinal) == true && repository.Attribute("commit")?.Value.Length == 40, "it does not name its repository and commit");
    if (id == Templates)
    {
        CheckTemplates();
        Console.WriteLine($"| {id} | none | {new FileInfo(file).Length / 1024.0:0} KiB |");
        continue;
    }

    Check(Size($"lib/net10.0/{id}.xml") > 1_000, "it has no XML documentation");
    Check(package.Entries.Count(entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal)) == 2, "lib holds more than one assembly and its documentation");
    Check(dependencies.SequenceEqual(expected[id].Order(StringComparer.Ordinal)), $"its dependencies are not those of {Path.GetFileName(expectedPath)}: {string.Join(", ", dependencies)}");
    CheckAssembly();
    CheckSymbols();
    CheckMaterials();
    Console.WriteLine($"| {id} | {(dependencies.Count == 0 ? "none" : string.Join(", ", dependencies.Select(dependency => dependency.Replace(version, "(same)"))))} | {new FileInfo(file).Length / 1024.0:0} KiB |");

    string Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? string.Empty;

    long Size(string path) => package.GetEntry(path)?.Length ?? 0;

    void Check(bool isRight, string fault)
    {
        if (!isRight)
        {
            faults.Add($"{id}: {fault}");
        }
    }

    // Files of a shop alone: no assembly, no dependency, and every package of ours in the version of this one.
    void CheckTemplates()
    {
        const string Shop = "content/bookstore-shop/";
        var types = metadata.Descendants().Where(element => element.Name.LocalName == "packageType").Select(element => element.Attribute("name")!.Value);
        Check(types.SequenceEqual(["Template"]), "it is no package of templates");
        Check(dependencies.Count == 0 && package.Entries.All(entry => !entry.FullName.StartsWith("lib/", StringComparison.Ordinal)), "it has an assembly or a dependency");
        Check(Size($"{Shop}.template.config/template.json") > 0 && Size($"{Shop}.gitignore") > 0, "it lacks files whose names begin with a dot");
        Check(package.Entries.All(entry => !entry.FullName.Contains("/bin/", StringComparison.Ordinal) && !entry.FullName.Contains("/obj/", StringComparison.Ordinal)), "it has what a build produced");
        var versions = XDocument.Parse(Encoding.UTF8.GetString(Bytes(package, $"{Shop}Directory.Packages.props"))).Descendants("PackageVersion").ToList();
        Check(versions.Where(one => one.Attribute("Include")!.Value.StartsWith("Bookstore.", StringComparison.Ordinal)).All(one => one.Attribute("Version")!.Value == $"[{version}]"), "its shops have packages of other versions");
    }

    // The bill of materials names the package and each dependency with the version, and for packages of others a hash.
    void CheckMaterials()
    {
        if (Size("_manifest/bom.cdx.json") == 0)
        {
            Check(false, "it has no bill of materials");
            return;
        }

        var materials = JsonNode.Parse(Bytes(package, "_manifest/bom.cdx.json"))!;
        var components = materials["components"]!.AsArray().ToDictionary(component => (string)component!["name"]!, component => component!, StringComparer.Ordinal);
        Check((string?)materials["metadata"]!["component"]!["purl"] == $"pkg:nuget/{id}@{version}", "its bill of materials is of another package");
        foreach (var dependency in dependencies)
        {
            var (name, wanted) = (dependency.Split(' ')[0], dependency.Split(' ')[1].Trim('[', ']'));
            Check(components.TryGetValue(name, out var component) && (string?)component["version"] == wanted, $"its bill of materials does not name {name} {wanted}");
        }

        Check(components.Values.All(component => ((string)component["name"]!).StartsWith("Bookstore.", StringComparison.Ordinal) || (string?)component["hashes"]?[0]?["content"] is { Length: 128 }), "its bill of materials lacks a hash");
        var references = components.Values.Select(component => (string)component["bom-ref"]!).Append($"pkg:nuget/{id}@{version}").ToHashSet(StringComparer.Ordinal);
        Check(materials["dependencies"]!.AsArray().SelectMany(entry => entry!["dependsOn"]!.AsArray().Append(entry["ref"])).All(reference => references.Contains((string)reference!)), "its bill of materials refers to what it does not name");
    }

    void CheckAssembly()
    {
        using var reader = new PEReader(new MemoryStream(Bytes(package, $"lib/net10.0/{id}.dll")));
        Check(reader.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible), "its assembly is not deterministic");
    }

    void CheckSymbols()
    {
        var path = Path.ChangeExtension(file, ".snupkg");
        if (!File.Exists(path))
        {
            Check(false, "it has no symbol package");
            return;
        }

        using var symbols = ZipFile.OpenRead(path);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(symbols, $"lib/net10.0/{id}.pdb")));
        var pdb = provider.GetMetadataReader();
        Check(!needsSourceLink || pdb.CustomDebugInformation.Any(handle => pdb.GetGuid(pdb.GetCustomDebugInformation(handle).Kind) == sourceLink), "its symbols have no SourceLink");
        Check(pdb.Documents.All(handle => pdb.GetString(pdb.GetDocument(handle).Name).StartsWith("/_", StringComparison.Ordinal)), "its symbols name paths of the build machine");
    }
}

if (!files.Select(file => Path.GetFileName(file).Replace($".{version}.nupkg", string.Empty)).SequenceEqual(expected.Select(group => group.Key).Append("Bookstore.Contracts").Append(Templates).Order(StringComparer.Ordinal)))
{
    faults.Add($"the packages are not those of {Path.GetFileName(expectedPath)}: {string.Join(", ", files.Select(Path.GetFileName))}");
}

faults.ForEach(Console.Error.WriteLine);
return faults.Count == 0 ? 0 : 1;

static byte[] Bytes(ZipArchive archive, string path)
{
    using var content = archive.GetEntry(path)?.Open() ?? throw new InvalidDataException($"{path} is missing.");
    using var memory = new MemoryStream();
    content.CopyTo(memory);
    return memory.ToArray();
}
