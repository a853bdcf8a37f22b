namespace Bookstore.PostgreSql;

/// <summary>Each book says by which version of the rules its search words were written, and its words can be found by the book.</summary>
/// <remarks>
/// Words of other rules than those of the program that replaces them are not known to it: they are removed by the book. The words that are there already are of
/// version zero, and are written again in the background.
/// </remarks>
internal static class SchemaVersion6
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        {AddVersion(schema)};
        CREATE INDEX IF NOT EXISTS books_by_words_version ON {schema}.books (words_version, isbn);
        CREATE INDEX IF NOT EXISTS book_words_by_isbn ON {schema}.book_words (isbn);
        """;

    /// <summary>The indexes, to be built before where there are words.</summary>
    /// <inheritdoc cref="Sql"/>
    public static IndexPlan Indexes(string schema) => new(
        $"{schema}.book_words",
        AddVersion(schema),
        new IndexToBuild("books_by_words_version", $"{schema}.books (words_version, isbn)"),
        new IndexToBuild("book_words_by_isbn", $"{schema}.book_words (isbn)"));

    private static string AddVersion(string schema) => $"ALTER TABLE {schema}.books ADD COLUMN IF NOT EXISTS words_version integer NOT NULL DEFAULT 0";
}
