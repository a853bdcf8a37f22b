namespace Bookstore.Sqlite;

/// <summary>Reads rows as records.</summary>
internal static class RowReader
{
    /// <summary>Reads a row, or throws and says which one cannot be read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="kind">What it is, for the message.</param>
    /// <param name="idColumn">The column of its id.</param>
    /// <param name="read">Reads it.</param>
    public static T Read<T>(SqliteStatement row, string kind, int idColumn, Func<SqliteStatement, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception fault) when (UnreadableRow.IsCauseOf(fault))
        {
            var id = row.Guid(idColumn);
            row.Reset();
            throw UnreadableRow.Fault(kind, id, fault);
        }
    }

    /// <summary>Reads all rows of a statement.</summary>
    public static List<T> ReadAll<T>(SqliteStatement rows, Func<SqliteStatement, T> read)
    {
        var records = new List<T>();
        while (rows.Step())
        {
            records.Add(read(rows));
        }

        return records;
    }
}
