namespace Bookstore.Sqlite;

/// <summary>Several statements that see the same state of the file.</summary>
internal static class Snapshot
{
    public static T Read<TState, T>(SqliteDatabase database, TState state, Func<SqliteDatabase, TState, T> read)
    {
        database.Execute("BEGIN");
        try
        {
            return read(database, state);
        }
        finally
        {
            _ = database.TryExecute("COMMIT");
        }
    }
}
