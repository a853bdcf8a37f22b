using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Gathers what belongs to a customer's orders, page by page.</summary>
internal sealed class CustomerService(ISalesService sales, ErasureWork erasures, IBookstoreStore store, IOptions<BookstoreOptions> options) : ICustomerService
{
    private static readonly string[] Kinds = [RefundDocuments.Kind.Name, ReturnDocuments.Kind.Name];

    public async ValueTask<Page<CustomerOrder>> ExportAsync(string customerId, PageRequest? page = null, CancellationToken cancellationToken = default)
    {
        var query = new OrderQuery { CustomerId = Require.NotNull(customerId), Limit = (page ?? new PageRequest()).Limit, After = page?.After };
        var orders = await sales.ListOrdersAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<CustomerOrder>(await GatherAsync(orders.Items, cancellationToken).ConfigureAwait(false), orders.Next);
    }

    public async Task<CustomerErasure?> EraseAsync(string customerId, CancellationToken cancellationToken = default)
    {
        Require.Text(customerId, 1, Order.MaxCustomerIdLength);
        if (options.Value.SharedCustomerIds.Contains(customerId))
        {
            throw new ArgumentException("The customerId is one that many customers share: erasing it would erase all of them.", nameof(customerId));
        }

        var orders = await store.ListOrdersAsync(new OrderFilter { CustomerId = customerId }, null, 1, cancellationToken).ConfigureAwait(false);
        return orders.Items.Count == 0 && orders.Next is null && await store.FindDocumentAsync(ErasureBody.IdOf(customerId), cancellationToken).ConfigureAwait(false) is null
            ? null
            : await erasures.StartAsync(customerId, cancellationToken).ConfigureAwait(false);
    }

    // One read of the deliveries and one of the rest for all orders of the page.
    private async ValueTask<CustomerOrder[]> GatherAsync(IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        if (orders.Count == 0)
        {
            return [];
        }

        Guid[] ids = [.. orders.Select(static order => order.Id)];
        var deliveries = (await store.ListDeliveriesOfAsync(ids, cancellationToken).ConfigureAwait(false)).ToLookup(static record => record.Delivery.OrderId, static record => record.Delivery);
        var documents = await store.ListDocumentsOfAsync(ids, Kinds, cancellationToken).ConfigureAwait(false);
        var refunds = documents.Where(static document => document.Id.Kind == RefundDocuments.Kind.Name).ToLookup(static document => document.OwnerId, static document => RefundDocuments.Read(document).Refund);
        var returns = documents.Where(static document => document.Id.Kind == ReturnDocuments.Kind.Name).ToLookup(static document => document.OwnerId, static document => ReturnDocuments.Read(document).Return);
        return [.. orders.Select(order => new CustomerOrder(order, [.. deliveries[order.Id].Reverse()], [.. refunds[order.Id]], [.. returns[order.Id]]))];
    }
}
