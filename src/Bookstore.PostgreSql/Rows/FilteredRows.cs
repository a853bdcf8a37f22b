using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>Lists rows of an index that meet a further condition, newest first. Those that do not are skipped, up to the bound of a page.</summary>
/// <param name="table">The table, with its schema.</param>
/// <param name="columns">The columns to read; <c>id</c> and those of the conditions are among them.</param>
/// <param name="indexed">The condition of the index, which leads to the rows that are looked at.</param>
/// <param name="wanted">The further condition.</param>
internal sealed class FilteredRows(string table, string columns, string indexed, string wanted)
{
    private readonly string _first = Select(table, columns, indexed, wanted);

    private readonly string _after = Select(table, columns, $"{indexed} AND id < $5", wanted);

    /// <summary>Gives the rows, each with the position to continue from as its last column; when there is none, one row with nothing but that.</summary>
    public Query List<TOwner>(TOwner owner, short status, Guid? after, int limit)
    {
        var query = new Query(after is null ? _first : _after).With(owner).With(status).With((long)limit).With(KeysetPage.MaxLookedAt(limit));
        return after is { } id ? query.With(id) : query;
    }

    // The subquery's limit keeps the planner from looking for the further condition first.
    private static string Select(string table, string columns, string indexed, string wanted) =>
        $"""
        WITH page AS MATERIALIZED (
            SELECT {columns} FROM (SELECT {columns} FROM {table} WHERE {indexed} ORDER BY id DESC LIMIT $4) AS looked_at
            WHERE {wanted} ORDER BY id DESC LIMIT $3
        )
        SELECT {columns}, next FROM (
            SELECT CASE WHEN (SELECT count(*) FROM page) < $3
                THEN (SELECT id FROM {table} WHERE {indexed} ORDER BY id DESC OFFSET $4 - 1 LIMIT 1)
                ELSE (SELECT id FROM page ORDER BY id LIMIT 1) END AS next) AS position
        LEFT JOIN page ON true
        ORDER BY id DESC
        """;
}
