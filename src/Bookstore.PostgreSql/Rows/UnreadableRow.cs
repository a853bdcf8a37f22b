using System.Text.Json;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A row that cannot be read: damaged, or written by another program.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether a failure says that the row is none of Bookstore's.</summary>
    public static bool IsCauseOf(Exception fault) => fault is FormatException or OverflowException or ArgumentException or InvalidOperationException
        or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or JsonException;

    /// <summary>Says which row it is.</summary>
    public static BookstoreStoreException Fault(string kind, object id, Exception fault) =>
        new($"The {kind} {id} cannot be read: its row is damaged, or was written by another program. Run VerifyAsync, and restore the row from a backup.", fault) { RecordId = id.ToString() };

    /// <summary>Reads a row; <see langword="null"/> where it cannot be read.</summary>
    public static T? TryRead<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read)
        where T : class
    {
        try
        {
            return read(row);
        }
        catch (BookstoreStoreException fault) when (fault.RecordId is not null)
        {
            return null;
        }
    }
}
