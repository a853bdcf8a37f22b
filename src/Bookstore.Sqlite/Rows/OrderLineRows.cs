namespace Bookstore.Storage;

/// <summary>The table <c>order_lines</c>: written with its order, never changed.</summary>
internal static class OrderLineRows
{
    private const string InsertOne = "INSERT INTO order_lines (order_id, line, isbn, quantity, unit_price_minor) VALUES (?, ?, ?, ?, ?)";

    private const string SelectByOrder = "SELECT isbn, quantity, unit_price_minor FROM order_lines WHERE order_id = ? ORDER BY line";

    private const string DeleteByOrder = "DELETE FROM order_lines WHERE order_id = ?";

    public static void Insert(SqliteDatabase database, Order order)
    {
        var insert = database.Statement(InsertOne);
        for (var i = 0; i < order.Lines.Count; i++)
        {
            var line = order.Lines[i];
            insert.Bind(order.Id).Bind(i + 1).Bind(line.Isbn).Bind(line.Quantity).Bind(line.UnitPrice.MinorUnits).Execute();
        }
    }

    public static IReadOnlyList<OrderLine> List(SqliteDatabase database, Guid orderId, string currency)
    {
        var lines = new List<OrderLine>(1);
        var rows = database.Statement(SelectByOrder).Bind(orderId);
        while (rows.Step())
        {
            lines.Add(new OrderLine(rows.Isbn(0), rows.Int32(1), Money.FromMinorUnits(rows.Int64(2), currency)));
        }

        return lines;
    }

    public static void Delete(SqliteDatabase database, Guid orderId) => database.Statement(DeleteByOrder).Bind(orderId).Execute();
}
