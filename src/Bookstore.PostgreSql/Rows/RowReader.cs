using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Reads rows as records.</summary>
internal static class RowReader
{
    /// <summary>Reads a row, or throws and says which one cannot be read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="kind">What it is, for the message.</param>
    /// <param name="idColumn">The column of its id.</param>
    /// <param name="read">Reads it.</param>
    public static T Read<T>(NpgsqlDataReader row, string kind, int idColumn, Func<NpgsqlDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception fault) when (UnreadableRow.IsCauseOf(fault))
        {
            throw UnreadableRow.Fault(kind, row.GetGuid(idColumn), fault);
        }
    }
}
