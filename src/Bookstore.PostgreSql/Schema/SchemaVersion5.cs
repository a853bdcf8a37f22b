namespace Bookstore.PostgreSql;

/// <summary>The table of work left to do takes any kind of work, such as asking for customers who have to act at the bank.</summary>
internal static class SchemaVersion5
{
    private const string Text =
        """
        ALTER TABLE bookstore.due
            DROP CONSTRAINT due_kind_check,
            ADD CONSTRAINT due_kind_check CHECK (kind >= 0) NOT VALID;
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
