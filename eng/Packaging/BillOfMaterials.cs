using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Bookstore.Packaging;

/// <summary>A package: its id, version, and licence as an SPDX expression, where it names one.</summary>
internal sealed record Material(string Id, string Version, string? Licence)
{
    public string Purl => $"pkg:nuget/{Id}@{Version}";
}

/// <summary>
/// A software bill of materials in the form of CycloneDX 1.6: all packages that a package depends on, with versions, hashes, licences and who needs whom. Made from what the restore has resolved.
/// It has no time and no serial number, so that the same sources make the same file.
/// </summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static void Write(string assets, string output, Material package)
    {
        var resolved = RestoredPackages.Read(assets);
        var needed = Reach(resolved);
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Component(package, hash: null) },
            ["components"] = new JsonArray([.. needed.Select(name => Component(resolved.Materials[name], resolved.Hashes.GetValueOrDefault(name)))]),
            ["dependencies"] = new JsonArray([Dependency(package.Purl, resolved.Direct, resolved), .. needed.Select(name => Dependency(resolved.Materials[name].Purl, resolved.Needs[name], resolved))]),
        };
        File.WriteAllText(output, document.ToJsonString(Indented) + "\n");
    }

    private static SortedSet<string> Reach(RestoredPackages resolved)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(resolved.Direct);
        while (waiting.TryDequeue(out var name))
        {
            if (reached.Add(name))
            {
                resolved.Needs[name].ToList().ForEach(waiting.Enqueue);
            }
        }

        return reached;
    }

    private static JsonObject Component(Material material, string? hash)
    {
        var component = new JsonObject { ["type"] = "library", ["bom-ref"] = material.Purl, ["name"] = material.Id, ["version"] = material.Version, ["purl"] = material.Purl };
        if (hash is not null)
        {
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = hash });
        }

        if (material.Licence is not null)
        {
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = material.Licence });
        }

        return component;
    }

    private static JsonObject Dependency(string of, IEnumerable<string> on, RestoredPackages resolved) => new JsonObject
    {
        ["ref"] = of,
        ["dependsOn"] = new JsonArray([.. on.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(resolved.Materials[name].Purl))]),
    };
}

/// <summary>What a restore has resolved for a project, by package id: without what only its build uses, such as analyzers.</summary>
internal sealed record RestoredPackages(
    IReadOnlyList<string> Direct, IReadOnlyDictionary<string, Material> Materials, IReadOnlyDictionary<string, IReadOnlyList<string>> Needs, IReadOnlyDictionary<string, string> Hashes)
{
    public static RestoredPackages Read(string assets)
    {
        var root = JsonNode.Parse(File.ReadAllText(assets))!;
        var folders = root["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var framework = root["project"]!["frameworks"]!.AsObject().Single();
        var target = root["targets"]!.AsObject().First(target => target.Key == framework.Key).Value!.AsObject();
        var (materials, needs, hashes) = (Table<Material>(), Table<IReadOnlyList<string>>(), Table<string>());
        foreach (var (name, entry) in target)
        {
            var (id, version) = (name.Split('/')[0], name.Split('/')[1]);
            var library = root["libraries"]![name]!;
            var isProject = (string?)library["type"] == "project";
            materials[id] = new Material(id, version, isProject ? "MIT" : LicenceOf(folders, (string)library["path"]!));
            needs[id] = [.. (entry!["dependencies"]?.AsObject() ?? []).Select(dependency => dependency.Key)];
            if (!isProject)
            {
                hashes[id] = Convert.ToHexStringLower(Convert.FromBase64String((string)library["sha512"]!));
            }
        }

        return new RestoredPackages([.. DirectOf(root, framework).Where(materials.ContainsKey)], materials, Known(needs, materials), hashes);
    }

    private static IEnumerable<string> DirectOf(JsonNode root, KeyValuePair<string, JsonNode?> framework) =>
        (framework.Value!["dependencies"]?.AsObject() ?? []).Where(dependency => (string?)dependency.Value!["suppressParent"] != "All").Select(dependency => dependency.Key)
            .Concat((root["project"]!["restore"]!["frameworks"]![framework.Key]!["projectReferences"]?.AsObject() ?? []).Select(project => Path.GetFileNameWithoutExtension(project.Key)));

    // What the framework has as well was not restored.
    private static Dictionary<string, IReadOnlyList<string>> Known(Dictionary<string, IReadOnlyList<string>> needs, Dictionary<string, Material> materials) =>
        needs.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. entry.Value.Where(materials.ContainsKey)], StringComparer.OrdinalIgnoreCase);

    private static string? LicenceOf(List<string> folders, string path)
    {
        var nuspec = folders.Select(folder => Path.Combine(folder, path)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.nuspec")).FirstOrDefault();
        var licence = nuspec is null ? null : XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression");
        return licence?.Value;
    }

    private static Dictionary<string, T> Table<T>() => new(StringComparer.OrdinalIgnoreCase);
}
