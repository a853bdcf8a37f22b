using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Lists what belongs to one order, such as its refunds.</summary>
internal static class OrderParts
{
    /// <summary>Returns one page of the parts of an order, or <c>order_not_found</c>.</summary>
    public static async ValueTask<ListResult<TPart, TResource>> ListAsync<TPart, TResource>(
        string orderId, PageParameters page, HttpContext context, Func<Guid, PageRequest, ValueTask<Page<TPart>>> list, Func<TPart, TResource> toResource, CancellationToken cancellationToken)
        where TResource : class
    {
        var id = ApiRequest.IdOf(orderId);
        if (await ApiRequest.Service<ISalesService>(context).FindOrderAsync(id, cancellationToken).ConfigureAwait(false) is null)
        {
            return Problems.OrderNotFound;
        }

        return new ListResult<TPart, TResource>(page.Size, limit => list(id, new PageRequest { Limit = limit, After = page.After }), toResource);
    }
}
