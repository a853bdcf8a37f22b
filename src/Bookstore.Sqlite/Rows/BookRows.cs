using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>books</c>, joined with the stock where a listing is asked for.</summary>
internal sealed class BookRows(SqliteDatabase database, RecordCache cache) : WriterTable<Isbn, Book>(RecordKinds.Books)
{
    private const string Columns = "b.isbn, b.title, b.author, b.price_minor, b.currency, b.publisher, b.published_on, b.language, b.format, b.published_precision, b.details, b.terms";

    private const int PublishedOn = 6;

    private const string ListingColumns = $"{Columns}, s.on_hand, s.reserved, s.last_movement, s.events, s.waiting, s.backorder_limit";

    private const string SelectBook = $"SELECT {Columns} FROM books b WHERE b.isbn = ?";

    private const string SelectListing = $"SELECT {ListingColumns} FROM books b LEFT JOIN stock s ON s.isbn = b.isbn WHERE b.isbn = ?";

    private const string SelectListings =
        $"SELECT {ListingColumns} FROM books b LEFT JOIN stock s ON s.isbn = b.isbn WHERE b.isbn > ? ORDER BY b.isbn LIMIT ?";

    private const string Upsert =
        """
        INSERT INTO books (isbn, title, author, price_minor, currency, publisher, published_on, language, format, published_precision, details, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (isbn) DO UPDATE SET title = excluded.title, author = excluded.author, price_minor = excluded.price_minor,
            currency = excluded.currency, publisher = excluded.publisher, published_on = excluded.published_on,
            language = excluded.language, format = excluded.format, published_precision = excluded.published_precision, details = excluded.details, terms = excluded.terms
        """;

    public static Book? Find(SqliteDatabase database, Isbn isbn)
    {
        var row = database.Statement(SelectBook).Bind(isbn);
        if (!row.Step())
        {
            return null;
        }

        var book = Read(row);
        row.Reset();
        return book;
    }

    public static BookListing? FindListing(SqliteDatabase database, Isbn isbn)
    {
        var row = database.Statement(SelectListing).Bind(isbn);
        if (!row.Step())
        {
            return null;
        }

        var listing = ReadListing(row);
        row.Reset();
        return listing;
    }

    public static KeysetPage<BookListing, Isbn> List(SqliteDatabase database, Isbn? after, int limit)
    {
        var listings = new List<BookListing>();
        var rows = database.Statement(SelectListings).Bind(after?.ToInt64() ?? 0).Bind(limit);
        while (rows.Step())
        {
            listings.Add(ReadListing(rows));
        }

        return KeysetPage.Of(listings, limit, static listing => listing.Book.Isbn);
    }

    /// <summary>Lists the books of a date of publication. Those of other dates are stepped over, up to the bound of a page.</summary>
    public static KeysetPage<BookListing, Isbn> List(SqliteDatabase database, BookFilter filter, Isbn? after, int limit)
    {
        var listings = new List<BookListing>();
        var (lookedAt, most) = (0L, KeysetPage.MaxLookedAt(limit));
        var last = after;
        var rows = database.Statement(SelectListings).Bind(after?.ToInt64() ?? 0).Bind(most);
        while (listings.Count < limit && rows.Step())
        {
            lookedAt++;
            last = rows.Isbn(0);
            if (HasDate(filter, rows.NullableInt64(PublishedOn)))
            {
                listings.Add(ReadListing(rows));
            }
        }

        rows.Reset();
        return new KeysetPage<BookListing, Isbn>(listings, listings.Count == limit || lookedAt == most ? last : null);
    }

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var isbn in keys.Books.Sorted())
        {
            if (!cache.Books.TryGet(isbn, out var book))
            {
                book = Find(database, isbn);
                cache.Books.Set(isbn, book);
            }

            records.Books.Load(isbn, book);
        }
    }

    public override void Remember(WorkingSet records)
    {
        for (var i = 0; i < records.Books.Touched.Count; i++)
        {
            cache.Books.Set(records.Books.Touched[i].Key, records.Books.Touched[i].Current);
        }
    }

    protected override RecordTable<Isbn, Book> Staged(WorkingSet records) => records.Books;

    protected override void Name(RecordEntry<Isbn, Book> entry, RecordKeys keys) => keys.BooksToWrite.Add(entry.Key);

    // The search words are written where they have to be.
    protected override void Write(RecordEntry<Isbn, Book> entry, WorkingSet records)
    {
        if (entry.Change == RecordChange.None)
        {
            return;
        }

        var mustIndex = records.MustIndex(entry);
        var written = mustIndex && entry.Change != RecordChange.Insert ? BookWordRows.Find(database, entry.Key) : WrittenWords.None;
        WriteBook(database, entry.Current!);
        if (mustIndex)
        {
            BookWordRows.Write(database, entry.Key, written, records.WordsOf(entry.Current!));
        }
    }

    private static void WriteBook(SqliteDatabase database, Book book) => database.Statement(Upsert)
        .Bind(book.Isbn)
        .Bind(book.Title)
        .Bind(book.Author)
        .Bind(book.Price.MinorUnits)
        .Bind(book.Price.Currency)
        .Bind(book.Publisher)
        .Bind(book.PublishedOn?.FirstDay.DayNumber)
        .Bind(book.Language)
        .Bind(book.Format)
        .Bind(PrecisionOf(book))
        .Bind(BookDetailsText.Format(book))
        .Bind(BookTermsText.Format(book))
        .Execute();

    // Most dates are days.
    private static long? PrecisionOf(Book book) => book.PublishedOn is { Precision: not DatePrecision.Day and var precision } ? (long)precision : null;

    private static bool HasDate(BookFilter filter, long? day) => day is not null && !(day < filter.PublishedFrom?.DayNumber) && !(day > filter.PublishedUntil?.DayNumber);

    private static BookListing ReadListing(SqliteStatement row)
    {
        var book = Read(row);
        return new BookListing(book, StockRows.ReadLevel(row, book.Isbn, 12) ?? StockLevel.Empty(book.Isbn));
    }

    private static Book Read(SqliteStatement row) => BookTermsText.Apply(BookDetailsText.Apply(ReadBook(row), row.NullableText(10)), row.NullableText(11));

    private static Book ReadBook(SqliteStatement row) => new()
    {
        Isbn = row.Isbn(0),
        Title = row.Text(1),
        Author = row.Text(2),
        Price = Money.FromStored(row.Int64(3), row.Text(4)),
        Publisher = row.NullableText(5),
        PublishedOn = row.NullableInt64(PublishedOn) is { } day
            ? PublicationDate.FromStored(DateOnly.FromDayNumber((int)Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)), (int?)row.NullableInt64(9))
            : null,
        Language = row.NullableText(7),
        Format = row.NullableText(8),
    };
}
