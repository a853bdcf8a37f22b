using Bookstore.Storage;
using Npgsql;
using Word = (short Field, string Text, long Isbn);

namespace Bookstore.PostgreSql;

/// <summary>The table <c>book_words</c>, by which books are found.</summary>
/// <remarks>Facets are among the words of the title or author: each has a colon, which no word has.</remarks>
internal sealed class BookWordRows(string schema)
{
    private const short TitleOrAuthor = 0;
    private const short Author = 1;

    private static readonly string Given = UnnestedRows.Of("field, word, isbn", "smallint, text, bigint");

    private readonly string _insert = $"INSERT INTO {schema}.book_words (field, word, isbn) SELECT * FROM {Given} ON CONFLICT DO NOTHING {UnnestedRows.Returning}";

    private readonly string _delete = $"DELETE FROM {schema}.book_words WHERE isbn = ANY($1)";

    private readonly string _state =
        $"SELECT (SELECT count(*) FROM {schema}.books WHERE words_version < $1), (SELECT coalesce(max(words_version), 0) FROM {schema}.books)";

    private readonly string _outdated =
        $"""
        SELECT words_version, isbn FROM {schema}.books
        WHERE words_version < $1 AND (words_version, isbn) > ($2, $3) ORDER BY words_version, isbn LIMIT $4
        """;

    private readonly string _search = Search(schema, string.Empty);

    private readonly string _searchOfDates = Search(
        schema, $"AND EXISTS (SELECT FROM {schema}.books d WHERE d.isbn = w.isbn AND d.published_on >= $6 AND d.published_on <= $7)");

    /// <summary>Writes all words of books in the place of all that they have. The books' rows are locked by their own writes.</summary>
    public void AddWrites(NpgsqlBatch batch, in Changes<Isbn, Book> changes, WorkingSet records)
    {
        var books = new List<long>();
        var words = new List<Word>();
        Collect(changes.Updates, records, books, words);
        Collect(changes.Inserts, records, books, words);
        if (books.Count > 0)
        {
            books.Sort();
            batch.Add(_delete).Bind(books.ToArray());
            AddInsert(batch, words);
        }
    }

    /// <summary>Says how far the words are of a version.</summary>
    public Query ReadState(int version) => new Query(_state).With(version);

    public static SearchIndexState ReadState(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt32(1));

    /// <summary>Lists books whose words are of an older version than the given one.</summary>
    public Query ListOutdated(int version, OutdatedBook? after, int limit) =>
        new Query(_outdated).With(version).With(after?.Version ?? int.MinValue).With(after?.Isbn.ToInt64() ?? 0).With(limit);

    public static OutdatedBook ReadOutdated(NpgsqlDataReader row) => new(row.GetInt32(0), row.Isbn(1));

    /// <summary>Gives the books, each with the position to continue from as its last column; when there is none, one row with nothing but that.</summary>
    public Query Search(BookFilter filter, Isbn? after, int limit)
    {
        var fields = new List<short>();
        var words = new List<string>();
        foreach (var word in filter.Words)
        {
            fields.Add(TitleOrAuthor);
            words.Add(word);
        }

        foreach (var facet in filter.Facets)
        {
            fields.Add(TitleOrAuthor);
            words.Add(facet);
        }

        foreach (var word in filter.AuthorWords)
        {
            fields.Add(Author);
            words.Add(word);
        }

        var query = new Query(filter.HasDates ? _searchOfDates : _search).With(fields.ToArray()).With(words.ToArray()).With(after?.ToInt64() ?? 0).With((long)limit).With(KeysetPage.MaxLookedAt(limit));
        return filter.HasDates ? query.With(filter.PublishedFrom ?? DateOnly.MinValue).With(filter.PublishedUntil ?? DateOnly.MaxValue) : query;
    }

    // The rarest word leads, as far as counting to a thousand tells; its books are walked in their order and looked up for the others.
    private static string Search(string schema, string further) =>
        $"""
        WITH wanted AS MATERIALIZED (
            SELECT field, word COLLATE "C" AS word FROM unnest($1::smallint[], $2::text[]) AS given (field, word)
        ), rarest AS MATERIALIZED (
            SELECT field, word FROM wanted ORDER BY (
                SELECT count(*) FROM (SELECT FROM {schema}.book_words w WHERE w.field = wanted.field AND w.word = wanted.word LIMIT 1000) AS counted)
            LIMIT 1
        ), page AS MATERIALIZED (
            SELECT w.isbn FROM (
                SELECT isbn FROM {schema}.book_words
                WHERE field = (SELECT field FROM rarest) AND word = (SELECT word FROM rarest) AND isbn > $3
                ORDER BY isbn LIMIT $5) AS w
            WHERE NOT EXISTS (SELECT FROM wanted WHERE NOT EXISTS (
                SELECT FROM {schema}.book_words o WHERE o.field = wanted.field AND o.word = wanted.word AND o.isbn = w.isbn)) {further}
            ORDER BY w.isbn LIMIT $4
        )
        SELECT b.isbn, title, author, price_minor, currency, publisher, published_on, language, format, published_precision, details, terms, on_hand, reserved, last_movement, events, waiting, backorder_limit, next
        FROM (
            SELECT CASE WHEN (SELECT count(*) FROM page) < $4
                THEN (SELECT isbn FROM {schema}.book_words
                    WHERE field = (SELECT field FROM rarest) AND word = (SELECT word FROM rarest) AND isbn > $3
                    ORDER BY isbn OFFSET $5 - 1 LIMIT 1)
                ELSE (SELECT max(isbn) FROM page) END AS next) AS position
        LEFT JOIN (page JOIN {schema}.books b ON b.isbn = page.isbn LEFT JOIN {schema}.stock s ON s.isbn = page.isbn) ON true
        ORDER BY b.isbn
        """;

    private static void Collect(List<RecordEntry<Isbn, Book>> entries, WorkingSet records, List<long> books, List<Word> words)
    {
        foreach (var entry in entries)
        {
            if (records.MustIndex(entry))
            {
                books.Add(entry.Key.ToInt64());
                Collect(entry.Current!, records, words);
            }
        }
    }

    private static void Collect(Book book, WorkingSet records, List<Word> words)
    {
        var indexed = records.WordsOf(book);
        foreach (var word in indexed.All)
        {
            words.Add((TitleOrAuthor, word, book.Isbn.ToInt64()));
        }

        foreach (var word in indexed.OfAuthor)
        {
            words.Add((Author, word, book.Isbn.ToInt64()));
        }

        foreach (var facet in indexed.Facets)
        {
            words.Add((TitleOrAuthor, facet, book.Isbn.ToInt64()));
        }
    }

    // In the order of the index, so that no two units wait for each other.
    private void AddInsert(NpgsqlBatch batch, List<Word> words)
    {
        words.Sort(static (left, right) =>
        {
            var byField = left.Field.CompareTo(right.Field);
            var byWord = byField != 0 ? byField : string.CompareOrdinal(left.Text, right.Text);
            return byWord != 0 ? byWord : left.Isbn.CompareTo(right.Isbn);
        });
        batch.Add(_insert).Bind(words, static word => word.Field).Bind(words, static word => word.Text).Bind(words, static word => word.Isbn);
    }
}
