using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The words of a book that are in the table, as <c>books.words</c> lists them: those of its author, a line feed, and the other ones of its title.</summary>
internal sealed record WrittenWords(HashSet<string> All, HashSet<string> OfAuthor)
{
    private const char Separator = ' ';
    private const char TitleFollows = '\n';

    public static WrittenWords None => new([], []);

    public static WrittenWords Parse(string text)
    {
        var written = None;
        var author = text.IndexOf(TitleFollows, StringComparison.Ordinal);
        foreach (var word in text.AsSpan(0, Math.Max(author, 0)).Split(Separator))
        {
            written.OfAuthor.Add(text[word]);
        }

        foreach (var word in text.Split([Separator, TitleFollows], StringSplitOptions.RemoveEmptyEntries))
        {
            written.All.Add(word);
        }

        written.OfAuthor.Remove(string.Empty);
        return written;
    }

    public static string Format(BookWords words)
    {
        var author = words.OfAuthor.ToHashSet(StringComparer.Ordinal);
        return string.Join(Separator, words.OfAuthor) + TitleFollows + string.Join(Separator, words.All.Where(word => !author.Contains(word)));
    }
}
