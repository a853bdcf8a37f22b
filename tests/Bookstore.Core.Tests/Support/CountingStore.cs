using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store that counts how often orders are read.</summary>
internal sealed class CountingStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    /// <summary>How often a customer's orders were listed.</summary>
    public int Lists { get; private set; }

    /// <summary>How often a single order was read.</summary>
    public int Finds { get; private set; }

    public override ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken)
    {
        Finds++;
        return base.FindOrderAsync(orderId, cancellationToken);
    }

    public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        Lists += filter.CustomerId is null ? 0 : 1;
        return base.ListOrdersAsync(filter, after, limit, cancellationToken);
    }
}
