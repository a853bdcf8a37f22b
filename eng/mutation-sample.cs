// Draws members of source files at random for a sample of eng/mutation.sh. Usage: dotnet run mutation-sample.cs -- <project folder> <members> <seed> <pattern...>
// Prints a pattern of Stryker for each file with a drawn member: the file, and the characters of its members.
// A member is what a blank line separates from the next one: its documentation and its code.
using System.Globalization;
using System.Text.RegularExpressions;

var (folder, count, seed) = (Path.GetFullPath(args[0]), int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
var files = args[3..].SelectMany(pattern => Find(folder, pattern)).Distinct().Order(StringComparer.Ordinal);
var members = files.SelectMany(Members).ToArray();
new Random(seed).Shuffle(members);
foreach (var file in members.Take(count).GroupBy(member => member.File).OrderBy(file => file.Key, StringComparer.Ordinal))
{
    Console.WriteLine(file.Key + string.Concat(file.OrderBy(member => member.Start).Select(member => $"{{{member.Start}..{member.End}}}")));
}

static IEnumerable<string> Find(string folder, string pattern)
{
    var isDeep = pattern.EndsWith("/**/*.cs", StringComparison.Ordinal);
    var path = Path.Combine(folder, isDeep ? pattern[..^"/**/*.cs".Length] : Path.GetDirectoryName(pattern)!);
    return Directory.EnumerateFiles(path, isDeep ? "*.cs" : Path.GetFileName(pattern), isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));
}

// A member that has no code of its own, such as a property or a constant, has nothing to mutate.
IEnumerable<Member> Members(string file)
{
    var text = File.ReadAllText(Path.Combine(folder, file));
    var starts = Regex.Matches(text, @"(?<=\n\n|\{\n)(?=    [^\s}])").Select(match => match.Index).ToList();
    return starts.Select((start, index) => new Member(file, start, index + 1 < starts.Count ? starts[index + 1] : text.Length))
        .Where(member => Regex.IsMatch(text[member.Start..member.End], @"=>|^\s{8}\S.*[;{]\s*$", RegexOptions.Multiline));
}

internal sealed record Member(string File, int Start, int End);
