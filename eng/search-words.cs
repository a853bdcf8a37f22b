// Makes the table of search words from the files of the Unicode character database (Debian: the package unicode-data).
// Usage: dotnet run eng/search-words.cs -- <folder with UnicodeData.txt> src/Bookstore.Core/Inventory/Search/SearchWords.txt
// Another table gives other words: raise SearchWords.Version with it, and every catalogue is indexed anew.
using System.Globalization;
using System.Text.RegularExpressions;

const int LastCharacter = 0x10FFFF;
var folder = args[0];
var characters = new Dictionary<int, Character>();
var folds = new Dictionary<int, int[]>();
var scripts = new string?[LastCharacter + 1];
var isIgnorable = new bool[LastCharacter + 1];

// One apostrophe is as good as another: straight, curly, modifier letters, primes, accents that stand alone, those of other scripts; middle dots.
int[] joiners =
[
    0x27, 0x60, 0xB4, 0xB7, 0x2018, 0x2019, 0x201B, 0x2027, 0x2032, 0x2035, .. Range(0x2B9, 0x2C1), .. Range(0x2C6, 0x2D1), 0x2EC, 0x2EE, 0x374, 0x384, 0x387,
    0x55A, 0x5F3, 0x5F4, 0x7F4, 0x7F5, 0x1FBD, 0x1FBF, 0x1FEF, 0x1FFD, 0x1FFE, 0x30FB, 0xA78B, 0xA78C,
];

// In Hebrew a double quote within a word stands for gershayim.
int[] quotes = [0x22, 0x201D];

// A sign beside a word is no part of it, though it is made of letters; a lengthened line is no letter, though Unicode calls it one.
int[] separators = [0x2120, 0x2122];
int[] dropped = [0x640, 0x7FA];

string[] unspacedScripts =
[
    "Ahom", "Balinese", "Bopomofo", "Han", "Hiragana", "Javanese", "Katakana", "Khitan_Small_Script", "Khmer", "Lao", "Myanmar", "New_Tai_Lue", "Nushu", "Tai_Le", "Tai_Tham",
    "Tai_Viet", "Tangut", "Thai",
];

// The marks of these are left out in writing or are accents. All others are vowels, tones or voicing, without which it is another word.
string[] scriptsWithAccents =
[
    "Adlam", "Arabic", "Armenian", "Bamum", "Bassa_Vah", "Common", "Coptic", "Cyrillic", "Ethiopic", "Georgian", "Glagolitic", "Greek", "Hangul", "Hebrew", "Inherited", "Latin",
    "Mandaic", "Nko", "Old_Permic", "Samaritan", "Syriac",
];
int[] otherAccents = [0x93C];
int[] voicing = [0x3099, 0x309A];

// Of the Cyrillic letters that Unicode composes these are written without their mark as well; the others are letters of their own.
int[] accentedCyrillic = [0x400, 0x401, 0x40D, 0x450, 0x451, 0x45D, 0x476, 0x477];

// Letters that have no decomposition, and what they are taken for. Those whose name is that of a plain letter with something added are found by it.
var letters = new Dictionary<int, string>
{
    [0xE6] = "ae", [0x153] = "oe", [0xF0] = "d", [0xFE] = "th", [0x14B] = "n", [0x138] = "q", [0x131] = "i", [0x237] = "j", [0x25F] = "j", [0x269] = "i", [0x267] = "h", [0x289] = "u", [0x28A] = "u", [0x2AA] = "ls", [0x2AB] = "lz", [0x259] = "e", [0x25A] = "e", [0x251] = "a",
    [0x283] = "s", [0x292] = "z", [0x195] = "hv", [0x223] = "ou", [0x21D] = "z", [0x1BF] = "w", [0x238] = "db", [0x239] = "qp", [0x2A3] = "dz", [0x2A5] = "dz", [0x2A6] = "ts",
    [0x276] = "oe", [0x1D01] = "ae", [0x1D02] = "ae", [0x1D14] = "oe", [0x1D6B] = "ue", [0x1D7A] = "th", [0x1D06] = "d", [0x1D7B] = "i", [0x1D7E] = "u", [0x1D15] = "ou", [0xA765] = "th", [0xA767] = "th", [0xA733] = "aa",
    [0xA735] = "ao", [0xA737] = "au", [0xA739] = "av", [0xA73B] = "av", [0xA73D] = "ay", [0xA74F] = "oo", [0xA729] = "tz", [0xA761] = "vy", [0x1EFB] = "ll",

    // Of two keyboards; and the alef that is only pronounced otherwise.
    [0x649] = "\u064A", [0x6CC] = "\u064A", [0x6A9] = "\u0643", [0x671] = "\u0627",

    // Voicing marks that stand alone follow their kana all the same.
    [0x309B] = "\u3099", [0x309C] = "\u309A",
};
var plainLetter = new Regex("^LATIN (?:SMALL LETTER (?:(?:TURNED|REVERSED|OPEN|CLOSED|BARRED|BROKEN|HALF|SIDEWAYS|SCRIPT|BLACKLETTER|INSULAR|LONG|VISIGOTHIC|MIDDLE-WELSH) )*|LETTER SMALL CAPITAL (?:TURNED |REVERSED |BARRED )?)([A-Z])(?: WITH .*| ROTUNDA)?$");

Read();
var composed = Composed();
var accents = composed.Select(pair => pair.Mark).ToHashSet();
var kinds = new SortedDictionary<int, string>();
var values = new SortedDictionary<int, int[]>();
for (var code = 0; code <= LastCharacter; code++)
{
    Describe(code);
}

Write(args[1]);

static int[] Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1)];

static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

IEnumerable<string[]> Lines(string file) => File.ReadLines(Path.Combine(folder, file))
    .Select(line => line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries))
    .Where(fields => fields.Length > 1);

void ForEach(string file, Action<int, string> take)
{
    foreach (var fields in Lines(file))
    {
        var ends = fields[0].Split("..");
        for (var code = Hex(ends[0]); code <= Hex(ends[^1]); code++)
        {
            take(code, fields[1]);
        }
    }
}

void Read()
{
    var first = 0;
    foreach (var fields in Lines("UnicodeData.txt"))
    {
        var code = Hex(fields[0]);
        var mapping = fields[5].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => part[0] != '<').Select(Hex).ToArray();
        var character = new Character(fields[1], fields[2], int.Parse(fields[3], CultureInfo.InvariantCulture), mapping, fields[5].StartsWith('<'), fields[8]);
        first = fields[1].EndsWith(", Last>", StringComparison.Ordinal) ? first + 1 : code;
        for (; first <= code; first++)
        {
            characters[first] = character;
        }

        first = code;
    }

    foreach (var fields in Lines("CaseFolding.txt").Where(fields => fields[1] is "C" or "F"))
    {
        folds[Hex(fields[0])] = [.. fields[2].Split(' ').Select(Hex)];
    }

    ForEach("Scripts.txt", (code, script) => scripts[code] = script);
    ForEach("DerivedCoreProperties.txt", (code, property) => isIgnorable[code] |= property == "Default_Ignorable_Code_Point");
}

List<(int Letter, int Mark)> Composed() =>
[
    .. from code in Enumerable.Range(0x400, 0x130)
       where !accentedCyrillic.Contains(code) && characters.TryGetValue(code, out var character) && character.Mapping.Length == 2
       let letter = FoldCase(characters[code].Mapping[0])[0]
       select (letter, characters[code].Mapping[1]) into pair
       group pair by pair into pairs
       orderby pairs.Key
       select pairs.Key,
];

// The iota below a Greek vowel is an accent to readers, and a letter in case folding only.
int[] FoldCase(int code) => !IsMark(code) && folds.TryGetValue(code, out var folded) ? folded : [code];

bool IsMark(int code) => characters.TryGetValue(code, out var character) && character.Category[0] == 'M';

bool IsDropped(int code) => dropped.Contains(code) || isIgnorable[code] || (characters.TryGetValue(code, out var character) && (character.Category is "Cf" or "Me" || (IsMark(code) && IsAccent(code))));

bool IsAccent(int code) => !voicing.Contains(code) && (otherAccents.Contains(code) || scriptsWithAccents.Contains(scripts[code] ?? "Common"));

bool IsUnspaced(int code) => unspacedScripts.Contains(scripts[code]) || code is >= 0x3005 and <= 0x30FF || code >> 16 is 2 or 3;

// All that a character comes to: decomposed, in lower case, without accents, until nothing changes any more.
int[] Fold(int code)
{
    int[] last = [code];
    while (true)
    {
        int[] next = [.. last.SelectMany(Decompose).SelectMany(FoldCase).SelectMany(Simplify)];
        if (next.SequenceEqual(last))
        {
            return [.. next.Where((part, i) => !IsDropped(part) || (i > 0 && composed.Contains((next[i - 1], part))))];
        }

        last = next;
    }
}

int[] Decompose(int code) =>
    !joiners.Contains(code) && !letters.ContainsKey(code) && code is < 0xAC00 or > 0xD7A3 && characters.TryGetValue(code, out var character) && character.Mapping.Length > 0
        ? [.. character.Mapping.SelectMany(Decompose)]
        : [code];

int[] Simplify(int code)
{
    if (letters.TryGetValue(code, out var letter))
    {
        return [.. letter];
    }

    if (!characters.TryGetValue(code, out var character) || character.Mapping.Length > 0)
    {
        return [code];
    }

    var isNumber = character.Category == "Nd" || (character.Category == "No" && scripts[code] == "Common" && character.Number.All(char.IsAsciiDigit));
    return isNumber ? [.. character.Number]
        : plainLetter.Match(character.Name) is { Success: true } match ? [char.ToLowerInvariant(match.Groups[1].Value[0])]
        : [code];
}

string? KindOf(int code) =>
    joiners.Contains(code) ? "joiner"
    : quotes.Contains(code) ? "quote"
    : accents.Contains(code) ? "accent"
    : IsDropped(code) ? "dropped"
    : IsMark(code) ? $"mark {characters[code].Class}"
    : code >> 16 is 2 or 3 && code % 0x10000 <= 0xFFFD ? "unspaced"
    : !characters.TryGetValue(code, out var character) || character.Category[0] is not ('L' or 'N') ? null
    : IsUnspaced(code) ? "unspaced" : "letter";

void Describe(int code)
{
    if (separators.Contains(code) || (code is > 0xD7FF and < 0xE000))
    {
        return;
    }

    int[] folded = IsDropped(code) ? [code] : Fold(code);
    var words = folded.Select(KindOf).Distinct().ToList();
    if (folded is [var same] && same == code && words[0] is { } kind)
    {
        kinds[code] = kind;
    }
    else if (folded.Length == 0 || words is ["joiner" or "quote"])
    {
        kinds[code] = folded.Length == 0 ? "dropped" : words[0]!;
    }
    else if (words is not [null])
    {
        values[code] = folded;
    }
}

void Write(string path)
{
    var version = File.ReadLines(Path.Combine(folder, "DerivedAge.txt")).First().Split('-', '.') is [_, .. var numbers] ? string.Join('.', numbers.Take(3)) : "?";
    using var writer = new StreamWriter(path) { NewLine = "\n" };
    writer.WriteLine("# What becomes of a character in a search word. Made by eng/search-words.cs; not to be changed by hand.");
    writer.WriteLine($"unicode {version}");
    foreach (var kind in kinds.GroupBy(pair => pair.Value).OrderBy(group => group.Key, StringComparer.Ordinal))
    {
        writer.WriteLine(kind.Key);
        foreach (var (first, last) in Runs([.. kind.Select(pair => pair.Key)]))
        {
            writer.WriteLine(first == last ? $"{first:X}" : $"{first:X}-{last:X}");
        }
    }

    writer.WriteLine("composed");
    foreach (var (letter, mark) in composed)
    {
        writer.WriteLine($"{letter:X} {mark:X}");
    }

    writer.WriteLine("becomes");
    WriteValues(writer);
}

static IEnumerable<(int First, int Last)> Runs(List<int> codes)
{
    for (var i = 0; i < codes.Count; i++)
    {
        var first = codes[i];
        while (i + 1 < codes.Count && codes[i + 1] == codes[i] + 1)
        {
            i++;
        }

        yield return (first, codes[i]);
    }
}

// A line is a run of characters that become the same ("C0-C5 61"), or others at the same distance ("41-5A +20"), or every second of them ("100-12E/2 +1").
void WriteValues(StreamWriter writer)
{
    var codes = values.Keys.ToList();
    for (var i = 0; i < codes.Count;)
    {
        var code = codes[i];
        var value = values[code];
        var distance = value.Length == 1 ? value[0] - code : (int?)null;
        var same = Count(i, 1, (_, folded) => folded.SequenceEqual(value));
        var near = distance is null ? 1 : Count(i, 1, (at, folded) => folded.Length == 1 && folded[0] - at == distance);
        var second = distance is null ? 1 : Count(i, 2, (at, folded) => folded.Length == 1 && folded[0] - at == distance);
        var count = Math.Max(same, Math.Max(near, second));
        var step = count > Math.Max(same, near) ? 2 : 1;
        var text = count == same ? string.Join(' ', value.Select(part => $"{part:X}")) : $"{(distance < 0 ? '-' : '+')}{Math.Abs(distance!.Value):X}";
        writer.WriteLine($"{code:X}{(count == 1 ? string.Empty : $"-{code + ((count - 1) * step):X}")}{(step == 2 ? "/2" : string.Empty)} {text}");
        i += count;
    }

    int Count(int from, int step, Func<int, int[], bool> fits)
    {
        var count = 1;
        while (from + count < codes.Count && codes[from + count] == codes[from] + (count * step) && fits(codes[from + count], values[codes[from + count]]))
        {
            count++;
        }

        return count;
    }
}

internal sealed record Character(string Name, string Category, int Class, int[] Mapping, bool IsCompatible, string Number);
