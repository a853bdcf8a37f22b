using System.Globalization;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>writers</c>: the last batch of each writer.</summary>
/// <remarks>The column <c>committed_at</c> is the time of a writer's last batch by the database's clock, the one clock that all hosts share.</remarks>
internal sealed class WriterRows(string schema)
{
    public const string Name = "writers";

    private static readonly string Kept = CommitToken.RememberedWriters.ToString(CultureInfo.InvariantCulture);

    private readonly string _register =
        $"INSERT INTO {schema}.writers (writer, batch, committed_at) VALUES ($1, 0, {DatabaseTime.Now}) ON CONFLICT (writer) DO NOTHING";

    private readonly string _write =
        $"""
        INSERT INTO {schema}.writers (writer, batch, committed_at) VALUES ($1, {SchemaFence.Guard(schema, "$2")}, {DatabaseTime.Now})
        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, committed_at = excluded.committed_at
        """;

    private readonly string _ask = $"UPDATE {schema}.writers SET asked = asked + 1 WHERE writer = $1 RETURNING batch";

    // A row that is locked belongs to a writer that is writing.
    private readonly string _removeOldest =
        $"""
        DELETE FROM {schema}.writers WHERE writer IN (
            SELECT writer FROM {schema}.writers WHERE committed_at <= (SELECT committed_at FROM {schema}.writers ORDER BY committed_at DESC OFFSET {Kept} LIMIT 1) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Makes a writer's row, unless it is there, and removes those of the writers that were silent longest beyond the number that is kept.</summary>
    public void AddRegister(NpgsqlBatch batch, Guid writer)
    {
        batch.Add(_register).Bind(writer);
        batch.Add(_removeOldest);
    }

    public void AddWrite(NpgsqlBatch batch, CommitToken mark) => batch.Add(_write).Bind(mark.Writer).Bind(mark.Batch);

    /// <summary>Reads the writer's last batch by changing its row, which waits for a transaction that is writing it. No row is returned when there is none.</summary>
    public void AddAsk(NpgsqlBatch batch, Guid writer) => batch.Add(_ask).Bind(writer);
}
