using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lists orders by what stores have no index for, from the lists that they have. It looks at a bounded number of orders for each page.</summary>
/// <param name="store">The store.</param>
/// <param name="filter">The conditions that the store looks after.</param>
/// <param name="query">The others.</param>
internal sealed class OrderSearch(IBookstoreStore store, OrderFilter filter, OrderQuery query)
{
    // Where most orders do not match, fewer and larger pages of the store are read.
    private const int SmallestPage = 500;
    private const int MostPages = 4;

    /// <summary>Whether a query has a condition that stores do not know.</summary>
    public static bool IsNeededFor(OrderQuery query) => query.Search is not null || query.Metadata is not null || query.Fulfilment is not null;

    /// <summary>Lists by descending id.</summary>
    public async ValueTask<KeysetPage<OrderRecord, Guid>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        List<KeysetPage<OrderRecord, Guid>> pages = [];
        foreach (var source in Sources())
        {
            pages.Add(await ListAsync(source, after, limit, cancellationToken).ConfigureAwait(false));
        }

        if (query.Search is { } text && await ListTrackedAsync(text, after, limit, cancellationToken).ConfigureAwait(false) is { Items.Count: > 0 } tracked)
        {
            pages.Add(tracked);
        }

        return pages.Count == 1 ? pages[0] : Merge(pages, limit);
    }

    // An order that is found in more than one way is listed once. Below where one of the lists was cut, the others are not complete.
    private static KeysetPage<OrderRecord, Guid> Merge(List<KeysetPage<OrderRecord, Guid>> pages, int limit)
    {
        var cut = pages.Max(static page => page.Next);
        var found = pages.SelectMany(static page => page.Items)
            .Where(order => cut is null || order.Order.Id >= cut)
            .DistinctBy(static order => order.Order.Id)
            .OrderByDescending(static order => order.Order.Id)
            .Take(limit)
            .ToArray();
        return new KeysetPage<OrderRecord, Guid>(found, found.Length == limit ? found[^1].Order.Id : cut);
    }

    // Each way in which the searched text can mean an order, with the narrowest list for it.
    private IEnumerable<Source> Sources()
    {
        if (query.Search is not { } text)
        {
            yield return new Source(filter, null, null);
            yield break;
        }

        if (filter.CustomerId is null || string.Equals(filter.CustomerId, text, StringComparison.Ordinal))
        {
            yield return new Source(filter with { CustomerId = text }, null, null);
        }

        if (IdRange.TryParse(text, out var ids))
        {
            yield return new Source(filter, ids, null);
        }

        if (Isbn.TryParseArticle(text, out var isbn))
        {
            yield return new Source(filter, null, isbn);
        }
    }

    private async ValueTask<KeysetPage<OrderRecord, Guid>> ListAsync(Source source, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<OrderRecord>();
        var size = source.Isbn is null && query.Metadata is null && query.Fulfilment is null ? limit : Math.Max(limit, SmallestPage);
        var position = source.Ids is { } ids && (after is null || after > ids.End) ? ids.End : after;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await store.ListOrdersAsync(source.Filter, position, size, cancellationToken).ConfigureAwait(false);
            foreach (var order in page.Items)
            {
                if (order.Order.Id < source.Ids?.First)
                {
                    return new KeysetPage<OrderRecord, Guid>(found, null);
                }

                if (Matches(source, order.Order))
                {
                    found.Add(order);
                    if (found.Count == limit)
                    {
                        return new KeysetPage<OrderRecord, Guid>(found, order.Order.Id);
                    }
                }
            }

            position = page.Next;
            if (position is null || position < source.Ids?.First)
            {
                return new KeysetPage<OrderRecord, Guid>(found, null);
            }
        }

        return new KeysetPage<OrderRecord, Guid>(found, position);
    }

    private async ValueTask<KeysetPage<OrderRecord, Guid>> ListTrackedAsync(string number, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<OrderRecord>();
        foreach (var id in await TrackedOrders.ListOrdersAsync(store, number, cancellationToken).ConfigureAwait(false))
        {
            if ((after is null || id < after) && await store.FindOrderAsync(id, cancellationToken).ConfigureAwait(false) is { } order && filter.Matches(order.Order) && Matches(new Source(filter, null, null), order.Order))
            {
                found.Add(order);
            }
        }

        found.Sort(static (left, right) => right.Order.Id.CompareTo(left.Order.Id));
        return found.Count <= limit ? new KeysetPage<OrderRecord, Guid>(found, null) : new KeysetPage<OrderRecord, Guid>(found[..limit], found[limit - 1].Order.Id);
    }

    private bool Matches(Source source, Order order) =>
        (source.Isbn is not { } isbn || order.Lines.Any(line => line.Isbn == isbn))
        && (query.Fulfilment is not { } fulfilment || order.Fulfilment == fulfilment)
        && (query.Metadata is not { } metadata
            || (order.Metadata.TryGetValue(metadata.Key, out var value) && string.Equals(value, metadata.Value, StringComparison.Ordinal)));

    private sealed record Source(OrderFilter Filter, IdRange? Ids, Isbn? Isbn);
}
