namespace Bookstore.Onix.Reading;

/// <summary>Recognises the tags that bound the pieces of a message.</summary>
/// <param name="prefix">The prefix of the message's namespace with its colon; empty for none.</param>
internal sealed class TagFinder(string prefix)
{
    private static readonly string[] Roots = ["ONIXMessage", "ONIXmessage"];
    private static readonly string[] Products = ["Product", "product"];
    private static readonly string[] Headers = ["Header", "header"];

    private readonly string[] _roots = [.. Roots.Select(name => prefix + name)];
    private readonly string[] _products = [.. Products.Select(name => prefix + name)];
    private readonly string[] _headers = [.. Headers.Select(name => prefix + name)];

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

    /// <summary>Returns what begins with a start tag; <see langword="null"/> for any other element.</summary>
    public PieceKind? Start(ReadOnlySpan<char> tag)
    {
        var name = tag[1..];
        return Match(name, _products) > 0 ? PieceKind.Product : Match(name, _headers) > 0 ? PieceKind.Header : null;
    }

    /// <summary>Returns what ends with an end tag, and the length of the tag; <see langword="null"/> for any other element.</summary>
    public (PieceKind Kind, bool IsRoot, int Length)? End(ReadOnlySpan<char> tag)
    {
        var name = tag[2..];
        return Match(name, _products) is > 0 and var product ? Closed(PieceKind.Product, false, tag, product + 2)
            : Match(name, _headers) is > 0 and var header ? Closed(PieceKind.Header, false, tag, header + 2)
            : Match(name, _roots) is > 0 and var root ? Closed(PieceKind.Root, true, tag, root + 2)
            : null;
    }

    private static (PieceKind Kind, bool IsRoot, int Length)? Closed(PieceKind kind, bool isRoot, ReadOnlySpan<char> tag, int length)
    {
        var end = tag[length..].IndexOf('>');
        return end < 0 ? null : (kind, isRoot, length + end + 1);
    }

    private static int Match(ReadOnlySpan<char> text, string[] names)
    {
        foreach (var name in names)
        {
            if (text.StartsWith(name, StringComparison.Ordinal) && text.Length > name.Length && text[name.Length] is '>' or '/' or ' ' or '\t' or '\r' or '\n')
            {
                return name.Length;
            }
        }

        return 0;
    }
}
