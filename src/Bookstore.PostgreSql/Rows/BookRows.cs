using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<Bookstore.Isbn, Bookstore.Book>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>books</c>, and its reads together with <c>stock</c>.</summary>
/// <remarks>
/// Books are locked while a unit decides only if it may write them. A write names the title, the author and the publisher that were loaded and is a conflict when they are others
/// by now, because the rows of <see cref="BookWordRows"/> that it changes follow from them.
/// </remarks>
internal sealed class BookRows(string schema) : Table(RecordKinds.Books, "books", "book_words")
{
    /// <summary>How many columns a listing has: those of the book and those of its stock.</summary>
    public const int ListingColumnCount = ColumnCount + 6;

    private const int ColumnCount = 12;
    private const string Columns = "isbn, title, author, price_minor, currency, publisher, published_on, language, format, published_precision, details, terms";

    private const string Types = "bigint, text, text, bigint, text, text, date, text, text, smallint, text, text";

    private readonly string _load = $"SELECT {Columns} FROM {schema}.books WHERE isbn = ANY($1)";

    private readonly string _lock = $"SELECT isbn FROM {schema}.books WHERE isbn = ANY($1) ORDER BY isbn FOR UPDATE";

    private readonly string _insert =
        $"INSERT INTO {schema}.books ({Columns}, words_version) SELECT * FROM {UnnestedRows.Of(Columns + ", words_version", Types + ", integer")} {UnnestedRows.Returning}";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.books b SET
            title = given.title, author = given.author, price_minor = given.price_minor, currency = given.currency, publisher = given.publisher,
            published_on = given.published_on, language = given.language, format = given.format,
            published_precision = given.published_precision, details = given.details, terms = given.terms,
            words_version = coalesce(given.words_version, b.words_version)
        FROM {UnnestedRows.Of(Columns + ", words_version, old_title, old_author, old_publisher", Types + ", integer, text, text, text")}
        WHERE b.isbn = given.isbn AND b.title = given.old_title AND b.author = given.old_author AND b.publisher IS NOT DISTINCT FROM given.old_publisher
        """);

    private readonly string _listing =
        $"""
        SELECT b.isbn, title, author, price_minor, currency, publisher, published_on, language, format, published_precision, details, terms, on_hand, reserved, last_movement, events, waiting, backorder_limit
        FROM {schema}.books b LEFT JOIN {schema}.stock s ON s.isbn = b.isbn
        """;

    private readonly string _ofDates =
        $"""
        WITH page AS MATERIALIZED (
            SELECT isbn FROM (SELECT isbn, published_on FROM {schema}.books WHERE isbn > $1 ORDER BY isbn LIMIT $3) AS looked_at
            WHERE published_on >= $4 AND published_on <= $5 ORDER BY isbn LIMIT $2
        )
        SELECT b.isbn, title, author, price_minor, currency, publisher, published_on, language, format, published_precision, details, terms, on_hand, reserved, last_movement, events, waiting, backorder_limit, next
        FROM (
            SELECT CASE WHEN (SELECT count(*) FROM page) < $2
                THEN (SELECT isbn FROM {schema}.books WHERE isbn > $1 ORDER BY isbn OFFSET $3 - 1 LIMIT 1)
                ELSE (SELECT max(isbn) FROM page) END AS next) AS position
        LEFT JOIN (page JOIN {schema}.books b ON b.isbn = page.isbn LEFT JOIN {schema}.stock s ON s.isbn = page.isbn) ON true
        ORDER BY b.isbn
        """;

    /// <summary>The words by which books are found. They are written with their books.</summary>
    public BookWordRows Words { get; } = new(schema);

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.BooksToWrite.Length > 0)
        {
            batch.Add(_lock).Bind(UnitLoad.ToNumbers(load.BooksToWrite));
        }

        if (load.Books.Length > 0)
        {
            batch.Add(_load).Bind(UnitLoad.ToNumbers(load.Books));
        }
    }

    public override async Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken)
    {
        if (load.BooksToWrite.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        await UnitLoad.FillAsync(records.Books, load.Books, reader, Read, static book => book.Isbn, cancellationToken).ConfigureAwait(false);
    }

    public override void NameWritten(WorkingSet records, RecordKeys keys) => NameWritten(records.Books, keys.BooksToWrite);

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        if (records.Books.HasChanges)
        {
            var changes = Changes<Isbn, Book>.Of(records.Books);
            AddWrites(batch, changes, records);
            Words.AddWrites(batch, changes, records);
        }
    }

    private void AddWrites(NpgsqlBatch batch, in Changes<Isbn, Book> changes, WorkingSet records)
    {
        if (changes.Updates.Count > 0)
        {
            BindOld(BindAll(batch.Add(_update), changes.Updates, records), changes.Updates);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts, records);
        }
    }

    public Query Find(Isbn isbn) => new Query(_listing).Where("b.isbn =", isbn.ToInt64());

    public Query List(Isbn? after, int limit) => new Query(_listing).Where("b.isbn >", after?.ToInt64() ?? 0).Then("ORDER BY b.isbn").Limit(limit);

    /// <summary>Lists the books of a date of publication, each with the position to continue from as its last column; when there is none, one row with nothing but that.</summary>
    public Query ListOfDates(BookFilter filter, Isbn? after, int limit) => new Query(_ofDates)
        .With(after?.ToInt64() ?? 0).With((long)limit).With(KeysetPage.MaxLookedAt(limit)).With(filter.PublishedFrom ?? DateOnly.MinValue).With(filter.PublishedUntil ?? DateOnly.MaxValue);

    public static BookListing ReadListing(NpgsqlDataReader row)
    {
        var book = Read(row);
        return new BookListing(book, StockRows.ReadNullable(row, book.Isbn, ColumnCount) ?? StockLevel.Empty(book.Isbn));
    }

    public static Book Read(NpgsqlDataReader row) => BookTermsText.Apply(BookDetailsText.Apply(ReadBook(row), row.NullableText(10)), row.NullableText(11));

    private static Book ReadBook(NpgsqlDataReader row) => new()
    {
        Isbn = row.Isbn(0),
        Title = row.GetString(1),
        Author = row.GetString(2),
        Price = Money.FromStored(row.GetInt64(3), row.GetString(4)),
        Publisher = row.NullableText(5),
        PublishedOn = row.IsDBNull(6) ? null : PublicationDate.FromStored(row.GetFieldValue<DateOnly>(6), row.IsDBNull(9) ? null : row.GetInt16(9)),
        Language = row.NullableText(7),
        Format = row.NullableText(8),
    };

    private static NpgsqlBatchCommand BindAll(NpgsqlBatchCommand command, List<Entry> rows, WorkingSet records) => command
        .Bind(rows, static entry => entry.Key.ToInt64())
        .Bind(rows, static entry => entry.Current!.Title)
        .Bind(rows, static entry => entry.Current!.Author)
        .Bind(rows, static entry => entry.Current!.Price.MinorUnits)
        .Bind(rows, static entry => entry.Current!.Price.Currency)
        .Bind(rows, static entry => entry.Current!.Publisher)
        .Bind(rows, static entry => entry.Current!.PublishedOn?.FirstDay)
        .Bind(rows, static entry => entry.Current!.Language)
        .Bind(rows, static entry => entry.Current!.Format)
        .Bind(rows, static entry => entry.Current!.PublishedOn is { Precision: not DatePrecision.Day and var precision } ? (short)precision : (short?)null)
        .Bind(rows, static entry => BookDetailsText.Format(entry.Current!))
        .Bind(rows, static entry => BookTermsText.Format(entry.Current!))
        .Bind(rows, entry => records.MustIndex(entry) ? SearchWords.Version : (int?)null);

    private static void BindOld(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Loaded!.Title)
        .Bind(rows, static entry => entry.Loaded!.Author)
        .Bind(rows, static entry => entry.Loaded!.Publisher);
}
