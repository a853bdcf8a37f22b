namespace Bookstore.PostgreSql;

/// <summary>A person's resolution of a payment says which payment action it resolved.</summary>
/// <remarks>A resolution that is there already says none: an audit accepts no difference because of it.</remarks>
internal static class SchemaVersion12
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) => $"ALTER TABLE {schema}.orders ADD COLUMN resolution_action smallint;";
}
