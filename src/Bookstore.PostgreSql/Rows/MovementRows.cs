using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>movements</c>: appended only. A book's movements are numbered, so they need no other key.</summary>
internal sealed class MovementRows(string schema) : Table(RecordKinds.Movements, "movements")
{
    private const string Columns = "isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, reason, reference, at, client, subject";

    private const string Types = "bigint, bigint, smallint, integer, integer, integer, integer, uuid, text, text, bigint, text, text";

    private readonly string _insert = $"INSERT INTO {schema}.movements ({Columns}) SELECT * FROM {UnnestedRows.Of(Columns, Types)} {UnnestedRows.Returning}";

    private readonly string _select = $"SELECT {Columns} FROM {schema}.movements";

    // A position that is not of this book decodes to a number that the book does not have.
    private readonly string _afterExisting = $"AND EXISTS (SELECT FROM {schema}.movements WHERE isbn = $1 AND number = $2)";

    public override void NameWritten(WorkingSet records, RecordKeys keys)
    {
        foreach (var movement in records.Movements)
        {
            keys.Stock.Add(movement.Isbn);
        }
    }

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var movements = records.Movements;
        if (movements.Count == 0)
        {
            return;
        }

        var rows = new List<StockMovement>(movements);
        rows.Sort(static (left, right) => left.Isbn == right.Isbn ? left.Number.CompareTo(right.Number) : left.Isbn.CompareTo(right.Isbn));
        batch.Add(_insert)
            .Bind(rows, static movement => movement.Isbn.ToInt64())
            .Bind(rows, static movement => movement.Number)
            .Bind(rows, static movement => (short)movement.Kind)
            .Bind(rows, static movement => movement.OnHandChange)
            .Bind(rows, static movement => movement.ReservedChange)
            .Bind(rows, static movement => movement.OnHandAfter)
            .Bind(rows, static movement => movement.ReservedAfter)
            .Bind(rows, static movement => movement.CauseId)
            .Bind(rows, static movement => movement.Reason)
            .Bind(rows, static movement => movement.Reference)
            .Bind(rows, static movement => movement.At.UtcTicks)
            .Bind(rows, static movement => movement.Actor?.Client)
            .Bind(rows, static movement => movement.Actor?.Subject);
    }

    /// <summary>Lists one movement more than asked for, which tells whether there are more.</summary>
    public Query List(Isbn isbn, long? after, int limit)
    {
        var query = new Query(_select).Where("isbn =", isbn.ToInt64());
        if (after is { } position)
        {
            query.Where("number <", Number(isbn, position)).Then(_afterExisting);
        }

        return query.Then("ORDER BY number DESC").Limit(limit == int.MaxValue ? limit : limit + 1);
    }

    public static MovementPage ToPage(Isbn isbn, List<StockMovement> found, int limit)
    {
        if (found.Count <= limit)
        {
            return new MovementPage(found, null);
        }

        found.RemoveAt(limit);
        return new MovementPage(found, Position(isbn, found[^1].Number));
    }

    public static StockMovement Read(NpgsqlDataReader row) => new()
    {
        Isbn = row.Isbn(0),
        Number = row.GetInt64(1),
        Kind = (StockMovementKind)row.GetInt16(2),
        OnHandChange = row.GetInt32(3),
        ReservedChange = row.GetInt32(4),
        OnHandAfter = row.GetInt32(5),
        ReservedAfter = row.GetInt32(6),
        CauseId = row.NullableGuid(7),
        Reason = row.NullableText(8),
        Reference = row.NullableText(9),
        At = row.Time(10),
        Actor = row.NullableText(11) is { } client ? new Actor(client, row.NullableText(12)) : null,
    };

    private static long Position(Isbn isbn, long number) => number ^ Mix(isbn);

    private static long Number(Isbn isbn, long position) => position ^ Mix(isbn);

    // Spreads an ISBN over all non-negative numbers (SplitMix64), so that no two books share a position. Positions are kept by clients: never change it.
    private static long Mix(Isbn isbn)
    {
        var mixed = unchecked((ulong)isbn.ToInt64() + 0x9E3779B97F4A7C15UL);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return (long)((mixed ^ (mixed >> 31)) >> 1);
    }
}
