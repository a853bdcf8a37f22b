namespace Bookstore.Storage;

/// <summary>The table <c>writers</c>: what each writer committed last.</summary>
internal static class WriterRows
{
    private const string SelectBatch = "SELECT batch FROM writers WHERE writer = ?";

    private const string Upsert = "INSERT INTO writers (writer, batch, at) VALUES (?, ?, ?) ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at";

    private const string Ask = "INSERT INTO writers (writer, batch, at) VALUES (?, 0, ?) ON CONFLICT (writer) DO UPDATE SET asked = asked + 1";

    private const string DeleteSilent = "DELETE FROM writers WHERE at < ?";

    public static void Write(SqliteDatabase database, CommitMark mark) =>
        database.Statement(Upsert).Bind(mark.Writer).Bind(mark.Batch).Bind(mark.At).Execute();

    public static bool HasCommitted(SqliteDatabase database, CommitMark mark)
    {
        var statement = database.Statement(SelectBatch).Bind(mark.Writer);
        if (!statement.Step())
        {
            return false;
        }

        var batch = statement.Int64(0);
        statement.Reset();
        return batch >= mark.Batch;
    }

    /// <summary>Changes the writer's row without changing what it says.</summary>
    public static void NoteQuestion(SqliteDatabase database, CommitMark mark) =>
        database.Statement(Ask).Bind(mark.Writer).Bind(mark.At).Execute();

    public static void RemoveSilent(SqliteDatabase database, DateTimeOffset before) => database.Statement(DeleteSilent).Bind(before).Execute();
}
