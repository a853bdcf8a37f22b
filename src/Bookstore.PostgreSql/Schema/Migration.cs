namespace Bookstore.PostgreSql;

/// <summary>The steps from one version of the schema to the next.</summary>
/// <param name="Change">
/// One short transaction that no other host's unit runs beside. It only changes the catalogue, and never reads or writes all rows of a table.
/// It builds the indexes of <paramref name="Change"/> only where they are missing, which is in an empty schema.
/// </param>
internal sealed record Migration(string Change)
{
    /// <summary>Indexes that are built before the change, while hosts of the version before read and write.</summary>
    public IndexPlan? Indexes { get; init; }

    /// <summary>Rows that are written after the change, while hosts of the version before are refused.</summary>
    public SlicePlan? Slices { get; init; }

    /// <summary>The migration to a version.</summary>
    /// <param name="version">The version that is reached: 1 to <see cref="DatabaseSchema.Latest"/>.</param>
    /// <param name="schema">The schema's quoted name.</param>
    public static Migration To(int version, string schema) => version switch
    {
        1 => new(
            $"""
            CREATE SCHEMA IF NOT EXISTS {schema};
            CREATE TABLE {schema}.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            {SchemaVersion1.Sql(schema)}
            """),
        2 => new(SchemaVersion2.Sql(schema)) { Indexes = SchemaVersion2.Indexes(schema) },
        3 => new(SchemaVersion3.Sql(schema)),
        4 => new(SchemaVersion4.Sql(schema)) { Slices = SchemaVersion4.Slices(schema) },
        5 => new(SchemaVersion5.Sql(schema)),
        6 => new(SchemaVersion6.Sql(schema)) { Indexes = SchemaVersion6.Indexes(schema) },
        7 => new(SchemaVersion7.Sql(schema)),
        8 => new(SchemaVersion8.Sql(schema)) { Indexes = SchemaVersion8.Indexes(schema) },
        9 => new(SchemaVersion9.Sql(schema)),
        10 => new(SchemaVersion10.Sql(schema)) { Indexes = SchemaVersion10.Indexes(schema), Slices = SchemaVersion10.Slices(schema) },
        11 => new(SchemaVersion11.Sql(schema)),
        12 => new(SchemaVersion12.Sql(schema)),
        13 => new(SchemaVersion13.Sql(schema)),
        14 => new(SchemaVersion14.Sql(schema)),
        15 => new(SchemaVersion15.Sql(schema)) { Indexes = SchemaVersion15.Indexes(schema) },
        16 => new(SchemaVersion16.Sql(schema)),
        17 => new(SchemaVersion17.Sql(schema)),
        18 => new(SchemaVersion18.Sql(schema)),
        19 => new(SchemaVersion19.Sql(schema)),
        20 => new(SchemaVersion20.Sql(schema)),
        _ => throw new InvalidOperationException($"There is no migration to version {version}."),
    };
}

/// <summary>The indexes of a version that are worth a build of their own.</summary>
/// <param name="Table">The table that decides whether they are: an empty one is indexed at once.</param>
/// <param name="Before">What they need, as a statement that can be repeated.</param>
/// <param name="Indexes">The indexes.</param>
internal sealed record IndexPlan(string Table, string Before, params IndexToBuild[] Indexes);

/// <summary>An index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="On">The table, the columns and the condition.</param>
/// <param name="IsUnique">Whether no two rows have the same values.</param>
internal sealed record IndexToBuild(string Name, string On, bool IsUnique = false);

/// <summary>Rows of a version that follow from the rows of tables.</summary>
/// <param name="Finish">What is changed when all rows are written: statements that take no longer for many rows.</param>
/// <param name="Tables">The tables, one after the other.</param>
internal sealed record SlicePlan(string Finish, params SlicedTable[] Tables);

/// <summary>A table that is read in slices.</summary>
/// <param name="Table">The table; its primary key is <c>id</c>, a <c>uuid</c>.</param>
/// <param name="Write">Writes what follows from the rows of a range, which it is given as a condition.</param>
internal sealed record SlicedTable(string Table, Func<string, string> Write);
