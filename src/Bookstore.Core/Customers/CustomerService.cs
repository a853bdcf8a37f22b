using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Gathers what belongs to a customer's orders, order by order.</summary>
internal sealed class CustomerService(ISalesService sales, IDeliveryService deliveries, IRefundService refunds, IReturnService returns, ErasureWork erasures, IBookstoreStore store, IOptions<BookstoreOptions> options) : ICustomerService
{
    public async ValueTask<Page<CustomerOrder>> ExportAsync(string customerId, PageRequest? page = null, CancellationToken cancellationToken = default)
    {
        var query = new OrderQuery { CustomerId = Require.NotNull(customerId), Limit = (page ?? new PageRequest()).Limit, After = page?.After };
        var orders = await sales.ListOrdersAsync(query, cancellationToken).ConfigureAwait(false);
        var gathered = new CustomerOrder[orders.Items.Count];
        for (var i = 0; i < gathered.Length; i++)
        {
            gathered[i] = await GatherAsync(orders.Items[i], cancellationToken).ConfigureAwait(false);
        }

        return new Page<CustomerOrder>(gathered, orders.Next);
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

    private async ValueTask<CustomerOrder> GatherAsync(Order order, CancellationToken cancellationToken) => new(
        order,
        await DeliveriesOfAsync(order, cancellationToken).ConfigureAwait(false),
        await refunds.ListAsync(order.Id, cancellationToken).ConfigureAwait(false),
        await returns.ListAsync(order.Id, cancellationToken).ConfigureAwait(false));

    // An order has a bounded number of deliveries; a filtered page may be short although more follows.
    private async ValueTask<IReadOnlyList<Delivery>> DeliveriesOfAsync(Order order, CancellationToken cancellationToken)
    {
        List<Delivery> found = [];
        string? after = null;
        do
        {
            var page = await deliveries.ListAsync(new DeliveryQuery { OrderId = order.Id, After = after }, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return found;
    }
}
