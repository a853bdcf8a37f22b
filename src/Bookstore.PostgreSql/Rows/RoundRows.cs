using System.Globalization;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>rounds</c>: when the last round of each background work began, by the database's clock.</summary>
/// <remarks>
/// A round may begin when nine tenths of the interval are over, since hosts are not that exact. A host that has begun ten in a row leaves the next one to the others: one that
/// reaches the store and not the gateway would keep all work to itself. After the clock was set back, a round that seems to lie ahead prevents none.
/// </remarks>
internal sealed class RoundRows(string schema)
{
    private const int MostInARow = 10;

    private readonly string _tryBegin = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO {schema}.rounds AS r (name, host, begun_at, in_a_row) VALUES ($1, $2, {DatabaseTime.Now}, 1)
        ON CONFLICT (name) DO UPDATE SET
            host = excluded.host, begun_at = excluded.begun_at,
            in_a_row = CASE WHEN r.host = excluded.host THEN r.in_a_row % {MostInARow} + 1 ELSE 1 END
        WHERE excluded.begun_at >= r.begun_at + $3 / 10 * (CASE WHEN r.host = excluded.host AND r.in_a_row = {MostInARow} THEN 19 ELSE 9 END)
            OR excluded.begun_at < r.begun_at - $3
        RETURNING true
        """);

    /// <summary>Begins a round and returns a row, or returns none where another one began within the interval.</summary>
    public Query TryBegin(string round, Guid host, TimeSpan interval) => new Query(_tryBegin).With(round).With(host).With(interval.Ticks);
}
