using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>book_words</c>, by which books are found.</summary>
/// <remarks>Facets are among the words of the title or author: each has a colon, which no word has. The words of a book that it contains are in <c>books.words</c>: it is replaced by what was written, and never by what the rules of this program would have written.</remarks>
internal static class BookWordRows
{
    private const int TitleOrAuthor = 0;
    private const int Author = 1;

    private const string InsertOne = "INSERT OR IGNORE INTO book_words (field, word, isbn) VALUES (?, ?, ?)";

    private const string DeleteOne = "DELETE FROM book_words WHERE field = ? AND word = ? AND isbn = ?";

    private const string SelectWords = "SELECT words FROM books WHERE isbn = ?";

    private const string UpdateWords = "UPDATE books SET words = ?, words_version = ? WHERE isbn = ?";

    private const string SelectOutdatedCount = "SELECT count(*) FROM books WHERE words_version < ?";

    private const string SelectNewestVersion = "SELECT max(words_version) FROM books";

    private const string SelectOutdated = "SELECT words_version, isbn FROM books WHERE words_version < ? AND (words_version, isbn) > (?, ?) ORDER BY words_version, isbn LIMIT ?";

    private const string SelectNext = "SELECT isbn FROM book_words WHERE field = ? AND word = ? AND isbn >= ? ORDER BY isbn LIMIT 1";

    /// <summary>Lists the books that have all the words.</summary>
    /// <remarks>Each word in turn names the first book from the candidate on that has it; a book on which all agree in a row has them all.</remarks>
    public static KeysetPage<BookListing, Isbn> List(SqliteDatabase database, BookFilter filter, Isbn? after, int limit)
    {
        var words = Join(filter);
        var listings = new List<BookListing>();
        var candidate = (after?.ToInt64() ?? 0) + 1;
        var agreed = 0;
        for (var lookedAt = 0L; lookedAt < KeysetPage.MaxLookedAt(limit) && listings.Count < limit; lookedAt++)
        {
            var (field, word) = words[(int)(lookedAt % words.Count)];
            if (database.Statement(SelectNext).Bind(field).Bind(word).Bind(candidate).SingleInt64() is not { } found)
            {
                return new KeysetPage<BookListing, Isbn>(listings, null);
            }

            if (found != candidate)
            {
                candidate = found;
                agreed = 0;
            }

            if (++agreed == words.Count)
            {
                AddListing(database, candidate, filter, listings);
                candidate++;
                agreed = 0;
            }
        }

        // Each number below the candidate is listed, or is no book that has all the words.
        return new KeysetPage<BookListing, Isbn>(listings, Isbn.FromStored(candidate - 1));
    }

    /// <summary>Reads which words of a book are in the table, written by any version of the rules.</summary>
    public static WrittenWords Find(SqliteDatabase database, Isbn isbn)
    {
        var row = database.Statement(SelectWords).Bind(isbn);
        if (!row.Step())
        {
            return WrittenWords.None;
        }

        var written = WrittenWords.Parse(row.Text(0));
        row.Reset();
        return written;
    }

    /// <summary>Writes a book's words in the place of those that are in the table.</summary>
    public static void Write(SqliteDatabase database, Isbn isbn, WrittenWords written, BookWords words)
    {
        Replace(database, isbn, TitleOrAuthor, written.All, words.All);
        Replace(database, isbn, Author, written.OfAuthor, words.OfAuthor);
        Replace(database, isbn, TitleOrAuthor, written.Facets, words.Facets);
        database.Statement(UpdateWords).Bind(WrittenWords.Format(words)).Bind(SearchWords.Version).Bind(isbn).Execute();
    }

    /// <summary>Says how far the words are of a version.</summary>
    public static SearchIndexState ReadState(SqliteDatabase database, int version) => new(
        database.Statement(SelectOutdatedCount).Bind(version).SingleInt64() ?? 0,
        (int)(database.Statement(SelectNewestVersion).SingleInt64() ?? 0));

    /// <summary>Lists books whose words are of an older version than the given one.</summary>
    public static IReadOnlyList<OutdatedBook> ListOutdated(SqliteDatabase database, int version, OutdatedBook? after, int limit)
    {
        var books = new List<OutdatedBook>();
        var rows = database.Statement(SelectOutdated).Bind(version).Bind(after?.Version ?? int.MinValue).Bind(after?.Isbn.ToInt64() ?? 0).Bind(limit);
        while (rows.Step())
        {
            books.Add(new OutdatedBook(rows.Int32(0), rows.Isbn(1)));
        }

        return books;
    }

    private static void Replace(SqliteDatabase database, Isbn isbn, int field, HashSet<string> old, IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!old.Remove(words[i]))
            {
                database.Statement(InsertOne).Bind(field).Bind(words[i]).Bind(isbn).Execute();
            }
        }

        foreach (var word in old)
        {
            database.Statement(DeleteOne).Bind(field).Bind(word).Bind(isbn).Execute();
        }
    }

    private static List<(int Field, string Word)> Join(BookFilter filter)
    {
        var words = new List<(int, string)>(filter.Words.Count + filter.AuthorWords.Count + filter.Facets.Count);
        foreach (var facet in filter.Facets)
        {
            words.Add((TitleOrAuthor, facet));
        }

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

    private static void AddListing(SqliteDatabase database, long isbn, BookFilter filter, List<BookListing> listings)
    {
        if (BookRows.FindListing(database, Isbn.FromStored(isbn)) is { } listing && filter.HasDate(listing.Book))
        {
            listings.Add(listing);
        }
    }
}
