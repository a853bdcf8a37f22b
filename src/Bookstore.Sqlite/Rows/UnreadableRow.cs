using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>A row that cannot be read: damaged, or written by another program.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether a failure shows that a column has a value that Bookstore never writes.</summary>
    public static bool IsCauseOf(Exception fault) => fault is FormatException or OverflowException or ArgumentException or InvalidOperationException
        or InvalidCastException or IndexOutOfRangeException;

    /// <summary>How many rows a list of work is looked through for its limit and more: what cannot be read is left to the audit, and does not hide what is behind it.</summary>
    public const int MostPassed = 1_000;

    /// <summary>Reads a page of what is due: the rows that can be read, up to a limit, of a statement that gives up to <see cref="MostPassed"/> rows more.</summary>
    /// <param name="rows">The rows, in the order of their positions.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="positionOf">Reads the position of a row, also of one that cannot be read.</param>
    public static KeysetPage<T, DuePosition> ReadPage<T>(SqliteStatement rows, int limit, Func<SqliteStatement, T> read, Func<SqliteStatement, DuePosition> positionOf)
    {
        var records = new List<T>();
        var lookedAt = 0L;
        DuePosition? last = null;
        while (records.Count < limit && rows.Step())
        {
            lookedAt++;
            try
            {
                last = positionOf(rows);
                records.Add(read(rows));
            }
            catch (Exception fault) when (IsCauseOf(fault))
            {
                continue;
            }
        }

        rows.Reset();
        return new KeysetPage<T, DuePosition>(records, records.Count == limit || lookedAt == limit + (long)MostPassed ? last : null);
    }

    /// <summary>Says which row it is.</summary>
    public static BookstoreStoreException Fault(string kind, object id, Exception fault) =>
        new($"The {kind} {id} cannot be read: its row is damaged, or was written by another program. Run VerifyAsync, and restore the row from a backup.", fault) { RecordId = id.ToString() };
}
