using System.Text;
using SQLitePCL;

namespace Bookstore.Bench.Ceilings;

/// <summary>Writes orders through SQLite's own functions.</summary>
internal sealed class RawOrderWriter : IOrderWriter
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _order;
    private readonly sqlite3_stmt _customer;
    private readonly sqlite3_stmt _movement;
    private readonly sqlite3_stmt _hold;
    private readonly sqlite3_stmt _stock;
    private readonly sqlite3_stmt _confirm;
    private readonly sqlite3_stmt _capture;

    public RawOrderWriter(string path)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(path, out _connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_exec(_connection, OrderStatements.Setup));
        _order = Prepare(OrderStatements.InsertOrder);
        _customer = Prepare(OrderStatements.UpsertCustomer);
        _movement = Prepare(OrderStatements.InsertMovement);
        _hold = Prepare(OrderStatements.InsertHold);
        _stock = Prepare(OrderStatements.UpdateStock);
        _confirm = Prepare(OrderStatements.Confirm);
        _capture = Prepare(OrderStatements.Capture);
        Check(raw.sqlite3_bind_blob(_order, 2, Guid.CreateVersion7().ToByteArray()));
        Check(raw.sqlite3_bind_text(_confirm, 1, OrderStatements.TransactionId));
    }

    public Dictionary<long, StockOnShelf> LoadStock()
    {
        var stock = new Dictionary<long, StockOnShelf>();
        using var rows = Prepare(OrderStatements.Stock);
        while (raw.sqlite3_step(rows) == raw.SQLITE_ROW)
        {
            stock.Add(raw.sqlite3_column_int64(rows, 0), new StockOnShelf
            {
                OnHand = raw.sqlite3_column_int64(rows, 1),
                Reserved = raw.sqlite3_column_int64(rows, 2),
                LastMovement = raw.sqlite3_column_int64(rows, 3),
                Head = raw.sqlite3_column_int64(rows, 4),
            });
        }

        return stock;
    }

    public void Begin() => Check(raw.sqlite3_exec(_connection, "BEGIN IMMEDIATE"));

    // Parameters are numbered in the order in which a statement first names them.
    public void Write(in CeilingOrder order)
    {
        var due = order.Now + TimeSpan.TicksPerMinute;
        Bind(_order, 1, order.Now);
        Bind(_order, 3, due);
        Bind(_order, 4, order.Id);
        Bind(_order, 5, order.Customer);
        Bind(_order, 6, order.Lines);
        Bind(_order, 7, order.Last);
        Run(_order);
        Bind(_customer, 1, order.Customer);
        Bind(_customer, 2, order.Id);
        Run(_customer);
        Bind(_movement, 1, order.Movement);
        Bind(_movement, 2, order.Isbn);
        Bind(_movement, 3, order.Stock.LastMovement);
        Bind(_movement, 4, order.Stock.OnHand);
        Bind(_movement, 5, order.Stock.Reserved);
        Bind(_movement, 6, order.Id);
        Bind(_movement, 7, order.Now);
        Bind(_movement, 8, order.Previous);
        Run(_movement);
        Bind(_hold, 1, order.Id);
        Bind(_hold, 2, order.Isbn);
        Run(_hold);
        Bind(_stock, 1, order.Stock.Reserved);
        Bind(_stock, 2, order.Stock.LastMovement);
        Bind(_stock, 3, order.Movement);
        Bind(_stock, 4, order.Isbn);
        Run(_stock);
        Bind(_confirm, 2, order.Now);
        Bind(_confirm, 3, due);
        Bind(_confirm, 4, order.Id);
        Run(_confirm);
        Bind(_capture, 1, order.Now);
        Bind(_capture, 2, order.Id);
        Run(_capture);
    }

    public void Commit() => Check(raw.sqlite3_exec(_connection, "COMMIT"));

    public void Dispose()
    {
        foreach (var statement in new[] { _order, _customer, _movement, _hold, _stock, _confirm, _capture })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite answered {result}: {raw.sqlite3_errstr(result).utf8_to_string()}.");
        }
    }

    private static void Bind(sqlite3_stmt statement, int parameter, long value) => Check(raw.sqlite3_bind_int64(statement, parameter, value));

    private static void Bind(sqlite3_stmt statement, int parameter, byte[]? value) =>
        Check(value is null ? raw.sqlite3_bind_null(statement, parameter) : raw.sqlite3_bind_blob(statement, parameter, value));

    private static void Bind(sqlite3_stmt statement, int parameter, string value)
    {
        Span<byte> bytes = stackalloc byte[64];
        Check(raw.sqlite3_bind_text(statement, parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    private static void Run(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        Check(raw.sqlite3_reset(statement));
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }
}
