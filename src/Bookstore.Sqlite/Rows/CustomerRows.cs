namespace Bookstore.Sqlite;

/// <summary>The table <c>customers</c>: the newest order of each. The others are found from there, see <see cref="CustomerOrders"/>.</summary>
internal static class CustomerRows
{
    private const string SelectNewest = "SELECT newest FROM customers WHERE customer = ?";

    private const string Upsert = "INSERT INTO customers (customer, newest) VALUES (?, ?) ON CONFLICT (customer) DO UPDATE SET newest = excluded.newest";

    private const string Delete = "DELETE FROM customers WHERE customer = ?";

    public static Guid? Newest(SqliteDatabase database, string customer)
    {
        var row = database.Statement(SelectNewest).Bind(customer);
        if (!row.Step())
        {
            return null;
        }

        var newest = row.Guid(0);
        row.Reset();
        return newest;
    }

    /// <summary>Removes a customer who has no order any more.</summary>
    public static void Remove(SqliteDatabase database, string customer) => database.Statement(Delete).Bind(customer).Execute();

    public static void Write(SqliteDatabase database, string customer, Guid newest) => database.Statement(Upsert).Bind(customer).Bind(newest).Execute();
}
