using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Tells which records a write that failed can be about: those that the unit wrote to the statement's table. At least one of them is in conflict.</summary>
internal static class ConflictingWrite
{
    /// <summary>Names the records in a conflict.</summary>
    /// <param name="conflict">The conflict, or any other exception, which is returned as it is.</param>
    /// <param name="error">The database's error.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="records">What the unit staged.</param>
    public static Exception Name(Exception conflict, PostgresException error, Tables tables, WorkingSet records) =>
        conflict is StoreConflictException { Reason: not StoreConflictReason.Changed } found && KeysOf(TableOf(error.BatchCommand?.CommandText, tables.Schema), tables, records) is { } keys
            ? new StoreConflictException(found.Message, error) { Reason = found.Reason, Keys = keys }
            : conflict;

    // The first table that a write names is the one that it writes.
    private static string? TableOf(string? sql, string schema)
    {
        var start = sql?.IndexOf(schema + ".", StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return null;
        }

        start += schema.Length + 1;
        var end = start;
        while (end < sql!.Length && (char.IsAsciiLetter(sql[end]) || sql[end] == '_'))
        {
            end++;
        }

        return sql[start..end];
    }

    // None where the row is the writer's own, which says nothing about the records.
    private static RecordKeys? KeysOf(string? name, Tables tables, WorkingSet records)
    {
        if (name == WriterRows.Name)
        {
            return null;
        }

        var keys = new RecordKeys();
        if (name == DueRows.Name)
        {
            DueRows.NameWritten(records, keys);
            return keys;
        }

        foreach (var table in tables.All)
        {
            if (name is not null && table.Kind != RecordKinds.Events && table.Names.Contains(name))
            {
                table.NameWritten(records, keys);
                return keys;
            }
        }

        // Events, which any of the records may have, or what a deferred trigger of another program waits for: it is about any of them.
        foreach (var table in tables.All)
        {
            table.NameWritten(records, keys);
        }

        return keys;
    }
}
