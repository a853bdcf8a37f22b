using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Bookstore.Storage;

/// <summary>What a word is, the same for every store: letters and digits without case and accents.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class SearchWords
{
    /// <summary>The most different words that are kept of a text: 100.</summary>
    public const int MaxWords = 100;

    /// <summary>The longest word, in characters; longer ones are cut: 50.</summary>
    public const int MaxWordLength = 50;

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its different words in the order in which they first stand.</returns>
    public static IReadOnlyList<string> Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Decompose(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (!IsInsideWord(rune))
            {
                Take(word, words);
            }

            if (words.Count == MaxWords)
            {
                return words;
            }
        }

        Take(word, words);
        return words;
    }

    // Accents, the vowel signs of Indic scripts and apostrophes neither count nor end a word.
    private static bool IsInsideWord(Rune rune) => rune.Value is '\'' or '\u2019'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // An unpaired surrogate cannot be decomposed; such a text is searched as it stands.
    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static void Take(StringBuilder word, List<string> words)
    {
        if (word.Length == 0)
        {
            return;
        }

        // Half a surrogate pair is no character, and no store would take it.
        var length = Math.Min(word.Length, MaxWordLength);
        var taken = word.ToString(0, char.IsHighSurrogate(word[length - 1]) ? length - 1 : length);
        word.Clear();
        if (!words.Contains(taken))
        {
            words.Add(taken);
        }
    }
}
