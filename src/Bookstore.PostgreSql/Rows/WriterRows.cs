using Npgsql;

namespace Bookstore.Storage;

/// <summary>The table <c>writers</c>: the last batch of each writer.</summary>
internal sealed class WriterRows(string schema)
{
    private readonly string _write =
        $"""
        INSERT INTO {schema}.writers (writer, batch, at) VALUES ($1, $2, $3)
        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at
        """;

    private readonly string _ask =
        $"""
        INSERT INTO {schema}.writers (writer, batch, at, asked) VALUES ($1, 0, $2, 1)
        ON CONFLICT (writer) DO UPDATE SET asked = writers.asked + 1
        RETURNING batch
        """;

    private readonly string _removeSilent =
        $"DELETE FROM {schema}.writers WHERE writer IN (SELECT writer FROM {schema}.writers WHERE at < $1 FOR UPDATE SKIP LOCKED)";

    public void AddWrite(NpgsqlBatch batch, CommitMark mark) => batch.Add(_write).Bind(mark.Writer).Bind(mark.Batch).Bind(mark.At.UtcTicks);

    /// <summary>Reads the writer's last batch by changing its row, which waits for a transaction that is writing it.</summary>
    public void AddAsk(NpgsqlBatch batch, CommitMark mark) => batch.Add(_ask).Bind(mark.Writer).Bind(mark.At.UtcTicks);

    public void AddRemoveSilent(NpgsqlBatch batch, DateTimeOffset before) => batch.Add(_removeSilent).Bind(before.UtcTicks);
}
