using System.Globalization;
using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>writers</c>: what each writer committed last.</summary>
/// <remarks>
/// The column <c>at</c> counts registrations, one more for each: it is the order of the rows, and depends on no clock. The oldest registrations are removed, so a
/// writer that outlived many others finds its row missing and registers again with its next batch.
/// </remarks>
internal static class WriterRows
{
    private const string SelectBatch = "SELECT batch FROM writers WHERE writer = ?";

    private const string SelectNewest = "SELECT written_at, monotonic FROM writers WHERE written_at IS NOT NULL ORDER BY written_at DESC, monotonic DESC LIMIT 1";

    private const string Insert = "INSERT INTO writers (writer, batch, at) SELECT ?, ?, coalesce(max(at), 0) + 1 FROM writers";

    private const string NoteAsked = "UPDATE writers SET asked = asked + 1 WHERE writer = ?";

    private const string DeleteOldest = "DELETE FROM writers WHERE at <= (SELECT at FROM writers ORDER BY at DESC LIMIT 1 OFFSET ?)";

    // The version of the schema makes the commit fail in a database of a newer one.
    private static readonly string Update = string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE writers SET batch = ?, written_at = ?, monotonic = ?, {SchemaFence.Column} = {DatabaseSchema.Version} WHERE writer = ?");

    public static void Write(SqliteDatabase database, CommitToken mark, CommitTime time)
    {
        if (!TryWrite(database, mark, time))
        {
            Register(database, mark.Writer, 0);
            TryWrite(database, mark, time);
        }
    }

    /// <summary>When the newest commit was; <see langword="null"/> when there was none.</summary>
    public static CommitTime? Newest(SqliteDatabase database)
    {
        var row = database.Statement(SelectNewest);
        if (!row.Step())
        {
            return null;
        }

        var newest = new CommitTime(row.Time(0), row.NullableInt64(1) is { } ticks ? new TimeSpan(ticks) : null);
        row.Reset();
        return newest;
    }

    /// <summary>Makes a writer's row, unless it is there.</summary>
    public static void Register(SqliteDatabase database, Guid writer)
    {
        if (FindBatch(database, writer) is null)
        {
            Register(database, writer, 0);
        }
    }

    public static long? FindBatch(SqliteDatabase database, Guid writer) => database.Statement(SelectBatch).Bind(writer).SingleInt64();

    /// <summary>Changes the writer's row, if there is one, without changing what it says.</summary>
    public static void NoteQuestion(SqliteDatabase database, Guid writer) => database.Statement(NoteAsked).Bind(writer).Execute();

    private static bool TryWrite(SqliteDatabase database, CommitToken mark, CommitTime time)
    {
        database.Statement(Update).Bind(mark.Batch).Bind(time.At).Bind(time.Monotonic?.Ticks).Bind(mark.Writer).Execute();
        return database.Changes > 0;
    }

    private static void Register(SqliteDatabase database, Guid writer, long batch)
    {
        database.Statement(Insert).Bind(writer).Bind(batch).Execute();
        database.Statement(DeleteOldest).Bind(CommitToken.RememberedWriters).Execute();
    }
}
