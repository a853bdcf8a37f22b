using System.Text.Json;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A row that cannot be read: damaged, or written by another program.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether a failure shows that a column has a value that Bookstore never writes.</summary>
    public static bool IsCauseOf(Exception fault) => fault is FormatException or OverflowException or ArgumentException or InvalidOperationException
        or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or JsonException;

    /// <summary>Says which row it is.</summary>
    public static BookstoreStoreException Fault(string kind, object id, Exception fault) =>
        new($"The {kind} {id} cannot be read: its row is damaged, or was written by another program. Run VerifyAsync, and restore the row from a backup.", fault) { RecordId = id.ToString() };

    /// <summary>How many rows of a list of work are passed over at most because they cannot be read.</summary>
    public const int MostPassed = 1_000;

    /// <summary>Lists a page of what is due: the rows that can be read. Where some of a full page cannot, it is listed once more, with those behind it.</summary>
    /// <param name="list">Lists up to a number of rows, each with its position.</param>
    /// <param name="limit">How many at most.</param>
    public static async ValueTask<KeysetPage<T, DuePosition>> ListPageAsync<T>(Func<int, ValueTask<List<(T? Record, DuePosition Position)>>> list, int limit)
        where T : class
    {
        var most = limit;
        var found = await list(most).ConfigureAwait(false);
        if (found.Count >= most && found.Exists(static row => row.Record is null))
        {
            most += MostPassed;
            found = await list(most).ConfigureAwait(false);
        }

        var readable = found.Where(static row => row.Record is not null).Take(limit).ToList();
        DuePosition? next = readable.Count == limit ? readable[^1].Position : found.Count >= most ? found[^1].Position : null;
        return new KeysetPage<T, DuePosition>(readable.ConvertAll(static row => row.Record!), next);
    }

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
