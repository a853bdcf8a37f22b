namespace Bookstore.Operating;

/// <summary>The orders of the last 24 hours, hour by hour.</summary>
/// <param name="Hours">The hours, the oldest first.</param>
/// <param name="Currency">The currency of the amounts: the one with the most orders.</param>
/// <param name="IsPart">Whether there were more orders than are looked at: the oldest hours lack some.</param>
internal sealed record HourlySales(IReadOnlyList<SalesHour> Hours, string Currency, bool IsPart)
{
    /// <summary>The books that were sold, those of most orders first.</summary>
    public IReadOnlyList<Isbn> Sold { get; init; } = [];

    public int Orders => Hours.Sum(static hour => hour.Orders);

    public long MinorUnits => Hours.Sum(static hour => hour.MinorUnits);
}

/// <summary>One hour.</summary>
/// <param name="Begin">When it begins, in UTC.</param>
/// <param name="Orders">The orders that were confirmed, in every currency.</param>
/// <param name="MinorUnits">Their totals, in the currency of the chart.</param>
internal readonly record struct SalesHour(DateTimeOffset Begin, int Orders, long MinorUnits);

/// <summary>Reads the sales of the last hours, and caches them: the page costs the same for any number of users.</summary>
internal sealed class SalesReads : IDisposable
{
    /// <summary>How many orders are looked at.</summary>
    public const int MaxOrders = 5_000;

    private const int Hours = 24;
    private const int MaxBooks = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1);
    private HourlySales? _last;
    private DateTimeOffset _readAt;

    public async ValueTask<HourlySales> ReadAsync(ISalesService sales, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is null || now - _readAt >= Kept || now < _readAt)
            {
                _last = await ReadNowAsync(sales, now, cancellationToken).ConfigureAwait(false);
                _readAt = now;
            }

            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static async ValueTask<HourlySales> ReadNowAsync(ISalesService sales, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(now.UtcDateTime.Hour + 1);
        var begin = end.AddHours(-Hours);
        var orders = new List<Order>();
        string? after = null;
        do
        {
            var page = await sales.ListOrdersAsync(new OrderQuery { CreatedAfter = begin, Limit = Page.MaxLimit, After = after }, cancellationToken).ConfigureAwait(false);
            orders.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null && orders.Count < MaxOrders);

        return Of(orders, begin, after is not null);
    }

    private static HourlySales Of(List<Order> orders, DateTimeOffset begin, bool isPart)
    {
        var sold = orders.Where(static order => order.Status is OrderStatus.Created or OrderStatus.Delivered).ToList();
        var currency = sold.GroupBy(static order => order.Total.Currency).OrderByDescending(static group => group.Count()).FirstOrDefault()?.Key ?? string.Empty;
        var hours = new SalesHour[Hours];
        for (var index = 0; index < Hours; index++)
        {
            hours[index] = new SalesHour(begin.AddHours(index), 0, 0);
        }

        foreach (var order in sold)
        {
            var index = Math.Clamp((int)(order.CreatedAt - begin).TotalHours, 0, Hours - 1);
            hours[index] = hours[index] with { Orders = hours[index].Orders + 1, MinorUnits = hours[index].MinorUnits + (order.Total.Currency == currency ? order.Total.MinorUnits : 0) };
        }

        var books = sold.SelectMany(static order => order.Lines).GroupBy(static line => line.Isbn).OrderByDescending(static lines => lines.Count()).Take(MaxBooks).Select(static lines => lines.Key);
        return new HourlySales(hours, currency, isPart) { Sold = [.. books] };
    }
}
