namespace Bookstore.PostgreSql;

/// <summary>An order remembers the cart's reservation that its copies came from. Orders that are there already came from none, as far as is known.</summary>
internal static class SchemaVersion3
{
    private const string Text = "ALTER TABLE bookstore.orders ADD COLUMN reservation_id uuid;";

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
