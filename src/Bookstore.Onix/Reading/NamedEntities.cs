using System.Net;
using System.Text;

namespace Bookstore.Onix.Reading;

/// <summary>Replaces the entities that the DTD of ONIX 2.1 declared, such as <c>&amp;eacute;</c>, by their characters. Those of XML itself and what is not known are left to the XML reader.</summary>
internal static class NamedEntities
{
    private const int MaxNameLength = 10;

    // The sets for Latin languages name a letter and its mark.
    private static readonly Dictionary<string, char> Marks = Table(
        "acute breve caron cedil circ dblac dot grave macr ogon ring tilde uml",
        "\u0301\u0306\u030C\u0327\u0302\u030B\u0307\u0300\u0304\u0328\u030A\u0303\u0308");

    private static readonly Dictionary<string, char> Others = Table(
        "Dstrok dstrok ENG eng Hstrok hstrok IJlig ijlig inodot Lmidot lmidot Lstrok lstrok napos Tstrok tstrok lsqb rsqb lpar rpar num dollar percnt ast plus comma hyphen period sol colon semi equals quest commat bsol lowbar lcub verbar rcub horbar",
        "ĐđŊŋĦħĲĳıĿŀŁłŉŦŧ[]()#$%*+,\u2010./:;=?@\\_{|}\u2015");

    /// <summary>Copies a piece with its entities replaced, which is never longer.</summary>
    /// <returns>The length of the copy.</returns>
    public static int Replace(ReadOnlySpan<char> piece, Span<char> copy)
    {
        var length = 0;
        while (piece.IndexOf('&') is var at and >= 0)
        {
            if (FirstSection(piece[..at]) is { } section)
            {
                // Within a comment or a CDATA section an ampersand is an ampersand.
                var end = piece[section.Start..].IndexOf(section.End, StringComparison.Ordinal);
                at = end < 0 ? piece.Length : section.Start + end + section.End.Length;
                length += Copy(piece[..at], copy[length..]);
                piece = piece[at..];
                continue;
            }

            length += Copy(piece[..at], copy[length..]);
            piece = piece[at..];
            if (TryRead(piece, out var letter, out var used))
            {
                copy[length++] = letter;
            }
            else
            {
                (copy[length++], used) = ('&', 1);
            }

            piece = piece[used..];
        }

        return length + Copy(piece, copy[length..]);
    }

    /// <summary>Reads the entity that a text begins with.</summary>
    /// <returns>Whether it is one of the DTD's, and not one of XML itself.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out char letter, out int length)
    {
        letter = default;
        var end = text[..Math.Min(text.Length, MaxNameLength + 2)].IndexOf(';');
        length = end + 1;
        if (end < 2 || !char.IsAsciiLetter(text[1]))
        {
            return false;
        }

        var name = text[1..end].ToString();
        return name is not ("amp" or "lt" or "gt" or "quot" or "apos") && TryFind(name, out letter);
    }

    private static Dictionary<string, char> Table(string names, string letters) =>
        names.Split(' ').Zip(letters).ToDictionary(static entry => entry.First, static entry => entry.Second, StringComparer.Ordinal);

    private static int Copy(ReadOnlySpan<char> text, Span<char> copy)
    {
        text.CopyTo(copy);
        return text.Length;
    }

    // A comment or CDATA section that is open at the end of a text.
    private static (int Start, string End)? FirstSection(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (text[from..].IndexOf("<!", StringComparison.Ordinal) is var found and >= 0)
        {
            var at = from + found;
            var end = text[at..].StartsWith("<!--", StringComparison.Ordinal) ? "-->" : text[at..].StartsWith("<![CDATA[", StringComparison.Ordinal) ? "]]>" : null;
            if (end is null)
            {
                from = at + 2;
                continue;
            }

            var close = text[(at + 4)..].IndexOf(end, StringComparison.Ordinal);
            if (close < 0)
            {
                return (at + 4, end);
            }

            from = at + 4 + close + end.Length;
        }

        return null;
    }

    private static bool TryFind(string name, out char letter)
    {
        if (Others.TryGetValue(name, out letter))
        {
            return true;
        }

        var known = WebUtility.HtmlDecode($"&{name};");
        if (known.Length != 1 && Marks.TryGetValue(name[1..], out var mark))
        {
            known = $"{name[0]}{mark}".Normalize(NormalizationForm.FormC);
        }

        letter = known[0];
        return known.Length == 1;
    }
}
