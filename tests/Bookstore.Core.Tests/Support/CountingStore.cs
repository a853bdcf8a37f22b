using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store that counts how often orders are listed.</summary>
internal sealed class CountingStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    public int Lists { get; private set; }

    public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        Lists++;
        return base.ListOrdersAsync(filter, after, limit, cancellationToken);
    }
}
