namespace Bookstore.Testing.Stores;

/// <summary>Texts that a store could get wrong.</summary>
internal static class Texts
{
    private const string Pattern = "aZ0 '\"\\%_;--\u00e9\u00df\u0130\u4e2d\u05d0\ud83d\ude00\u0301\t\n";

    /// <summary>A text of several scripts, with quotes, wildcards and characters beyond the first plane.</summary>
    /// <param name="length">Its length in UTF-16 code units.</param>
    public static string Mixed(int length)
    {
        var text = string.Concat(Enumerable.Repeat(Pattern, (length / Pattern.Length) + 1))[..length];
        return char.IsHighSurrogate(text[^1]) ? text[..^1] + "x" : text;
    }
}
