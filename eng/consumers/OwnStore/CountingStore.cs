using Bookstore.Storage;
using Bookstore.Testing;

namespace OwnStore;

/// <summary>A store of a user: keeps its records in another store, and counts what is committed and what is lost.</summary>
public sealed class CountingStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    private long _committed;
    private long _failed;

    public long Committed => Interlocked.Read(ref _committed);

    public long Failed => Interlocked.Read(ref _failed);

    protected override async ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        try
        {
            await base.CommitUnitAsync(unit, mark);
            Interlocked.Increment(ref _committed);
        }
        catch
        {
            Interlocked.Increment(ref _failed);
            throw;
        }
    }
}
