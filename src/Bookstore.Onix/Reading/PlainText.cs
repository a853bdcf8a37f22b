using System.Globalization;
using System.Text;

namespace Bookstore.Onix.Reading;

/// <summary>Collects the text of an element, in one buffer that is used again for the next. Its line ends become line feeds, as the XML reader makes them.</summary>
/// <param name="maxLength">The longest text.</param>
internal sealed class PlainText(int maxLength)
{
    private const int MaxReferenceLength = 12;

    private char[] _letters = new char[1_024];
    private int _length;

    /// <summary>The text without white space around it. Valid until more is added.</summary>
    public ReadOnlySpan<char> Trimmed => _letters.AsSpan(0, _length).Trim();

    public void Clear() => _length = 0;

    /// <summary>Adds text that has nothing to decode and no carriage return.</summary>
    /// <returns>Whether it is not too long.</returns>
    public bool TryAddPlain(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > maxLength)
        {
            return false;
        }

        if (_length + text.Length > _letters.Length)
        {
            Array.Resize(ref _letters, Math.Max(_letters.Length * 2, _length + text.Length));
        }

        text.CopyTo(_letters.AsSpan(_length));
        _length += text.Length;
        return true;
    }

    /// <summary>Adds text as it is, but for its line ends.</summary>
    /// <returns>Whether it is not too long.</returns>
    public bool TryAdd(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('\r') is var at and >= 0)
        {
            if (!TryAddPlain(text[..at]) || !TryAddPlain("\n"))
            {
                return false;
            }

            at += at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            text = text[at..];
        }

        return TryAddPlain(text);
    }

    /// <summary>Adds text with its entities and references decoded.</summary>
    /// <returns>Whether it is not too long, and all of them are known.</returns>
    public bool TryAddDecoded(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('&') is var at and >= 0)
        {
            if (!TryAdd(text[..at]) || !TryDecode(text[at..], out var used))
            {
                return false;
            }

            text = text[(at + used)..];
        }

        return TryAdd(text);
    }

    private bool TryDecode(ReadOnlySpan<char> text, out int used)
    {
        used = text[..Math.Min(text.Length, MaxReferenceLength)].IndexOf(';') + 1;
        return used > 2 && text[1..(used - 1)] switch
        {
            "amp" => TryAddPlain("&"),
            "lt" => TryAddPlain("<"),
            "gt" => TryAddPlain(">"),
            "quot" => TryAddPlain("\""),
            "apos" => TryAddPlain("'"),
            ['#', 'x', .. var number] => int.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && TryAdd(value),
            ['#', .. var number] => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && TryAdd(value),
            _ => NamedEntities.TryRead(text, out var letter, out used) && TryAddPlain([letter]),
        };
    }

    private bool TryAdd(int value)
    {
        Span<char> letters = stackalloc char[2];
        return value is '\t' or '\n' or '\r' or (>= ' ' and not (0xFFFE or 0xFFFF)) && Rune.TryCreate(value, out var rune) && TryAddPlain(letters[..rune.EncodeToUtf16(letters)]);
    }
}
