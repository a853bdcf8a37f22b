using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<Bookstore.Isbn, Bookstore.StockLevel>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>stock</c>.</summary>
internal sealed class StockRows(string schema) : Table(RecordKinds.Stock, "stock")
{
    private const int MaxOrphans = 10;
    private const string Columns = "isbn, on_hand, reserved, last_movement, events, waiting, backorder_limit";

    private static readonly string Given = UnnestedRows.Of(Columns, "bigint, integer, integer, bigint, bigint, integer, integer");

    private readonly string _lock = $"SELECT {Columns} FROM {schema}.stock WHERE isbn = ANY($1) ORDER BY isbn FOR UPDATE";

    private readonly string _insert = $"INSERT INTO {schema}.stock ({Columns}) SELECT * FROM {Given} {UnnestedRows.Returning}";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.stock s SET on_hand = given.on_hand, reserved = given.reserved, last_movement = given.last_movement, events = given.events,
            waiting = given.waiting, backorder_limit = given.backorder_limit
        FROM {Given} WHERE s.isbn = given.isbn
        """);

    // One statement, hence one snapshot. The recursive parts jump from book to book without reading the rows between.
    private readonly string _audit =
        $"""
        WITH RECURSIVE moved (isbn) AS (
            (SELECT isbn FROM {schema}.movements WHERE isbn > $1 ORDER BY isbn LIMIT 1)
            UNION ALL
            SELECT (SELECT m.isbn FROM {schema}.movements m WHERE m.isbn > moved.isbn ORDER BY m.isbn LIMIT 1) FROM moved WHERE moved.isbn IS NOT NULL
        ), held (isbn) AS (
            (SELECT isbn FROM {schema}.holds WHERE isbn > $1 ORDER BY isbn LIMIT 1)
            UNION ALL
            SELECT (SELECT h.isbn FROM {schema}.holds h WHERE h.isbn > held.isbn ORDER BY h.isbn LIMIT 1) FROM held WHERE held.isbn IS NOT NULL
        ), page AS (
            SELECT isbn FROM (
                (SELECT isbn FROM {schema}.stock WHERE isbn > $1 ORDER BY isbn LIMIT $2)
                UNION (SELECT isbn FROM moved WHERE isbn IS NOT NULL LIMIT $2)
                UNION (SELECT isbn FROM held WHERE isbn IS NOT NULL LIMIT $2)
            ) AS all_books ORDER BY isbn LIMIT $2
        )
        SELECT page.isbn, s.on_hand, s.reserved, s.last_movement, s.events, s.waiting, s.backorder_limit, m.movements, m.on_hand, m.reserved, h.held, ARRAY(
            SELECT o.holder FROM {schema}.holds o
            WHERE o.isbn = page.isbn
                AND NOT EXISTS (SELECT FROM {schema}.orders WHERE id = o.holder)
                AND NOT EXISTS (SELECT FROM {schema}.reservations WHERE id = o.holder)
            ORDER BY o.holder LIMIT $3)
        FROM page
        LEFT JOIN {schema}.stock s ON s.isbn = page.isbn
        CROSS JOIN LATERAL (
            SELECT count(*) AS movements, coalesce(sum(on_hand_change), 0)::bigint AS on_hand, coalesce(sum(reserved_change), 0)::bigint AS reserved
            FROM {schema}.movements WHERE isbn = page.isbn) m
        CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0)::bigint AS held FROM {schema}.holds WHERE isbn = page.isbn) h
        ORDER BY page.isbn
        """;

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.Stock.Length > 0)
        {
            batch.Add(_lock).Bind(UnitLoad.ToNumbers(load.Stock));
        }
    }

    public override Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken) =>
        UnitLoad.FillAsync(records.Stock, load.Stock, reader, Read, static level => level.Isbn, cancellationToken);

    public override void NameWritten(WorkingSet records, RecordKeys keys) => NameWritten(records.Stock, keys.Stock);

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var changes = Changes<Isbn, StockLevel>.Of(records.Stock);
        if (changes.Updates.Count > 0)
        {
            BindAll(batch.Add(_update), changes.Updates);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts);
        }
    }

    public Query Audit(Isbn? after, int limit) => new Query(_audit).With(after?.ToInt64() ?? 0).With(limit).With(MaxOrphans);

    public static StockAudit ReadAudit(NpgsqlDataReader row) => new(
        row.Isbn(0),
        ReadNullable(row, row.Isbn(0), 1),
        row.GetInt64(7),
        row.GetInt64(8),
        row.GetInt64(9),
        row.GetInt64(10),
        row.GetFieldValue<Guid[]>(11));

    public static StockLevel Read(NpgsqlDataReader row) => ReadNullable(row, row.Isbn(0), 1)!;

    /// <summary>Reads a level that may be missing from a row of several tables.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isbn">The book.</param>
    /// <param name="column">Where the columns after the ISBN begin.</param>
    public static StockLevel? ReadNullable(NpgsqlDataReader row, Isbn isbn, int column) => row.IsDBNull(column) ? null : new StockLevel
    {
        Isbn = isbn,
        OnHand = row.GetInt32(column),
        Reserved = row.GetInt32(column + 1),
        LastMovement = row.GetInt64(column + 2),
        EventCount = row.GetInt64(column + 3),
        Waiting = row.GetInt32(column + 4),
        BackorderLimit = row.GetInt32(column + 5),
    };

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key.ToInt64())
        .Bind(rows, static entry => entry.Current!.OnHand)
        .Bind(rows, static entry => entry.Current!.Reserved)
        .Bind(rows, static entry => entry.Current!.LastMovement)
        .Bind(rows, static entry => entry.Current!.EventCount)
        .Bind(rows, static entry => entry.Current!.Waiting)
        .Bind(rows, static entry => entry.Current!.BackorderLimit);
}
