using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store whose commits are looked at, once they are durable.</summary>
internal sealed class CommitWatchingStore(IBookstoreStore inner, Action<WorkingSet> onCommit) : DelegatingStore(inner)
{
    protected override async ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        await base.CommitUnitAsync(unit, mark);
        onCommit(unit.Records);
    }
}
