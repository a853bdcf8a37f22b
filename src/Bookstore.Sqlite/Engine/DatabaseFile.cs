using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Bookstore.Sqlite;

/// <summary>Which file a connection string names, and whether it may be made.</summary>
/// <param name="Path">The full path.</param>
/// <param name="MayCreate">Whether a missing file is made.</param>
internal sealed record DatabaseFile(string Path, bool MayCreate)
{
    public static DatabaseFile Parse(string connectionString) => TryParse(connectionString, out var file, out var failure)
        ? file
        : throw new BookstoreStoreException(failure);

    public static bool TryParse(string? connectionString, [NotNullWhen(true)] out DatabaseFile? file, [NotNullWhen(false)] out string? failure)
    {
        file = null;
        if (!TryRead(connectionString, out var parts, out failure))
        {
            return false;
        }

        failure = Refuse(parts);
        if (failure is null)
        {
            file = new DatabaseFile(Resolve(parts.DataSource), parts.Mode == SqliteOpenMode.ReadWriteCreate);
        }

        return failure is null;
    }

    private static bool TryRead(string? connectionString, [NotNullWhen(true)] out SqliteConnectionStringBuilder? parts, [NotNullWhen(false)] out string? failure)
    {
        try
        {
            parts = new SqliteConnectionStringBuilder(connectionString);
            failure = null;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            parts = null;
            failure = $"The connection string of UseSqlite cannot be read ({exception.Message}); write it as 'Data Source=bookstore.db'.";
            return false;
        }
    }

    private static string? Refuse(SqliteConnectionStringBuilder parts)
    {
        var source = parts.DataSource;
        if (parts.Mode == SqliteOpenMode.Memory || string.Equals(source, ":memory:", StringComparison.Ordinal))
        {
            return "UseSqlite keeps a file; for a store in memory call UseInMemoryStore instead.";
        }

        if (string.IsNullOrWhiteSpace(source))
        {
            return "The connection string of UseSqlite names no file; write it as 'Data Source=bookstore.db'.";
        }

        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || source.Contains('\0', StringComparison.Ordinal))
        {
            return "The Data Source of UseSqlite has to be a plain path, such as 'Data Source=bookstore.db'.";
        }

        return (parts.Mode, parts.Cache, string.IsNullOrEmpty(parts.Password)) switch
        {
            (SqliteOpenMode.ReadOnly, _, _) => "UseSqlite has to write: take 'Mode=ReadOnly' out of the connection string.",
            (_, SqliteCacheMode.Shared, _) => "UseSqlite has caches of its own: take 'Cache=Shared' out of the connection string.",
            (_, _, false) => "UseSqlite has no encryption: take 'Password' out of the connection string and encrypt the disk instead.",
            _ => null,
        };
    }

    private static string Resolve(string source)
    {
        const string DataDirectory = "|DataDirectory|";
        var folder = AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? AppContext.BaseDirectory;
        return source.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase)
            ? System.IO.Path.Combine(folder, source[DataDirectory.Length..].TrimStart('/', '\\'))
            : System.IO.Path.GetFullPath(source);
    }
}
