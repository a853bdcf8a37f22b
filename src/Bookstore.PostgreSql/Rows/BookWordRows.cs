using Npgsql;
using Word = (short Field, string Text, long Isbn);

namespace Bookstore.Storage;

/// <summary>The table <c>book_words</c>, by which books are found.</summary>
internal sealed class BookWordRows(string schema)
{
    private const short TitleOrAuthor = 0;
    private const short Author = 1;

    private static readonly string Given = GivenRows.Of("field, word, isbn", "smallint, text, bigint");

    private readonly string _insert = $"INSERT INTO {schema}.book_words (field, word, isbn) SELECT * FROM {Given}";

    private readonly string _delete =
        $"DELETE FROM {schema}.book_words w USING {Given} WHERE w.field = given.field AND w.word = given.word AND w.isbn = given.isbn";

    // The rarest word leads, as far as counting to a thousand tells; its books are walked in their order and looked up for the others.
    private readonly string _search =
        $"""
        WITH wanted AS MATERIALIZED (
            SELECT field, word COLLATE "C" AS word FROM unnest($1::smallint[], $2::text[]) AS given (field, word)
        ), rarest AS MATERIALIZED (
            SELECT field, word FROM wanted ORDER BY (
                SELECT count(*) FROM (SELECT FROM {schema}.book_words w WHERE w.field = wanted.field AND w.word = wanted.word LIMIT 1000) AS counted)
            LIMIT 1
        ), page AS MATERIALIZED (
            SELECT w.isbn FROM {schema}.book_words w
            WHERE w.field = (SELECT field FROM rarest) AND w.word = (SELECT word FROM rarest) AND w.isbn > $3
                AND NOT EXISTS (SELECT FROM wanted WHERE NOT EXISTS (
                    SELECT FROM {schema}.book_words o WHERE o.field = wanted.field AND o.word = wanted.word AND o.isbn = w.isbn))
            ORDER BY w.isbn LIMIT $4
        )
        SELECT b.isbn, title, author, price_minor, currency, publisher, published_on, language, format, on_hand, reserved, last_movement
        FROM page JOIN {schema}.books b ON b.isbn = page.isbn LEFT JOIN {schema}.stock s ON s.isbn = page.isbn
        ORDER BY b.isbn
        """;

    /// <summary>Writes the difference between the words that the books had and those that they have.</summary>
    public void AddWrites(NpgsqlBatch batch, in Changes<Isbn, Book> changes)
    {
        var gone = new List<Word>();
        var come = new List<Word>();
        Compare(changes.Deletes, gone, come);
        Compare(changes.Updates, gone, come);
        Compare(changes.Inserts, gone, come);
        AddStatement(batch, _delete, gone);
        AddStatement(batch, _insert, come);
    }

    public Query Search(BookFilter filter, Isbn? after, int limit)
    {
        var fields = new List<short>();
        var words = new List<string>();
        foreach (var word in filter.Words)
        {
            fields.Add(TitleOrAuthor);
            words.Add(word);
        }

        foreach (var word in filter.AuthorWords)
        {
            fields.Add(Author);
            words.Add(word);
        }

        return new Query(_search).With(fields.ToArray()).With(words.ToArray()).With(after?.ToInt64() ?? 0).With(limit);
    }

    private static void AddStatement(NpgsqlBatch batch, string sql, List<Word> words)
    {
        if (words.Count == 0)
        {
            return;
        }

        words.Sort(static (left, right) =>
        {
            var byField = left.Field.CompareTo(right.Field);
            var byWord = byField != 0 ? byField : string.CompareOrdinal(left.Text, right.Text);
            return byWord != 0 ? byWord : left.Isbn.CompareTo(right.Isbn);
        });
        batch.Add(sql).Bind(words, static word => word.Field).Bind(words, static word => word.Text).Bind(words, static word => word.Isbn);
    }

    private static void Compare(List<RecordEntry<Isbn, Book>> books, List<Word> gone, List<Word> come)
    {
        foreach (var entry in books)
        {
            var (before, now) = (entry.Loaded, entry.Current);
            if (before is not null && now is not null && before.Title == now.Title && before.Author == now.Author)
            {
                continue;
            }

            Compare(TitleOrAuthor, entry.Key, WordsOf(before?.Title, before?.Author), WordsOf(now?.Title, now?.Author), gone, come);
            Compare(Author, entry.Key, WordsOf(before?.Author), WordsOf(now?.Author), gone, come);
        }
    }

    private static void Compare(short field, Isbn isbn, HashSet<string> before, HashSet<string> now, List<Word> gone, List<Word> come)
    {
        foreach (var word in before)
        {
            if (!now.Contains(word))
            {
                gone.Add((field, word, isbn.ToInt64()));
            }
        }

        foreach (var word in now)
        {
            if (!before.Contains(word))
            {
                come.Add((field, word, isbn.ToInt64()));
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
}
