using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The idempotency keys.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class KeyTable : MemoryTable<IdempotencyId, IdempotencyRecord>
{
    private readonly SortedKeys<(DateTimeOffset At, IdempotencyId Id)> _byAge;

    public KeyTable() => _byAge = Sort(static key => (key.CreatedAt, key.Id));

    public IReadOnlyList<IdempotencyRecord> List(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit)
    {
        var found = new List<IdempotencyRecord>();
        foreach (var (at, id) in after is null ? _byAge.Ascending() : _byAge.After((after.CreatedAt, after.Id)))
        {
            if (at >= createdBefore || found.Count == limit)
            {
                break;
            }

            found.Add(this[id]);
        }

        return found;
    }
}
