// Sums up the reports of eng/mutation.sh. Usage: dotnet run mutation-summary.cs -- <folder>
// Writes <folder>/summary.md: the score of each group and file, and what nobody found. A file that stands in several reports counts once, as in the newest.
using System.Text;
using System.Text.Json;

const double Required = 85;
var folder = args[0];
var files = new SortedDictionary<string, List<Mutant>>(StringComparer.Ordinal);
foreach (var report in Directory.GetFiles(folder, "mutation-report.json", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc))
{
    using var json = JsonDocument.Parse(File.ReadAllBytes(report));
    foreach (var file in json.RootElement.GetProperty("files").EnumerateObject())
    {
        var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
        var mutants = file.Value.GetProperty("mutants").EnumerateArray().Select(mutant => Read(mutant, lines)).Where(mutant => mutant.Counts).ToList();
        if (mutants.Count > 0)
        {
            files[Relative(file.Name)] = mutants;
        }
    }
}

var text = new StringBuilder();
var groups = files.GroupBy(file => Group(file.Key)).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
text.Append("| Group | Mutants | Found | of these by time-out | Not found | Score |\n|---|---:|---:|---:|---:|---:|\n");
foreach (var group in groups)
{
    Row(group.Key, [.. group.SelectMany(file => file.Value)]);
}

Row("**All**", [.. files.Values.SelectMany(mutants => mutants)]);
text.Append("\n| File | Mutants | Found | of these by time-out | Not found | Score |\n|---|---:|---:|---:|---:|---:|\n");
foreach (var (name, mutants) in files)
{
    Row(name, mutants);
}

text.Append("\nNot found, or found by time-out alone:\n");
foreach (var (name, mutants) in files)
{
    foreach (var mutant in mutants.Where(mutant => mutant.Status != "Killed").OrderBy(mutant => mutant.Line))
    {
        text.Append($"\n- {name}:{mutant.Line} {mutant.Status}, {mutant.Mutator}: `{mutant.Original}` -> `{mutant.Replacement}`");
    }
}

text.Append('\n');
var summary = Path.Combine(folder, "summary.md");
File.WriteAllText(summary, text.ToString());
Console.WriteLine(text.ToString());
Console.WriteLine($"score {Score([.. files.Values.SelectMany(mutants => mutants)]):0.0} %");
return groups.All(group => Score([.. group.SelectMany(file => file.Value)]) >= Required) ? 0 : 1;

void Row(string name, List<Mutant> mutants) => text.Append(
    $"| {name} | {mutants.Count} | {mutants.Count(mutant => mutant.IsFound)} | {mutants.Count(mutant => mutant.Status == "Timeout")} | {mutants.Count(mutant => !mutant.IsFound)} | {Score(mutants):0.0} % |\n");

static double Score(List<Mutant> mutants) => mutants.Count == 0 ? 100 : 100.0 * mutants.Count(mutant => mutant.IsFound) / mutants.Count;

static string Group(string file) =>
    file.Split('/')[0] switch
    {
        "Workflow" or "Sales" or "Payments" or "Work" => "Workflow",
        "WritePath" or "Storage" => "Write path",
        _ => "Rules",
    };

static string Relative(string file) => file.Replace('\\', '/').Split("src/Bookstore.Core/")[^1];

static Mutant Read(JsonElement mutant, string[] lines)
{
    var start = mutant.GetProperty("location").GetProperty("start");
    var end = mutant.GetProperty("location").GetProperty("end");
    var (line, column) = (start.GetProperty("line").GetInt32(), start.GetProperty("column").GetInt32());
    var isOneLine = end.GetProperty("line").GetInt32() == line;
    var original = isOneLine ? lines[line - 1][(column - 1)..(end.GetProperty("column").GetInt32() - 1)] : $"{lines[line - 1].Trim()} ...";
    return new(
        mutant.GetProperty("status").GetString()!, mutant.GetProperty("mutatorName").GetString()!, line, Short(original), Short(mutant.GetProperty("replacement").GetString()!));
}

static string Short(string code)
{
    var line = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    return line.Length > 110 ? $"{line[..110]}..." : line;
}

internal sealed record Mutant(string Status, string Mutator, int Line, string Original, string Replacement)
{
    public bool Counts => Status is "Killed" or "Survived" or "Timeout" or "NoCoverage";

    public bool IsFound => Status is "Killed" or "Timeout";
}
