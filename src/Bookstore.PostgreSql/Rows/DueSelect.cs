namespace Bookstore.PostgreSql;

/// <summary>The search for rows of a table whose work is due: those above a floor, those that were late when they were written, and those that were left below the floor.</summary>
/// <remarks>
/// A row whose work was finished stays in the index for as long as any transaction of the database might still see it with its work, such as that of a dump. So the index is read from the floor on, see
/// <see cref="DueWork"/>, and the rows are read by their key: an index that has them in their order would lead over all of those again.
/// </remarks>
/// <param name="table">The table, with its schema.</param>
/// <param name="columns">The columns to read; <c>id</c>, <c>due_at</c> and those of the scope are among them.</param>
/// <param name="scope">Which rows, as a condition that an index on <c>due_at</c> begins with. Its values are <c>$8</c> and <c>$9</c>.</param>
/// <param name="key">The condition, with <c>AND</c>, that makes the id a key; empty where it is one.</param>
internal sealed class DueSelect(string table, string columns, string scope, string key = "")
{
    private static readonly Guid Greatest = new(Enumerable.Repeat(byte.MaxValue, 16).ToArray());

    private readonly string _sql =
        $"""
        SELECT {columns} FROM (
            SELECT {columns} FROM {table} WHERE {key} id = ANY (ARRAY(
                (SELECT id FROM {table} WHERE {scope} AND due_at <= $3 AND (due_at, id) > ($1, $2) ORDER BY due_at, id LIMIT $5)
                UNION (SELECT id FROM {table} WHERE {scope} AND late AND due_at <= $3 AND (due_at, id) > ($6, $7) ORDER BY due_at, id LIMIT $5)
                UNION SELECT unnest($4::uuid[]))) OFFSET 0) AS found
        WHERE {scope} AND due_at <= $3 AND (due_at, id) > ($6, $7) ORDER BY due_at, id LIMIT $5
        """;

    /// <summary>Lists the rows that are due; the values of the scope are to be added.</summary>
    public Query List(DueLook look)
    {
        var after = look.After.GetValueOrDefault();
        var (start, startId) = look.After is { } position && position.DueAt.UtcTicks > look.Floor ? (position.DueAt.UtcTicks, position.Id) : (look.Floor, Greatest);
        return new Query(_sql).With(start).With(startId).With(look.DueAt.UtcTicks).With(look.Left).With((long)look.Limit).With(after.DueAt.UtcTicks).With(after.Id);
    }
}
