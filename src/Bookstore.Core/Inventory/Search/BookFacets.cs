using System.Text;

namespace Bookstore.Storage;

/// <summary>What a book is found by as a whole, and not word by word: its publisher, its subjects and its publishing status. Each is one text without spaces and with a colon, so that it is no word.</summary>
internal static class BookFacets
{
    /// <summary>What ends the scheme of a subject.</summary>
    public const char SchemeEnd = ':';

    private const int MaxPublisherLength = 200;

    /// <summary>The facets of a book, each once.</summary>
    public static IReadOnlyList<string> Of(Book book)
    {
        if (book.Publisher is null && !book.HasDetails)
        {
            return [];
        }

        var facets = new List<string>();
        Add(facets, OfPublisher(book.Publisher));
        if (book.Details is { } details)
        {
            Add(facets, details.PublishingStatus is { } status ? OfStatus(status) : null);
            for (var i = 0; i < details.Subjects.Count; i++)
            {
                Add(facets, OfSubject(details.Subjects[i].Scheme, details.Subjects[i].Code));
            }
        }

        return facets;
    }

    /// <summary>The facet of a publisher; <see langword="null"/> when its name has no letter and no digit.</summary>
    public static string? OfPublisher(string? name)
    {
        var words = SearchWords.Sought(name);
        if (words.Count == 0)
        {
            return null;
        }

        var facet = new StringBuilder("p:");
        for (var i = 0; i < words.Count && facet.Length + words[i].Length <= MaxPublisherLength; i++)
        {
            facet.Append(words[i]).Append('-');
        }

        return facet.ToString(0, facet.Length - 1);
    }

    public static string OfStatus(string status) => "a:" + Fold(status);

    public static string OfSubject(string scheme, string code) => $"s:{Fold(scheme)}:{Fold(code)}";

    /// <summary>The facet of a subject as a query names it, such as <c>thema:FBA</c>.</summary>
    public static string? OfSubject(string text)
    {
        var end = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return end > 0 && end < text.Length - 1 ? OfSubject(text[..end], text[(end + 1)..]) : null;
    }

    // Of ASCII only, so that it is the same on every platform.
    private static string Fold(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = char.IsWhiteSpace(source[i]) ? '_' : char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        }
    });

    private static void Add(List<string> facets, string? facet)
    {
        if (facet is not null && !facets.Contains(facet, StringComparer.Ordinal))
        {
            facets.Add(facet);
        }
    }
}
