using System.Buffers;

namespace Bookstore.Onix.Reading;

/// <summary>Finds and recognises the tags that bound the pieces of a message.</summary>
internal sealed class TagFinder
{
    /// <summary>As many characters as it takes to know what a tag is.</summary>
    public const int LookAhead = 256;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("/> \t\r\n");
    private static readonly string[] Roots = ["ONIXMessage", "ONIXmessage"];

    private readonly string _root;
    private readonly string[] _products;
    private readonly string[] _headers;
    private readonly SearchValues<string> _markup;

    /// <summary>Makes a finder for a message.</summary>
    /// <param name="root">The name of the root as it is written, with its prefix.</param>
    public TagFinder(string root)
    {
        // Some senders mix reference names and short tags.
        var prefix = root[..(root.IndexOf(':', StringComparison.Ordinal) + 1)];
        (_root, _products, _headers) = (root, [prefix + "Product", prefix + "product"], [prefix + "Header", prefix + "header"]);
        string[] markup = ["<!", "<?", $"</{root}", .. _products.Concat(_headers).SelectMany(static name => (string[])[$"<{name}", $"</{name}"])];
        _markup = SearchValues.Create(markup, StringComparison.Ordinal);
        MarkupLength = markup.Max(static begin => begin.Length);
    }

    /// <summary>How long the beginning of a tag is by which it is found, at the most.</summary>
    public int MarkupLength { get; }

    public static bool IsRoot(string name) => Roots.Contains(name, StringComparer.Ordinal);

    /// <summary>Returns where a tag ends, passing over quoted values: its <c>&gt;</c>, or another character that is looked for; -1 when it does not.</summary>
    public static int EndOf(ReadOnlySpan<char> tag, char other)
    {
        var quote = '\0';
        for (var at = 1; at < tag.Length; at++)
        {
            var letter = tag[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '>' || letter == other)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Returns where the next tag, comment, section or instruction begins that could matter; -1 for none.</summary>
    public int Next(ReadOnlySpan<char> text) => text.IndexOfAny(_markup);

    /// <summary>Returns what begins with a start tag; <see langword="null"/> for any other element.</summary>
    public PieceKind? Start(ReadOnlySpan<char> tag) => IsAny(tag[1..], _products) ? PieceKind.Product : IsAny(tag[1..], _headers) ? PieceKind.Header : null;

    /// <summary>Returns what ends with an end tag, and the length of the tag; <see langword="null"/> for any other element.</summary>
    public (PieceKind Kind, int Length)? End(ReadOnlySpan<char> tag)
    {
        var name = tag[2..];
        PieceKind? kind = IsAny(name, _products) ? PieceKind.Product : IsAny(name, _headers) ? PieceKind.Header : IsName(name, _root) ? PieceKind.Root : null;
        var end = kind is null ? -1 : 2 + name.IndexOfAny(NameEnds);
        end += kind is null ? 0 : tag[end..Math.Min(tag.Length, LookAhead)].IndexOfAnyExcept(" \t\r\n");
        return kind is null || end >= tag.Length || tag[end] != '>' ? null : (kind.Value, end + 1);
    }

    /// <summary>Returns the length of a start tag that is its own end; <see langword="null"/> for any other, and for one that is too long to see it.</summary>
    public static int? LengthOfEmpty(ReadOnlySpan<char> tag)
    {
        var end = EndOf(tag[..Math.Min(tag.Length, LookAhead)], '<');
        return end > 0 && tag[end] == '>' && tag[end - 1] == '/' ? end + 1 : null;
    }

    private static bool IsAny(ReadOnlySpan<char> text, string[] names)
    {
        foreach (var name in names)
        {
            if (IsName(text, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(ReadOnlySpan<char> text, string name) =>
        text.Length > name.Length && (text[name.Length] is '>' or '/' or ' ' or '\t' or '\r' or '\n') && text.StartsWith(name, StringComparison.Ordinal);
}
