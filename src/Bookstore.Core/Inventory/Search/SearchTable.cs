namespace Bookstore.Storage;

/// <summary>What each character becomes in a search word.</summary>
/// <remarks>Immutable. Made of the resource <c>SearchWords.txt</c> when the first text is taken apart.</remarks>
internal sealed class SearchTable(string unicodeVersion, ushort[] blocks, ushort[] cells, char[] values, ushort[] ends, int[] composed)
{
    /// <summary>Ends a word. Also every character that the table does not name.</summary>
    public const ushort Separator = 0;

    /// <summary>A letter or a digit, unchanged.</summary>
    public const ushort Letter = 1;

    /// <summary>A letter of a script that is written without spaces, unchanged.</summary>
    public const ushort Unspaced = 2;

    /// <summary>An apostrophe or a middle dot.</summary>
    public const ushort Joiner = 3;

    /// <summary>A double quote, a joiner between two Hebrew letters.</summary>
    public const ushort Quote = 4;

    /// <summary>A mark that is dropped unless it makes another letter of the one before it.</summary>
    public const ushort Accent = 5;

    /// <summary>Does not count: what is invisible, and accents.</summary>
    public const ushort Dropped = 6;

    /// <summary>A mark that stays, by its canonical combining class.</summary>
    public const ushort Mark = 0x100;

    /// <summary>The canonical combining class of every <see cref="Accent"/>.</summary>
    public const int AccentClass = 230;

    /// <summary>How many bits a code point has.</summary>
    public const int CodeBits = 21;

    public const int CodeMask = (1 << CodeBits) - 1;

    /// <summary>Another text takes the character's place, by its number.</summary>
    public const ushort FirstValue = 0x200;

    /// <summary>How many characters a block has, in bits: those of a block that the table has already need no place.</summary>
    public const int BlockBits = 6;

    private const int BlockMask = (1 << BlockBits) - 1;

    public static SearchTable Instance { get; } = SearchTableReader.ReadResource();

    /// <summary>The version of the Unicode character database that the table was made from.</summary>
    public string UnicodeVersion => unicodeVersion;

    public ushort this[int code] => code >> BlockBits is var block && block < blocks.Length ? cells[blocks[block] + (code & BlockMask)] : Separator;

    public static bool IsValue(ushort cell) => cell >= FirstValue;

    public ReadOnlySpan<char> ValueOf(ushort cell)
    {
        var number = cell - FirstValue;
        var start = number == 0 ? 0 : ends[number - 1];
        return values.AsSpan(start, ends[number] - start);
    }

    /// <summary>Whether a letter with a mark is a letter of its own.</summary>
    public bool IsComposed(char letter, int mark) => Array.BinarySearch(composed, Compose(letter, mark)) >= 0;

    public static int Compose(int letter, int mark) => (letter << 16) | mark;

    /// <summary>The length of the first letter of a text that is in the table's own form, with its marks.</summary>
    public int LetterLength(ReadOnlySpan<char> text)
    {
        var length = CodeLength(text);
        while (length < text.Length && this[CodeAt(text[length..])] is >= Mark and < FirstValue)
        {
            length += CodeLength(text[length..]);
        }

        return length;
    }

    private static int CodeLength(ReadOnlySpan<char> text) => char.IsHighSurrogate(text[0]) ? 2 : 1;

    private static int CodeAt(ReadOnlySpan<char> text) => char.IsHighSurrogate(text[0]) ? char.ConvertToUtf32(text[0], text[1]) : text[0];
}
