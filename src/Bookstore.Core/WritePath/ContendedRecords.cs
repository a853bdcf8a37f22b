using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records that operations could not get: locked by another transaction, or refused by the store. Bounded; an entry that is not met again is removed.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
internal sealed class ContendedRecords
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ContendedRecord, Contention> _contentions = [];
    private readonly RecordKeys _keys = new();
    private TimeSpan _sweptAt;

    public int Count => _contentions.Count;

    /// <summary>Notes one more failure at a record.</summary>
    /// <returns>Before when it is of no use to try again.</returns>
    public TimeSpan Fail(ContendedRecord record, TimeSpan now, TimeSpan longestPause)
    {
        if (!_contentions.TryGetValue(record, out var contention))
        {
            if (_contentions.Count >= Capacity)
            {
                return now + longestPause;
            }

            _contentions.Add(record, contention = new Contention());
        }

        var pause = Pause.After(++contention.Failures);
        contention.SeenAt = now;
        return contention.NotBefore = now + (pause < longestPause ? pause : longestPause);
    }

    /// <summary>Finds the first record that an operation touches and that is contended.</summary>
    public bool TryFind(Operation operation, TimeSpan now, out ContendedRecord record, [NotNullWhen(true)] out Contention? contention)
    {
        _keys.Clear();
        operation.Touches(_keys);
        foreach (var touched in ContendedRecord.AllOf(_keys, operation))
        {
            if (_contentions.TryGetValue(touched, out contention))
            {
                contention.SeenAt = now;
                record = touched;
                return true;
            }
        }

        (record, contention) = (default, null);
        return false;
    }

    /// <summary>Forgets the records of an operation that was committed.</summary>
    public void Forgive(Operation operation)
    {
        _keys.Clear();
        operation.Touches(_keys);
        foreach (var touched in ContendedRecord.AllOf(_keys, operation))
        {
            _contentions.Remove(touched);
        }
    }

    /// <summary>Removes entries that were not met for a while.</summary>
    public void Sweep(TimeSpan now)
    {
        if (now - _sweptAt < ForgottenAfter / 10)
        {
            return;
        }

        _sweptAt = now;
        foreach (var (record, contention) in _contentions)
        {
            if (now - contention.SeenAt > ForgottenAfter)
            {
                _contentions.Remove(record);
            }
        }
    }
}

/// <summary>How often a record could not be had, and when to try again.</summary>
internal sealed class Contention
{
    public int Failures { get; set; }

    public TimeSpan NotBefore { get; set; }

    public TimeSpan SeenAt { get; set; }
}

/// <summary>One record, or a kind of operation on one book's stock where the store could not name the record.</summary>
internal readonly record struct ContendedRecord(string Kind, Guid Id, Isbn Isbn, IdempotencyId Key)
{
    /// <summary>All records that an operation's conflict can be about.</summary>
    /// <param name="keys">What it touches.</param>
    /// <param name="operation">The operation.</param>
    public static IEnumerable<ContendedRecord> AllOf(RecordKeys keys, Operation operation)
    {
        foreach (var record in AllOf(keys))
        {
            yield return record;
        }

        if (Of(operation) is { } signature)
        {
            yield return signature;
        }
    }

    public static IEnumerable<ContendedRecord> AllOf(RecordKeys keys)
    {
        foreach (var isbn in keys.Stock)
        {
            yield return new ContendedRecord(nameof(keys.Stock), default, isbn, default);
        }

        foreach (var isbn in keys.BooksToWrite)
        {
            yield return new ContendedRecord(nameof(keys.BooksToWrite), default, isbn, default);
        }

        foreach (var id in keys.Orders)
        {
            yield return new ContendedRecord(nameof(keys.Orders), id, default, default);
        }

        foreach (var id in keys.Reservations)
        {
            yield return new ContendedRecord(nameof(keys.Reservations), id, default, default);
        }

        foreach (var document in keys.Documents)
        {
            yield return new ContendedRecord(document.Kind, document.Id, default, default);
        }

        foreach (var owner in keys.DocumentsOf)
        {
            yield return new ContendedRecord(nameof(keys.DocumentsOf), owner, default, default);
        }

        foreach (var key in keys.IdempotencyKeys)
        {
            yield return new ContendedRecord(nameof(keys.IdempotencyKeys), default, default, key);
        }
    }

    /// <summary>The operation's kind and its book; <see langword="null"/> when it leaves stock alone.</summary>
    public static ContendedRecord? Of(Operation operation) =>
        operation.StockPartition is { } isbn ? new ContendedRecord(operation.GetType().Name, default, isbn, default) : null;

    /// <summary>The records of a conflict that an operation touches, or what the operation is where the store could not name them.</summary>
    public static List<ContendedRecord> InConflict(Operation operation, Exception obstacle)
    {
        var keys = new RecordKeys();
        operation.Touches(keys);
        var records = new List<ContendedRecord>(AllOf(keys));
        if (obstacle is StoreConflictException { Keys: { LockableCount: > 0 } inConflict })
        {
            var named = new HashSet<ContendedRecord>(AllOf(inConflict));
            records.RemoveAll(record => !named.Contains(record));
            return records;
        }

        return Of(operation) is { } signature ? [signature] : [];
    }
}
