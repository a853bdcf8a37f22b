namespace Bookstore.PostgreSql;

/// <summary>Deliveries, reservations and documents whose work was due already when they were written say so, as the entries of orders do, so that the others are searched from a floor on: see <see cref="DueWork"/>.</summary>
/// <remarks>Rows that are there already are not late: a host looks at everything when it starts.</remarks>
internal static class SchemaVersion15
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        {AddColumns(schema)};
        {string.Join(";\n", Built(schema).Select(static index => $"CREATE INDEX IF NOT EXISTS {index.Name} ON {index.On}"))};
        """;

    /// <summary>The indexes, to be built before where there are orders.</summary>
    /// <inheritdoc cref="Sql"/>
    public static IndexPlan Indexes(string schema) => new($"{schema}.orders", AddColumns(schema), Built(schema));

    private static string AddColumns(string schema) => string.Join(
        "; ", ((string[])["deliveries", "reservations", "documents"]).Select(table => $"ALTER TABLE {schema}.{table} ADD COLUMN IF NOT EXISTS late boolean NOT NULL DEFAULT false"));

    private static IndexToBuild[] Built(string schema) =>
    [
        new("deliveries_late", $"{schema}.deliveries (courier, due_at, id) WHERE late"),
        new("reservations_late", $"{schema}.reservations (due_at, id) WHERE late"),
        new("documents_late", $"{schema}.documents (kind, due_at, id) WHERE late"),
        new("documents_late_by_owner", $"{schema}.documents (owner, kind, due_at, id) WHERE late AND owner IS NOT NULL"),
    ];
}
