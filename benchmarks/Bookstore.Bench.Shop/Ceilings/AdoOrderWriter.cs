using Microsoft.Data.Sqlite;

namespace Bookstore.Bench.Ceilings;

/// <summary>Writes orders through ADO.NET: Microsoft.Data.Sqlite, prepared commands, parameters set anew for each order.</summary>
internal sealed class AdoOrderWriter : IOrderWriter
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _order;
    private readonly SqliteCommand _customer;
    private readonly SqliteCommand _movement;
    private readonly SqliteCommand _hold;
    private readonly SqliteCommand _stock;
    private readonly SqliteCommand _confirm;
    private readonly SqliteCommand _capture;
    private SqliteTransaction? _transaction;

    public AdoOrderWriter(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        _connection.Open();
        using var setup = Command(OrderStatements.Setup);
        setup.ExecuteNonQuery();
        _order = Command(OrderStatements.InsertOrder, "$now", "$host", "$due", "$id", "$customer", "$lines", "$last");
        _customer = Command(OrderStatements.UpsertCustomer, "$customer", "$id");
        _movement = Command(OrderStatements.InsertMovement, "$movement", "$isbn", "$number", "$onHand", "$reserved", "$id", "$now", "$previous");
        _hold = Command(OrderStatements.InsertHold, "$id", "$isbn");
        _stock = Command(OrderStatements.UpdateStock, "$reserved", "$number", "$movement", "$isbn");
        _confirm = Command(OrderStatements.Confirm, "$tx", "$now", "$due", "$id");
        _capture = Command(OrderStatements.Capture, "$now", "$id");
        _order.Parameters[1].Value = Guid.CreateVersion7().ToByteArray();
        _confirm.Parameters[0].Value = OrderStatements.TransactionId;
    }

    public Dictionary<long, StockOnShelf> LoadStock()
    {
        var stock = new Dictionary<long, StockOnShelf>();
        using var command = Command(OrderStatements.Stock);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            stock.Add(row.GetInt64(0), new StockOnShelf { OnHand = row.GetInt64(1), Reserved = row.GetInt64(2), LastMovement = row.GetInt64(3), Head = row.GetInt64(4) });
        }

        return stock;
    }

    public void Begin() => _transaction = _connection.BeginTransaction(deferred: false);

    public void Write(in CeilingOrder order)
    {
        var due = order.Now + TimeSpan.TicksPerMinute;
        Set(_order, 0, order.Now, 2, due).Parameters[3].Value = order.Id;
        _order.Parameters[4].Value = order.Customer;
        _order.Parameters[5].Value = order.Lines;
        _order.Parameters[6].Value = order.Last ?? (object)DBNull.Value;
        Execute(_order);
        _customer.Parameters[0].Value = order.Customer;
        _customer.Parameters[1].Value = order.Id;
        Execute(_customer);
        Set(Set(_movement, 0, order.Movement, 1, order.Isbn), 2, order.Stock.LastMovement, 3, order.Stock.OnHand);
        Set(Set(_movement, 4, order.Stock.Reserved, 6, order.Now), 7, order.Previous).Parameters[5].Value = order.Id;
        Execute(_movement);
        Set(_hold, 1, order.Isbn).Parameters[0].Value = order.Id;
        Execute(_hold);
        Execute(Set(Set(_stock, 0, order.Stock.Reserved, 1, order.Stock.LastMovement), 2, order.Movement, 3, order.Isbn));
        Set(_confirm, 1, order.Now, 2, due).Parameters[3].Value = order.Id;
        Execute(_confirm);
        Set(_capture, 0, order.Now).Parameters[1].Value = order.Id;
        Execute(_capture);
    }

    public void Commit()
    {
        _transaction!.Commit();
        _transaction.Dispose();
    }

    public void Dispose()
    {
        foreach (var command in new[] { _order, _customer, _movement, _hold, _stock, _confirm, _capture })
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteCommand Set(SqliteCommand command, int parameter, long value)
    {
        command.Parameters[parameter].Value = value;
        return command;
    }

    private static SqliteCommand Set(SqliteCommand command, int first, long value, int second, long other) => Set(Set(command, first, value), second, other);

    private void Execute(SqliteCommand command)
    {
        command.Transaction = _transaction;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
