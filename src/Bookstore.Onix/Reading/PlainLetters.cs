using System.Numerics;
using System.Runtime.InteropServices;

namespace Bookstore.Onix.Reading;

/// <summary>Looks for characters that are not plain: those that XML does not have, and surrogates. One pass over each record.</summary>
internal static class PlainLetters
{
    /// <summary>Whether a text has plain characters alone.</summary>
    public static bool AreAll(ReadOnlySpan<char> text)
    {
        var letters = MemoryMarshal.Cast<char, ushort>(text);
        while (letters.Length >= Vector<ushort>.Count)
        {
            if (HasOthers(new Vector<ushort>(letters)))
            {
                return false;
            }

            letters = letters[Vector<ushort>.Count..];
        }

        foreach (var letter in letters)
        {
            if ((letter < ' ' && letter is not ('\t' or '\n' or '\r')) || letter is (>= 0xD800 and <= 0xDFFF) or >= 0xFFFE)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasOthers(Vector<ushort> letters)
    {
        var isSpace = Vector.Equals(letters, new Vector<ushort>('\t')) | Vector.Equals(letters, new Vector<ushort>('\n')) | Vector.Equals(letters, new Vector<ushort>('\r'));
        var isControl = Vector.AndNot(Vector.LessThan(letters, new Vector<ushort>(' ')), isSpace);
        var isSurrogate = Vector.Equals(letters & new Vector<ushort>(0xF800), new Vector<ushort>(0xD800));
        return (isControl | isSurrogate | Vector.GreaterThan(letters, new Vector<ushort>(0xFFFD))) != Vector<ushort>.Zero;
    }
}
