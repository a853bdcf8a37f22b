using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>movements</c>: appended only, each row naming the one before it of the same book.</summary>
internal sealed class MovementRows(SqliteDatabase database, RecordCache cache) : WriterTable(RecordKinds.Movements)
{
    private const string InsertOne =
        """
        INSERT INTO movements (id, isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, reason, reference, at, previous, client, subject)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string SelectOne =
        """
        SELECT isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, reason, reference, at, previous, client, subject
        FROM movements WHERE id = ?
        """;

    private const string SelectChange = "SELECT isbn, on_hand_change, reserved_change, previous FROM movements WHERE id = ?";

    private const string SelectLastId = "SELECT max(id) FROM movements";

    private readonly Dictionary<Isbn, Head> _heads = [];
    private long _lastId;

    /// <summary>Written before the stock levels, whose rows name each book's newest movement.</summary>
    public override void Write(WorkingSet records)
    {
        _heads.Clear();
        var movements = records.Movements;
        if (movements.Count == 0)
        {
            return;
        }

        _lastId = cache.LastMovementId ?? database.Statement(SelectLastId).SingleInt64() ?? 0;
        for (var i = 0; i < movements.Count; i++)
        {
            var movement = movements[i];
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, movement.Isbn, out var isKnown);
            var previous = isKnown ? head.Id : StockRows.FindCached(database, cache, movement.Isbn)?.Head;
            head.Id = ++_lastId;
            Insert(movement, head.Id, previous);
        }
    }

    public override void Remember(WorkingSet records)
    {
        if (records.Movements.Count > 0)
        {
            cache.LastMovementId = _lastId;
        }

        foreach (var (isbn, head) in _heads)
        {
            cache.Stock.Set(isbn, new StockRow(cache.Stock.TryGet(isbn, out var row) ? row?.Level : null, head.Id));
        }
    }

    /// <summary>A book's newest movement, for its row in <c>stock</c>, which is about to be written.</summary>
    public long? TakeHead(Isbn isbn)
    {
        ref var head = ref CollectionsMarshal.GetValueRefOrNullRef(_heads, isbn);
        if (Unsafe.IsNullRef(ref head))
        {
            return StockRows.FindCached(database, cache, isbn)?.Head;
        }

        head.IsWritten = true;
        return head.Id;
    }

    /// <summary>Writes what no level took: movements whose level was not staged still have to be found.</summary>
    public void WriteRestOfHeads()
    {
        foreach (var (isbn, head) in _heads)
        {
            if (!head.IsWritten)
            {
                StockRows.WriteHead(database, isbn, head.Id);
            }
        }
    }

    private void Insert(StockMovement movement, long id, long? previous) => database.Statement(InsertOne)
        .Bind(id)
        .Bind(movement.Isbn)
        .Bind(movement.Number)
        .Bind((long)movement.Kind)
        .Bind(movement.OnHandChange)
        .Bind(movement.ReservedChange)
        .Bind(movement.OnHandAfter)
        .Bind(movement.ReservedAfter)
        .Bind(movement.CauseId)
        .Bind(movement.Reason)
        .Bind(movement.Reference)
        .Bind(movement.At)
        .Bind(previous)
        .Bind(movement.Actor?.Client)
        .Bind(movement.Actor?.Subject)
        .Execute();

    /// <summary>Walks back from a movement. It ends early at a row that is not the book's, which only a damaged or foreign position names.</summary>
    public static MovementPage List(SqliteDatabase database, Isbn isbn, long? start, int limit)
    {
        var movements = new List<StockMovement>();
        var next = start;
        while (next is { } id && movements.Count < limit)
        {
            var statement = database.Statement(SelectOne).Bind(id);
            if (!statement.Step())
            {
                return new MovementPage(movements, null);
            }

            var isOfBook = statement.Int64(0) == isbn.ToInt64();
            next = isOfBook ? statement.NullableInt64(11) : null;
            if (isOfBook)
            {
                movements.Add(Read(statement, isbn));
            }

            statement.Reset();
        }

        return new MovementPage(movements, next);
    }

    /// <summary>Adds up a book's movements.</summary>
    public static (long Count, long OnHand, long Reserved) Sum(SqliteDatabase database, long isbn, long? head)
    {
        var count = 0L;
        var onHand = 0L;
        var reserved = 0L;
        var statement = database.Statement(SelectChange);
        for (var next = head; next is { } id && statement.Bind(id).Step();)
        {
            var isOfBook = statement.Int64(0) == isbn;
            count += isOfBook ? 1 : 0;
            onHand += isOfBook ? statement.Int64(1) : 0;
            reserved += isOfBook ? statement.Int64(2) : 0;
            next = isOfBook ? statement.NullableInt64(3) : null;
            statement.Reset();
        }

        return (count, onHand, reserved);
    }

    private static StockMovement Read(SqliteStatement row, Isbn isbn) => new()
    {
        Isbn = isbn,
        Number = row.Int64(1),
        Kind = (StockMovementKind)row.Int32(2),
        OnHandChange = row.Int32(3),
        ReservedChange = row.Int32(4),
        OnHandAfter = row.Int32(5),
        ReservedAfter = row.Int32(6),
        CauseId = row.NullableGuid(7),
        Reason = row.NullableText(8),
        Reference = row.NullableText(9),
        At = row.Time(10),
        Actor = row.NullableText(12) is { } client ? new Actor(client, row.NullableText(13)) : null,
    };

    private struct Head
    {
        public long Id;

        public bool IsWritten;
    }
}
