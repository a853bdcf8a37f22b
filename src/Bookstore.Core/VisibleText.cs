using System.Globalization;
using System.Text;

namespace Bookstore;

/// <summary>Tells whether a text shows anything: white space, control and format characters and marks without a letter do not.</summary>
internal static class VisibleText
{
    /// <summary>Whether at least one character of a text can be seen.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => false,

        // Letters and symbols by category that are blank by definition: the Hangul fillers, the empty Braille pattern, and what Unicode reserves for ignorable characters.
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x2065 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)),
    };
}
