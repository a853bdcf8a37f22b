namespace Bookstore.Sqlite;

/// <summary>Where a page of records that are sorted by id begins.</summary>
internal static class Keyset
{
    // One byte longer than an id, so that it sorts after each of them.
    private static ReadOnlySpan<byte> AfterAll =>
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    // Shorter than an id, so that it sorts before each of them.
    private static ReadOnlySpan<byte> BeforeAll => [0x00];

    /// <summary>Binds the bound of an ascending page.</summary>
    public static SqliteStatement BindAfter(SqliteStatement statement, Guid? after) =>
        after is { } id ? statement.Bind(id) : statement.Bind(BeforeAll);

    /// <summary>Binds the bound of a descending page.</summary>
    public static SqliteStatement BindBefore(SqliteStatement statement, Guid? after) =>
        after is { } id ? statement.Bind(id) : statement.Bind(AfterAll);
}
