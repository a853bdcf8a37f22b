using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Tells which records a write that failed can be about: those that the unit wrote to the statement's table. At least one of them is in conflict.</summary>
internal static class ConflictingWrite
{
    /// <summary>Names the records in a conflict.</summary>
    /// <param name="conflict">The conflict, or any other exception, which is returned as it is.</param>
    /// <param name="error">The database's error.</param>
    /// <param name="schema">The schema's quoted name.</param>
    /// <param name="records">What the unit staged.</param>
    public static Exception Name(Exception conflict, PostgresException error, string schema, WorkingSet records) =>
        conflict is StoreConflictException { Reason: not StoreConflictReason.Changed } found && KeysOf(TableOf(error.BatchCommand?.CommandText, schema), records) is { } keys
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

    private static RecordKeys? KeysOf(string? table, WorkingSet records)
    {
        var keys = new RecordKeys();
        switch (table)
        {
            case "idempotency_keys":
                Add(keys.IdempotencyKeys, records.IdempotencyKeys.Touched);
                break;
            case "orders":
                Add(keys.Orders, records.Orders.Touched);
                break;
            case "deliveries":
                foreach (var entry in records.Deliveries.Touched)
                {
                    keys.Orders.Add((entry.Current ?? entry.Loaded)!.Delivery.OrderId);
                }

                break;
            case "reservations":
                Add(keys.Reservations, records.Reservations.Touched);
                break;
            case "stock":
                Add(keys.Stock, records.Stock.Touched);
                break;
            case "movements":
                foreach (var movement in records.Movements)
                {
                    keys.Stock.Add(movement.Isbn);
                }

                break;
            case "holds":
                foreach (var hold in records.Holds.Staged)
                {
                    keys.Orders.Add(hold.Key.Holder);
                    keys.Reservations.Add(hold.Key.Holder);
                }

                break;
            case "books" or "book_words":
                Add(keys.BooksToWrite, records.Books.Touched);
                break;
            default:
                return null;
        }

        return keys;
    }

    private static void Add<TKey, TRecord>(KeySet<TKey> keys, IReadOnlyList<RecordEntry<TKey, TRecord>> touched)
        where TKey : IEquatable<TKey>, IComparable<TKey>
        where TRecord : class
    {
        foreach (var entry in touched)
        {
            if (entry.Change != RecordChange.None)
            {
                keys.Add(entry.Key);
            }
        }
    }
}
