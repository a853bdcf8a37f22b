namespace Bookstore.PostgreSql;

/// <summary>Counts what is due by gateway or courier. Those whose list has a floor are counted from it on, see <see cref="DueWork"/>, and the others are looked for between them.</summary>
/// <remarks>The parameters: <c>$1</c> the time, <c>$2</c> and <c>$3</c> the names with a floor and their floors, <c>$4</c> what was left below; those of <c>of</c> follow.</remarks>
/// <param name="entries">The table with the entries, with its schema.</param>
/// <param name="party">The column with the name.</param>
/// <param name="id">The column with the id.</param>
/// <param name="left">Lists the name, the time and the id of the entries of <c>$4</c>.</param>
/// <param name="of">Which entries, as a condition with <c>AND</c>.</param>
/// <param name="collation">The names' collation.</param>
internal sealed class DueCount(string entries, string party, string id, string left, string of = "", string collation = "")
{
    private const int MostParties = 1_000;

    // The names are few: each is found behind the one before. Nothing is made a join: after the tables were analyzed beside an old snapshot, they seem to have no rows to speak of.
    private readonly string _sql =
        $"""
        WITH RECURSIVE known AS MATERIALIZED (
            SELECT party {collation} AS party, floor FROM unnest($2::text[], $3::bigint[]) AS known (party, floor)
        ), gaps AS MATERIALIZED (
            SELECT party AS low, lead(party) OVER (ORDER BY party) AS high FROM known
        ), others (party, high) AS (
            SELECT next.party, gaps.high FROM gaps CROSS JOIN LATERAL ({Next(entries, party, of, "gaps.low", "gaps.high")}) AS next
            UNION ALL
            SELECT next.party, others.high FROM others CROSS JOIN LATERAL ({Next(entries, party, of, "others.party", "others.high")}) AS next
        ), named AS MATERIALIZED (
            SELECT party FROM others LIMIT {MostParties}
        ), found AS (
            SELECT known.party, entry.due_at, entry.id FROM known CROSS JOIN LATERAL (SELECT due_at, {id} AS id FROM {entries} WHERE {of} {party} = known.party AND due_at > known.floor AND due_at <= $1 ORDER BY due_at OFFSET 0) AS entry
            UNION
            SELECT known.party, entry.due_at, entry.id FROM known CROSS JOIN LATERAL (SELECT due_at, {id} AS id FROM {entries} WHERE {of} {party} = known.party AND late AND due_at <= $1 ORDER BY due_at OFFSET 0) AS entry
            UNION
            ({left})
            UNION ALL
            SELECT named.party, entry.due_at, entry.id FROM named CROSS JOIN LATERAL (SELECT due_at, {id} AS id FROM {entries} WHERE {of} {party} = named.party AND due_at <= $1 ORDER BY due_at OFFSET 0) AS entry
        )
        SELECT party, count(*), min(due_at) FROM found WHERE due_at <= $1 GROUP BY party LIMIT {MostParties}
        """;

    /// <summary>Counts; the values of the condition are to be added.</summary>
    public Query Count(DateTimeOffset dueAt, IReadOnlyList<DueFloor> floors)
    {
        // The least name is that of none, so that no other is in front of all.
        DueFloor[] known = floors.Any(static floor => floor.Party.Length == 0) ? [.. floors] : [new DueFloor(string.Empty, long.MinValue, []), .. floors];
        return new Query(_sql)
            .With(dueAt.UtcTicks)
            .With(Array.ConvertAll(known, static floor => floor.Party))
            .With(Array.ConvertAll(known, static floor => floor.Floor))
            .With(known.SelectMany(static floor => floor.Left).ToArray());
    }

    private static string Next(string entries, string party, string of, string low, string high)
    {
        var behind = $"SELECT {party} AS party FROM {entries} WHERE {of} due_at IS NOT NULL AND {party} > {low}";
        return $"({behind} AND {party} < {high} ORDER BY {party} LIMIT 1) UNION ALL ({behind} AND {high} IS NULL ORDER BY {party} LIMIT 1)";
    }
}

/// <summary>Up to where the list of a gateway or courier was found finished.</summary>
/// <param name="Party">The gateway or courier.</param>
/// <param name="Floor">Up to where.</param>
/// <param name="Left">What is below it and not finished.</param>
internal readonly record struct DueFloor(string Party, long Floor, Guid[] Left);
