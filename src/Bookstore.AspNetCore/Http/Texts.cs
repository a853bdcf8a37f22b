namespace Bookstore.AspNetCore;

/// <summary>Which texts the shop takes. What changes how other text is shown or split would mislead who reads it in a log, an export or on a label.</summary>
internal static class Texts
{
    public const string Hint = "must not contain control characters, line separators or characters that reorder text";
    public const string LinesHint = "must not contain control characters other than tabs and line ends, line separators or characters that reorder text";

    /// <summary>Whether a text has no such characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowLines">Whether it may have tabs and line ends.</param>
    public static bool IsStorable(ReadOnlySpan<char> text, bool allowLines = false)
    {
        foreach (var character in text)
        {
            if (character >= ' ' ? IsMisleading(character) : !allowLines || character is not ('\t' or '\n' or '\r'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Says which texts are allowed.</summary>
    public static string OneOf(IReadOnlyList<string> values) => values.Count == 1
        ? $"must be {values[0]}"
        : $"must be {string.Join(", ", values.SkipLast(1))} or {values[^1]}";

    // DEL and C1 controls; line and paragraph separator; embeddings, overrides and isolates of bidirectional text.
    private static bool IsMisleading(char character) =>
        character is (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
