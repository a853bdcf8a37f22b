using System.Globalization;
using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>Lists rows of an index that meet a further condition, newest first. Those that do not are skipped, up to the bound of a page.</summary>
/// <param name="table">The table, with its schema.</param>
/// <param name="columns">The columns to read; <c>id</c> and those of the conditions are among them.</param>
/// <param name="indexed">The condition of the index, which leads to the rows that are looked at.</param>
/// <param name="wanted">The further condition.</param>
/// <param name="values">How many values the conditions name, from <c>$1</c> on. <paramref name="wanted"/> names each of them.</param>
internal sealed class FilteredRows(string table, string columns, string indexed, string wanted, int values)
{
    private readonly string _first = Select(table, columns, indexed, wanted, values);

    private readonly string _after = Select(table, columns, $"{indexed} AND id < {Name(values + 3)}", wanted, values);

    /// <summary>Gives the rows, each with the position to continue from as its last column; when there is none, one row with nothing but that.</summary>
    /// <param name="after">The position to continue from.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="bind">Binds the values of the conditions.</param>
    public Query List(Guid? after, int limit, Func<Query, Query> bind)
    {
        var query = bind(new Query(after is null ? _first : _after)).With((long)limit).With(KeysetPage.MaxLookedAt(limit));
        return after is { } id ? query.With(id) : query;
    }

    // The subquery's limit keeps the planner from looking for the further condition first.
    private static string Select(string table, string columns, string indexed, string wanted, int values)
    {
        var (limit, lookedAt) = (Name(values + 1), Name(values + 2));
        return
            $"""
            WITH page AS MATERIALIZED (
                SELECT {columns} FROM (SELECT {columns} FROM {table} WHERE {indexed} ORDER BY id DESC LIMIT {lookedAt}) AS looked_at
                WHERE {wanted} ORDER BY id DESC LIMIT {limit}
            )
            SELECT {columns}, next FROM (
                SELECT CASE WHEN (SELECT count(*) FROM page) < {limit}
                    THEN (SELECT id FROM {table} WHERE {indexed} ORDER BY id DESC OFFSET {lookedAt} - 1 LIMIT 1)
                    ELSE (SELECT id FROM page ORDER BY id LIMIT 1) END AS next) AS position
            LEFT JOIN page ON true
            ORDER BY id DESC
            """;
    }

    private static string Name(int value) => string.Create(CultureInfo.InvariantCulture, $"${value}");
}
