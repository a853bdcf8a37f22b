namespace Bookstore;

/// <summary>The length of a text as JSON Schema and databases count it: in Unicode code points.</summary>
internal static class TextLength
{
    /// <summary>Counts the code points. A surrogate pair is one; half of one counts as well.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        for (var index = 1; index < text.Length; index++)
        {
            length -= char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? 1 : 0;
        }

        return length;
    }
}
