namespace Bookstore.Sqlite;

/// <summary>Ids or names as parameters of a statement, so that one statement reads what belongs to all of them.</summary>
internal static class IdList
{
    /// <summary>The ids that are bound: one after the other, and an array of as many numbers, whose places <c>json_each</c> returns.</summary>
    public const string Ids = "(SELECT substr(?, 16 * key + 1, 16) FROM json_each(?))";

    /// <summary>The names of the array of JSON that is bound.</summary>
    public const string Names = "(SELECT value FROM json_each(?))";

    private const int IdLength = 16;

    public static SqliteStatement BindIds(this SqliteStatement statement, IReadOnlyCollection<Guid> ids)
    {
        var bytes = new byte[IdLength * ids.Count];
        var place = 0;
        foreach (var id in ids)
        {
            id.TryWriteBytes(bytes.AsSpan(place, IdLength), bigEndian: true, out _);
            place += IdLength;
        }

        return statement.Bind(bytes.AsSpan()).Bind($"[{string.Join(',', Enumerable.Repeat(0, ids.Count))}]");
    }

    /// <summary>Binds names of kinds, which need no escapes.</summary>
    public static SqliteStatement BindNames(this SqliteStatement statement, IReadOnlyCollection<string> names) => statement.Bind(names.Count == 0 ? "[]" : $"[\"{string.Join("\",\"", names)}\"]");
}
