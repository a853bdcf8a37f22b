using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Short ways to add statements and their positional parameters.</summary>
internal static class CommandBinding
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Binds the next parameter.</summary>
    /// <exception cref="BookstoreStoreException">It is text that the database cannot keep.</exception>
    public static NpgsqlBatchCommand Bind<T>(this NpgsqlBatchCommand command, T value)
    {
        EncodableText.Require(value);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Binds one column of many rows as an array.</summary>
    public static NpgsqlBatchCommand Bind<TRow, T>(this NpgsqlBatchCommand command, List<TRow> rows, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return command.Bind(values);
    }

    public static void AddParameter<T>(this NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
