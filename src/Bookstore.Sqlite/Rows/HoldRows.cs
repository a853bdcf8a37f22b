using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>holds</c>: what is held of a book, for whom.</summary>
internal sealed class HoldRows(SqliteDatabase database) : WriterTable(RecordKinds.Holds)
{
    private const string Upsert = "INSERT INTO holds (holder, isbn, quantity) VALUES (?, ?, ?) ON CONFLICT (holder, isbn) DO UPDATE SET quantity = excluded.quantity";

    private const string Delete = "DELETE FROM holds WHERE holder = ? AND isbn = ?";

    private const string SelectByHolder = "SELECT isbn, quantity FROM holds WHERE holder = ? ORDER BY isbn";

    private const string SelectOfBooks =
        """
        SELECT h.isbn, h.holder, h.quantity,
            EXISTS (SELECT 1 FROM orders o WHERE o.id = h.holder) OR EXISTS (SELECT 1 FROM reservations r WHERE r.id = h.holder)
        FROM holds h WHERE h.isbn > ? AND h.isbn <= ? ORDER BY h.holder, h.isbn
        """;

    public override void Write(WorkingSet records)
    {
        foreach (var ((isbn, holder), quantity) in records.Holds.Staged)
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

    /// <summary>Adds up what is held of the books after one and up to another. All holds are read for it, for no index leads to those of a book.</summary>
    public static Dictionary<long, HeldSum> SumByBook(SqliteDatabase database, long after, long last)
    {
        var sums = new Dictionary<long, HeldSum>();
        var holds = database.Statement(SelectOfBooks).Bind(after).Bind(last);
        while (holds.Step())
        {
            var isbn = holds.Int64(0);
            if (!sums.TryGetValue(isbn, out var sum))
            {
                sum = new HeldSum();
                sums.Add(isbn, sum);
            }

            sum.Add(holds.Int64(2), orphan: holds.Int64(3) == 0 ? holds.Guid(1) : null);
        }

        return sums;
    }
}
