namespace Bookstore.Samples;

/// <summary>Fits text into a column or a field.</summary>
internal static class Text
{
    /// <summary>A text of at most so many characters; an ellipsis stands for what is left out. A surrogate pair is kept or left out as a whole.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var kept = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
