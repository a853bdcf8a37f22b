using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>Ends each list's first page early, as a store does that has looked at enough.</summary>
internal sealed class ShortPageStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    public override async ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        var all = await base.ListBooksAsync(filter, after, limit, cancellationToken);
        return after is null ? new KeysetPage<BookListing, Isbn>([all.Items[0]], all.Items[1].Book.Isbn) : all;
    }

    public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new KeysetPage<OrderRecord, Guid>([], after is null ? Guid.AllBitsSet : null));

    public override ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new KeysetPage<DeliveryRecord, Guid>([], after is null ? Guid.AllBitsSet : null));
}
