using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The words of a book that are in the table, as <c>books.words</c> lists them: those of its author, a line feed, the other ones of its title, and where it has facets a line feed and them.</summary>
internal sealed record WrittenWords(HashSet<string> All, HashSet<string> OfAuthor, HashSet<string> Facets)
{
    private const char Separator = ' ';
    private const char PartFollows = '\n';

    public static WrittenWords None => new([], [], []);

    public static WrittenWords Parse(string text)
    {
        var written = None;
        var parts = text.Split(PartFollows);
        if (parts.Length > 1)
        {
            written.OfAuthor.UnionWith(Words(parts[0]));
        }

        written.All.UnionWith(Words(parts[0]));
        written.All.UnionWith(parts.Length > 1 ? Words(parts[1]) : []);
        written.Facets.UnionWith(parts.Length > 2 ? Words(parts[2]) : []);
        return written;
    }

    public static string Format(BookWords words)
    {
        var author = words.OfAuthor.ToHashSet(StringComparer.Ordinal);
        var text = string.Join(Separator, words.OfAuthor) + PartFollows + string.Join(Separator, words.All.Where(word => !author.Contains(word)));
        return words.Facets.Count == 0 ? text : text + PartFollows + string.Join(Separator, words.Facets);
    }

    private static string[] Words(string part) => part.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
