namespace Bookstore.Sqlite;

/// <summary>Each book says which search words of it are in the table, and by which version of the rules.</summary>
/// <remarks>
/// Words of other rules than a program's own are not known to it, and an index of words by book would be as large as the table. The words that are there already
/// are of version zero, and are written again in the background.
/// </remarks>
internal static class SchemaVersion5
{
    public const string Sql =
        """
        ALTER TABLE books ADD COLUMN words TEXT NOT NULL DEFAULT '';
        ALTER TABLE books ADD COLUMN words_version INTEGER NOT NULL DEFAULT 0;
        UPDATE books SET words = written.words FROM (
            SELECT isbn, coalesce(group_concat(word, ' ') FILTER (WHERE field = 1), '') || char(10) || coalesce(group_concat(word, ' ') FILTER (WHERE field = 0), '') AS words
            FROM book_words GROUP BY isbn) AS written
        WHERE books.isbn = written.isbn;
        CREATE INDEX books_by_words_version ON books (words_version);
        """;
}
