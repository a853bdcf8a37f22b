namespace Bookstore.Samples;

/// <summary>Fits text into a column or a field.</summary>
internal static class Text
{
    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
