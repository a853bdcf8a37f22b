using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>stock</c>.</summary>
internal sealed class StockRows(SqliteDatabase database, RecordCache cache, MovementRows movements) : WriterTable<Isbn, StockLevel>(RecordKinds.Stock)
{
    private const string SelectOne = "SELECT on_hand, reserved, last_movement, events, waiting, backorder_limit, head FROM stock WHERE isbn = ?";

    private const string SelectAfter = "SELECT on_hand, reserved, last_movement, events, waiting, backorder_limit, head, isbn FROM stock WHERE isbn > ? ORDER BY isbn LIMIT ?";

    private const string UpdateOne = "UPDATE stock SET on_hand = ?, reserved = ?, last_movement = ?, events = ?, waiting = ?, backorder_limit = ?, head = ? WHERE isbn = ?";

    private const string InsertOne =
        """
        INSERT INTO stock (on_hand, reserved, last_movement, events, waiting, backorder_limit, head, isbn) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (isbn) DO UPDATE SET on_hand = excluded.on_hand, reserved = excluded.reserved, last_movement = excluded.last_movement, events = excluded.events,
            waiting = excluded.waiting, backorder_limit = excluded.backorder_limit, head = excluded.head
        WHERE on_hand IS NULL
        """;

    private const string UpsertHead = "INSERT INTO stock (isbn, head) VALUES (?, ?) ON CONFLICT (isbn) DO UPDATE SET head = excluded.head";

    /// <summary>Finds what the writer remembers, or else reads it and remembers it.</summary>
    public static StockRow? FindCached(SqliteDatabase database, RecordCache cache, Isbn isbn)
    {
        if (!cache.Stock.TryGet(isbn, out var row))
        {
            row = Find(database, isbn);
            cache.Stock.Set(isbn, row);
        }

        return row;
    }

    public static StockRow? Find(SqliteDatabase database, Isbn isbn)
    {
        var row = database.Statement(SelectOne).Bind(isbn);
        if (!row.Step())
        {
            return null;
        }

        var found = Read(row, isbn);
        row.Reset();
        return found;
    }

    /// <summary>Lists by ascending ISBN.</summary>
    public static SortedList<long, StockRow> ListAfter(SqliteDatabase database, long isbn, int limit)
    {
        var found = new SortedList<long, StockRow>();
        var rows = database.Statement(SelectAfter).Bind(isbn).Bind(limit);
        while (rows.Step())
        {
            var next = rows.Int64(7);
            found.Add(next, Read(rows, Isbn.FromStored(next)));
        }

        return found;
    }

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var isbn in keys.Stock.Sorted())
        {
            records.Stock.Load(isbn, FindCached(database, cache, isbn)?.Level);
        }
    }

    public override void Write(WorkingSet records)
    {
        base.Write(records);
        movements.WriteRestOfHeads();
    }

    public override void Remember(WorkingSet records)
    {
        for (var i = 0; i < records.Stock.Touched.Count; i++)
        {
            var entry = records.Stock.Touched[i];
            cache.Stock.Set(entry.Key, new StockRow(entry.Current, cache.Stock.TryGet(entry.Key, out var row) ? row?.Head : null));
        }
    }

    protected override RecordTable<Isbn, StockLevel> Staged(WorkingSet records) => records.Stock;

    protected override void Name(RecordEntry<Isbn, StockLevel> entry, RecordKeys keys) => keys.Stock.Add(entry.Key);

    protected override void Write(RecordEntry<Isbn, StockLevel> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                Insert(database, entry.Current!, movements.TakeHead(entry.Key));
                break;
            case RecordChange.Update:
                Bind(database.Statement(UpdateOne), entry.Current!, movements.TakeHead(entry.Key)).Execute();
                break;
        }
    }

    private static void Insert(SqliteDatabase database, StockLevel level, long? head)
    {
        Bind(database.Statement(InsertOne), level, head).Execute();
        if (database.Changes == 0)
        {
            throw new StoreConflictException($"The stock level of {level.Isbn} is there already; nothing was written.");
        }
    }

    public static void WriteHead(SqliteDatabase database, Isbn isbn, long head) => database.Statement(UpsertHead).Bind(isbn).Bind(head).Execute();

    /// <summary>Reads a level out of six columns, or nothing where the first is NULL.</summary>
    public static StockLevel? ReadLevel(SqliteStatement row, Isbn isbn, int column) => row.IsNull(column) ? null : new StockLevel
    {
        Isbn = isbn,
        OnHand = row.Int32(column),
        Reserved = row.Int32(column + 1),
        LastMovement = row.Int64(column + 2),
        EventCount = row.Int64(column + 3),
        Waiting = row.Int32(column + 4),
        BackorderLimit = row.Int32(column + 5),
    };

    private static StockRow Read(SqliteStatement row, Isbn isbn) => new(ReadLevel(row, isbn, 0), row.NullableInt64(6));

    private static SqliteStatement Bind(SqliteStatement statement, StockLevel level, long? head) =>
        statement.Bind(level.OnHand).Bind(level.Reserved).Bind(level.LastMovement).Bind(level.EventCount).Bind(level.Waiting).Bind(level.BackorderLimit).Bind(head).Bind(level.Isbn);
}
