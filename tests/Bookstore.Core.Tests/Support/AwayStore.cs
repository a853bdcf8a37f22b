using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store in memory whose server does not answer for as long as the test says.</summary>
internal sealed class AwayStore(InMemoryStore inner, Func<bool> isAway) : DelegatingStore(inner)
{
    public override ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return base.InitializeAsync(cancellationToken);
    }

    public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return base.OpenAsync(keys, cancellationToken);
    }

    public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return base.ReadTimeAsync(host, cancellationToken);
    }

    private void ThrowIfAway()
    {
        if (isAway())
        {
            throw new BookstoreStoreException("The server does not answer.") { IsTransient = true };
        }
    }
}
