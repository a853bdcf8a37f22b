namespace Bookstore.Storage;

/// <summary>The table <c>holds</c>: what is held of a book, for whom.</summary>
internal static class HoldRows
{
    private const string Upsert = "INSERT INTO holds (holder, isbn, quantity) VALUES (?, ?, ?) ON CONFLICT (holder, isbn) DO UPDATE SET quantity = excluded.quantity";

    private const string Delete = "DELETE FROM holds WHERE holder = ? AND isbn = ?";

    private const string SelectByHolder = "SELECT isbn, quantity FROM holds WHERE holder = ? ORDER BY isbn";

    private const string SelectByIsbn =
        """
        SELECT h.holder, h.quantity,
            EXISTS (SELECT 1 FROM orders o WHERE o.id = h.holder) OR EXISTS (SELECT 1 FROM reservations r WHERE r.id = h.holder)
        FROM holds h WHERE h.isbn = ? ORDER BY h.holder
        """;

    private const string SelectNextIsbn = "SELECT isbn FROM holds WHERE isbn > ? ORDER BY isbn LIMIT 1";

    private const int MostOrphans = 10;

    public static void Write(SqliteDatabase database, Isbn isbn, Guid holder, int quantity)
    {
        if (quantity > 0)
        {
            database.Statement(Upsert).Bind(holder).Bind(isbn).Bind(quantity).Execute();
        }
        else
        {
            database.Statement(Delete).Bind(holder).Bind(isbn).Execute();
        }
    }

    public static IReadOnlyList<ReservationLine> ListByHolder(SqliteDatabase database, Guid holder)
    {
        var held = new List<ReservationLine>();
        var statement = database.Statement(SelectByHolder).Bind(holder);
        while (statement.Step())
        {
            held.Add(new ReservationLine(statement.Isbn(0), statement.Int32(1)));
        }

        return held;
    }

    /// <summary>Adds up what is held of a book, and names up to ten holders that do not exist.</summary>
    public static (long Held, IReadOnlyList<Guid> Orphans) Sum(SqliteDatabase database, long isbn)
    {
        var held = 0L;
        List<Guid> orphans = [];
        var statement = database.Statement(SelectByIsbn).Bind(isbn);
        while (statement.Step())
        {
            held += statement.Int64(1);
            if (statement.Int64(2) == 0 && orphans.Count < MostOrphans)
            {
                orphans.Add(statement.Guid(0));
            }
        }

        return (held, orphans);
    }

    public static long? FindIsbnAfter(SqliteDatabase database, long isbn) => database.Statement(SelectNextIsbn).Bind(isbn).SingleInt64();
}
