using System.Globalization;
using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>Reads the table that <c>eng/search-words.cs</c> wrote.</summary>
/// <remarks>
/// A line is the name of a section or one of its characters, all in hexadecimal digits: <c>41</c> or <c>41-5A</c>. Where characters become others, the line continues
/// with the text that takes their place (<c>C0-C5 61</c>) or with their distance from it (<c>41-5A +20</c>), and <c>/2</c> means every second one.
/// </remarks>
internal sealed class SearchTableReader
{
    private const int Codes = 0x110000;
    private const int BlockSize = 1 << SearchTable.BlockBits;

    private readonly ushort[]?[] _blocks = new ushort[Codes / BlockSize][];
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);
    private readonly List<char> _values = [];
    private readonly List<ushort> _ends = [];
    private readonly List<int> _composed = [];

    public static SearchTable ReadResource()
    {
        using var resource = typeof(SearchTable).Assembly.GetManifestResourceStream("Bookstore.SearchWords.txt")
            ?? throw new InvalidOperationException("The assembly has no table of search words.");
        using var reader = new StreamReader(resource);
        return new SearchTableReader().Read(reader);
    }

    public SearchTable Read(TextReader reader)
    {
        var (section, version) = (string.Empty, string.Empty);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("unicode ", StringComparison.Ordinal))
            {
                version = line[8..];
            }
            else if (char.IsAsciiLetterLower(line[0]))
            {
                section = line;
            }
            else if (line[0] != '#')
            {
                ReadLine(section, line);
            }
        }

        _composed.Sort();
        var (blocks, cells) = Pack();
        return new SearchTable(version, blocks, cells, [.. _values], [.. _ends], [.. _composed]);
    }

    private static ushort KindOf(string section) => section switch
    {
        "letter" => SearchTable.Letter,
        "unspaced" => SearchTable.Unspaced,
        "joiner" => SearchTable.Joiner,
        "quote" => SearchTable.Quote,
        "accent" => SearchTable.Accent,
        "dropped" => SearchTable.Dropped,
        _ when section.StartsWith("mark ", StringComparison.Ordinal) => (ushort)(SearchTable.Mark + int.Parse(section.AsSpan(5), CultureInfo.InvariantCulture)),
        _ => throw new InvalidDataException($"The table of search words has a section '{section}'."),
    };

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void ReadLine(string section, ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        if (section == "composed")
        {
            _composed.Add(SearchTable.Compose(Hex(line[..space]), Hex(line[(space + 1)..])));
            return;
        }

        var codes = space < 0 ? line : line[..space];
        var step = codes.EndsWith("/2") ? 2 : 1;
        codes = step == 2 ? codes[..^2] : codes;
        var dash = codes.IndexOf('-');
        var last = Hex(codes[(dash + 1)..]);
        var cell = section == "becomes" ? (ushort)0 : KindOf(section);
        for (var code = dash < 0 ? last : Hex(codes[..dash]); code <= last; code += step)
        {
            Set(code, section == "becomes" ? NumberOf(ValueOf(code, line[(space + 1)..])) : cell);
        }
    }

    private static string ValueOf(int code, ReadOnlySpan<char> text)
    {
        if (text[0] is '+' or '-')
        {
            return char.ConvertFromUtf32(text[0] == '+' ? code + Hex(text[1..]) : code - Hex(text[1..]));
        }

        var value = string.Empty;
        foreach (var part in text.Split(' '))
        {
            value += char.ConvertFromUtf32(Hex(text[part]));
        }

        return value;
    }

    private ushort NumberOf(string value)
    {
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = (ushort)(SearchTable.FirstValue + _ends.Count);
            _numbers.Add(value, number);
            _values.AddRange(value);
            _ends.Add(checked((ushort)_values.Count));
        }

        return number;
    }

    private void Set(int code, ushort cell) => (_blocks[code / BlockSize] ??= new ushort[BlockSize])[code % BlockSize] = cell;

    // Most blocks are as another: whole scripts of letters, and nothing at all.
    private (ushort[] Blocks, ushort[] Cells) Pack()
    {
        var used = Array.FindLastIndex(_blocks, static block => block is not null) + 1;
        var starts = new ushort[used];
        var cells = new List<ushort>();
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var nothing = new ushort[BlockSize];
        for (var i = 0; i < used; i++)
        {
            var block = _blocks[i] ?? nothing;
            var content = MemoryMarshal.Cast<ushort, char>(block).ToString();
            if (!known.TryGetValue(content, out starts[i]))
            {
                starts[i] = checked((ushort)cells.Count);
                known.Add(content, starts[i]);
                cells.AddRange(block);
            }
        }

        return (starts, [.. cells]);
    }
}
