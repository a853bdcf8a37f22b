namespace Bookstore.Storage;

/// <summary>The table <c>book_words</c>, by which books are found.</summary>
internal static class BookWordRows
{
    private const int TitleOrAuthor = 0;
    private const int Author = 1;

    private const string InsertOne = "INSERT OR IGNORE INTO book_words (field, word, isbn) VALUES (?, ?, ?)";

    private const string DeleteOne = "DELETE FROM book_words WHERE field = ? AND word = ? AND isbn = ?";

    private const string SelectNext = "SELECT isbn FROM book_words WHERE field = ? AND word = ? AND isbn >= ? ORDER BY isbn LIMIT 1";

    /// <summary>Lists the books that have all the words.</summary>
    public static IReadOnlyList<BookListing> List(SqliteDatabase database, BookFilter filter, Isbn? after, int limit)
    {
        var words = Join(filter);
        var listings = new List<BookListing>();
        var candidate = (after?.ToInt64() ?? 0) + 1;
        while (listings.Count < limit && FindFrom(database, words, candidate) is { } isbn)
        {
            if (BookRows.FindListing(database, Isbn.FromStored(isbn)) is { } listing)
            {
                listings.Add(listing);
            }

            candidate = isbn + 1;
        }

        return listings;
    }

    /// <summary>Writes the difference between the words that a book had and those that it has.</summary>
    public static void Write(SqliteDatabase database, Isbn isbn, Book? before, Book? now)
    {
        if (before is not null && now is not null
            && string.Equals(before.Title, now.Title, StringComparison.Ordinal) && string.Equals(before.Author, now.Author, StringComparison.Ordinal))
        {
            return;
        }

        WriteField(database, isbn, TitleOrAuthor, WordsOf(before?.Title, before?.Author), WordsOf(now?.Title, now?.Author));
        WriteField(database, isbn, Author, WordsOf(before?.Author), WordsOf(now?.Author));
    }

    private static void WriteField(SqliteDatabase database, Isbn isbn, int field, HashSet<string> before, HashSet<string> now)
    {
        foreach (var word in before)
        {
            if (!now.Contains(word))
            {
                database.Statement(DeleteOne).Bind(field).Bind(word).Bind(isbn).Execute();
            }
        }

        foreach (var word in now)
        {
            if (!before.Contains(word))
            {
                database.Statement(InsertOne).Bind(field).Bind(word).Bind(isbn).Execute();
            }
        }
    }

    private static HashSet<string> WordsOf(params ReadOnlySpan<string?> texts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            words.UnionWith(SearchWords.Of(text));
        }

        return words;
    }

    private static List<(int Field, string Word)> Join(BookFilter filter)
    {
        var words = new List<(int, string)>(filter.Words.Count + filter.AuthorWords.Count);
        foreach (var word in filter.AuthorWords)
        {
            words.Add((Author, word));
        }

        foreach (var word in filter.Words)
        {
            words.Add((TitleOrAuthor, word));
        }

        return words;
    }

    // Each word in turn names the first book from the candidate on that has it; a book on which all agree in a row has them all.
    private static long? FindFrom(SqliteDatabase database, List<(int Field, string Word)> words, long candidate)
    {
        for (int i = 0, agreed = 0; agreed < words.Count; i = (i + 1) % words.Count)
        {
            var (field, word) = words[i];
            if (database.Statement(SelectNext).Bind(field).Bind(word).Bind(candidate).SingleInt64() is not { } found)
            {
                return null;
            }

            agreed = found == candidate ? agreed + 1 : 1;
            candidate = found;
        }

        return candidate;
    }
}
