namespace Bookstore.Operating;

/// <summary>Reads the sales of the last hours, and caches them: the page costs the same for any number of users and of orders.</summary>
/// <param name="lowStock">A book with fewer available copies is low; zero looks at none.</param>
internal sealed class SalesReads(int lowStock)
{
    /// <summary>How many orders are looked at.</summary>
    public const int MaxOrders = 5_000;

    private const int Hours = 24;
    private const int MaxBooks = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // What is older than that is not shown: who opens the page in the morning waits for a reading.
    private static readonly TimeSpan MostShown = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Task<HourlySales>? _reading;
    private volatile HourlySales? _last;

    /// <summary>Returns the last reading. One that is no longer fresh is returned as well, and the next one is made meanwhile.</summary>
    public async ValueTask<HourlySales> ReadAsync(ISalesService sales, IInventoryService inventory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = _last;
        var age = now - (last?.ReadAt ?? default);
        if (last is not null && age >= TimeSpan.Zero && age < Fresh)
        {
            return last;
        }

        var reading = Reading(sales, inventory, now);
        return last is not null && age >= TimeSpan.Zero && age < MostShown ? last : await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // One at a time, for all who ask, and not ended by those who leave: it is bounded.
    private Task<HourlySales> Reading(ISalesService sales, IInventoryService inventory, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_reading is not { IsCompleted: false })
            {
                _reading = Task.Run(() => ReadNowAsync(sales, inventory, now), CancellationToken.None);

                // Where nobody waits for it, the page that is shown says how old it is.
                _ = _reading.ContinueWith(static reading => reading.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            return _reading;
        }
    }

    private async Task<HourlySales> ReadNowAsync(ISalesService sales, IInventoryService inventory, DateTimeOffset now)
    {
        var end = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(now.UtcDateTime.Hour + 1);
        var begin = end.AddHours(-Hours);
        var orders = new List<Order>();
        string? after = null;
        do
        {
            var page = await sales.ListOrdersAsync(new OrderQuery { CreatedAfter = begin, Limit = Page.MaxLimit, After = after }, CancellationToken.None).ConfigureAwait(false);
            orders.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null && orders.Count < MaxOrders);

        var read = Of(orders, begin, after is not null) with { ReadAt = now };
        return _last = read with { LowStock = await LowOfAsync(inventory, read.Sold).ConfigureAwait(false) };
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

    private async ValueTask<IReadOnlyList<BookListing>> LowOfAsync(IInventoryService inventory, IReadOnlyList<Isbn> sold)
    {
        var low = new List<BookListing>();
        foreach (var isbn in lowStock == 0 ? [] : sold)
        {
            if (await inventory.FindBookAsync(isbn, CancellationToken.None).ConfigureAwait(false) is { } listing && listing.Stock.Available < lowStock)
            {
                low.Add(listing);
            }
        }

        low.Sort(static (one, other) => one.Stock.Available.CompareTo(other.Stock.Available));
        return low;
    }
}
