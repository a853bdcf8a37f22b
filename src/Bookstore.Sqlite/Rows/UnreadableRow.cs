namespace Bookstore.Sqlite;

/// <summary>A row that cannot be read: damaged, or written by another program.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether a failure says that the row is none of Bookstore's.</summary>
    public static bool IsCauseOf(Exception fault) => fault is FormatException or OverflowException or ArgumentException or InvalidOperationException
        or InvalidCastException or IndexOutOfRangeException;

    /// <summary>How many rows a list of work is looked through for its limit and more: what cannot be read is left to the audit, and does not hide what is behind it.</summary>
    public const int MostPassed = 1_000;

    /// <summary>Reads the rows that can be read, up to a limit, of a statement that gives up to <see cref="MostPassed"/> rows more.</summary>
    public static List<T> ReadOthers<T>(SqliteStatement rows, int limit, Func<SqliteStatement, T> read)
    {
        var records = new List<T>();
        while (records.Count < limit && rows.Step())
        {
            try
            {
                records.Add(read(rows));
            }
            catch (Exception fault) when (IsCauseOf(fault))
            {
                continue;
            }
        }

        rows.Reset();
        return records;
    }

    /// <summary>Says which row it is.</summary>
    public static BookstoreStoreException Fault(string kind, object id, Exception fault) =>
        new($"The {kind} {id} cannot be read: its row is damaged, or was written by another program. Run VerifyAsync, and restore the row from a backup.", fault) { RecordId = id.ToString() };
}
