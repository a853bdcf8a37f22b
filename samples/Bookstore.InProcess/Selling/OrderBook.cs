namespace Bookstore.Samples;

/// <summary>What became of the orders of a run, as the shop has them on record.</summary>
internal sealed class OrderBook
{
    private readonly Dictionary<(OrderStatus Status, PaymentStatus Payment), long> _counts = [];
    private readonly Dictionary<Isbn, long> _copies = [];

    private OrderBook()
    {
    }

    /// <summary>Orders whose money was captured, also if it went back later.</summary>
    public long Captured => Count(payment: PaymentStatus.Captured) + Count(payment: PaymentStatus.PartiallyRefunded) + Count(payment: PaymentStatus.Refunded);

    /// <summary>What went back to the customers of delivered orders.</summary>
    public Money GivenBack { get; private set; } = new(0, PriceList.Currency);

    /// <summary>Copies that were sold, and neither cancelled nor returned, the best seller first.</summary>
    public IEnumerable<KeyValuePair<Isbn, long>> BestSellers => _copies.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key);

    /// <summary>Reads the orders that were placed since a time.</summary>
    /// <param name="sales">The shop's orders.</param>
    /// <param name="since">When the run began.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The orders, added up.</returns>
    public static async Task<OrderBook> ReadAsync(ISalesService sales, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var book = new OrderBook();
        string? after = null;
        do
        {
            var page = await sales.ListOrdersAsync(new OrderQuery { Limit = Page.MaxLimit, After = after }, cancellationToken);
            foreach (var order in page.Items)
            {
                book.Add(order, since);
            }

            // Orders come newest first: the rest are of earlier runs on the same file.
            var isOfEarlierRun = page.Items.Count > 0 && page.Items[^1].CreatedAt < since;
            after = isOfEarlierRun ? null : page.Next;
        }
        while (after is not null);

        return book;
    }

    public long Count(OrderStatus? status = null, PaymentStatus? payment = null) => _counts
        .Where(pair => (status ?? pair.Key.Status) == pair.Key.Status && (payment ?? pair.Key.Payment) == pair.Key.Payment)
        .Sum(pair => pair.Value);

    private void Add(Order order, DateTimeOffset since)
    {
        if (order.CreatedAt < since)
        {
            return;
        }

        var state = (order.Status, order.PaymentStatus);
        _counts[state] = _counts.GetValueOrDefault(state) + 1;
        if (order.Status is not (OrderStatus.Created or OrderStatus.Delivered))
        {
            return;
        }

        GivenBack += order.Refunded;
        foreach (var line in order.Lines)
        {
            _copies[line.Isbn] = _copies.GetValueOrDefault(line.Isbn) + line.Quantity - line.Returned;
        }
    }
}
