using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a search word is: the same for every store, every process and every version of .NET and of the operating system.</summary>
/// <remarks>
/// <para>
/// A word is a run of letters and digits. Case, accents and compatibility forms make no difference: <c>É</c>, <c>é</c> and <c>e</c> are one letter, and so are
/// <c>ø</c> and <c>o</c>; <c>ß</c> is <c>ss</c>, <c>æ</c> is <c>ae</c>, <c>ﬁ</c> is <c>fi</c>; full-width letters are letters, and the digits of all scripts are the same ten.
/// Marks that make another letter (the vowels of Hindi and Thai, the voicing of kana, the breve of <c>й</c>) stay. Invisible characters do not count.
/// </para>
/// <para>
/// An apostrophe or a middle dot inside a word joins its parts: <c>O'Brien</c> is found by <c>OBrien</c>, by <c>O’Brien</c>, and by its parts <c>O</c> and <c>Brien</c>.
/// Scripts that are written without spaces (Chinese, Japanese, Thai and their like) have no words to be seen: each character and each pair of neighbours is one.
/// </para>
/// <para>
/// The rules are those of a table made from the Unicode character database, not those of the platform: the globalization mode changes nothing. All members are thread-safe.
/// </para>
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class SearchWords
{
    /// <summary>The version of these rules. Stores keep it with each book's words; words of an older version are written again in the background.</summary>
    public const int Version = 2;

    /// <summary>The most different words that are kept of a text: 1,000, more than a title can have.</summary>
    public const int MaxWords = 1_000;

    /// <summary>The most different words that are looked for: 100. A query's others are left out.</summary>
    public const int MaxSoughtWords = 100;

    /// <summary>The longest word, in UTF-16 code units: 50. Longer ones are cut.</summary>
    public const int MaxWordLength = 50;

    /// <summary>Returns the words that a text is found by.</summary>
    /// <param name="text">The text; <see langword="null"/> has no words.</param>
    /// <returns>Its different words, in the order in which they end.</returns>
    public static IReadOnlyList<string> Of(string? text)
    {
        var words = new WordList(MaxWords);
        Split(text, words, isSought: false);
        return words.Words;
    }

    /// <summary>Returns the words that a book is found by.</summary>
    /// <param name="book">The book.</param>
    /// <returns>The words of its title and its author, and what it is found by as a whole.</returns>
    public static BookWords Of(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var author = Of(book.Author);
        var words = new WordList(2 * MaxWords);
        for (var i = 0; i < author.Count; i++)
        {
            words.Add(author[i]);
        }

        Split(book.Title, words, isSought: false);
        return new BookWords(words.Words, author) { Facets = BookFacets.Of(book) };
    }

    /// <summary>Returns the words that a query asks for: each of them is among those of a text that it finds.</summary>
    /// <param name="query">The query.</param>
    /// <returns>Its different words. A word with an apostrophe is asked for as a whole, and a text without spaces by its pairs.</returns>
    public static IReadOnlyList<string> Sought(string? query)
    {
        var words = new WordList(MaxSoughtWords);
        Split(query, words, isSought: true);
        return words.Words;
    }

    private static void Split(string? text, WordList words, bool isSought)
    {
        if (!string.IsNullOrEmpty(text))
        {
            new WordSplitter(words, isSought, stackalloc char[2 * MaxWordLength], stackalloc int[WordSplitter.MaxMarks]).Split(text);
        }
    }
}
