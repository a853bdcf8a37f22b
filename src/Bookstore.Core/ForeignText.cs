namespace Bookstore;

/// <summary>Text from a gateway or a courier, as every store can keep it.</summary>
internal static class ForeignText
{
    /// <summary>Keeps a text that another system is given back, and that must not change: whole or not at all.</summary>
    /// <param name="value">The text.</param>
    /// <param name="maxLength">The most characters.</param>
    /// <returns>The text; <see langword="null"/> when it is longer, or when no store could keep it.</returns>
    public static string? KeepWhole(string? value, int maxLength) => Require.TextProblem(value, 0, maxLength) is null ? value : null;

    /// <summary>Shortens a text to a length. A surrogate pair is kept or dropped as a whole.</summary>
    /// <param name="value">The text.</param>
    /// <param name="minLength">The fewest characters: with 1, a text without a visible character is refused as well.</param>
    /// <param name="maxLength">The most characters, at least 1.</param>
    /// <returns>The text or its beginning; <see langword="null"/> when no store could keep it.</returns>
    public static string? Shorten(string? value, int minLength, int maxLength)
    {
        if (Require.TextProblem(value, minLength, int.MaxValue) is not null)
        {
            return null;
        }

        return value!.Length <= maxLength ? value : value[..(char.IsHighSurrogate(value[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }
}
