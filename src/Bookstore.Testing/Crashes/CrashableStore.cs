using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;

namespace Bookstore.Testing;

/// <summary>A store as one host sees it: each commit is two boundaries, and the locks of a dead host are let go.</summary>
/// <param name="inner">The store.</param>
/// <param name="life">The host's life.</param>
/// <param name="isShared">Whether the store outlives the host.</param>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class CrashableStore(IBookstoreStore inner, HostLifetime life, bool isShared) : DelegatingStore(inner)
{
    public override async ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        await life.StayAsync().ConfigureAwait(false);
        await base.RegisterWriterAsync(writer, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        await life.StayAsync().ConfigureAwait(false);
        return await base.OpenAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        await life.StayAsync().ConfigureAwait(false);
        return await base.WasCommittedAsync(mark, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask DisposeAsync() => isShared ? ValueTask.CompletedTask : base.DisposeAsync();

    protected override async ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        await PassAsync("before commit", unit).ConfigureAwait(false);
        await base.CommitUnitAsync(unit, mark).ConfigureAwait(false);
        await PassAsync("after commit", unit).ConfigureAwait(false);
    }

    private async Task PassAsync(string site, IStoreTransaction unit)
    {
        var passed = life.PassAsync(site);
        if (!passed.IsCompleted)
        {
            // The connection of a dead host is closed, and its locks are gone.
            await unit.DisposeAsync().ConfigureAwait(false);
        }

        await passed.ConfigureAwait(false);
    }
}
