using System.Globalization;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Shows what the customers got, how fast, and what they liked best.</summary>
internal static class SalesReport
{
    private const int MaxBars = 10;
    private const int MaxTitle = 36;
    private static readonly double[] Percents = [50, 95, 99, 99.9];

    public static void ShowOutcomes(Screen screen, Customers customers, OrderBook orders)
    {
        var table = new Table().AddColumn("Outcome").AddColumn(new TableColumn("Orders").RightAligned());
        Add(table, "confirmed, paid, to be shipped", orders.Count(OrderStatus.Created, PaymentStatus.Captured));
        Add(table, "confirmed, paid, delivered", orders.Count(OrderStatus.Delivered));
        Add(table, "confirmed, but not paid", orders.Count(OrderStatus.Created) - orders.Count(OrderStatus.Created, PaymentStatus.Captured));
        Add(table, "cancelled, authorization voided", orders.Count(OrderStatus.Cancelled, PaymentStatus.Voided));
        Add(table, "cancelled, money refunded", orders.Count(OrderStatus.Cancelled, PaymentStatus.Refunded));
        Add(table, "rejected, card declined", orders.Count(OrderStatus.Rejected, PaymentStatus.Declined));
        Add(table, "rejected, given up", orders.Count(OrderStatus.Rejected) - orders.Count(OrderStatus.Rejected, PaymentStatus.Declined));
        Add(table, "payment still unknown", orders.Count(OrderStatus.Pending));
        Add(table, "sold out, nothing written", customers.Count(PlaceOrderOutcome.InsufficientStock));
        screen.Show("Orders by outcome", table);
    }

    public static void ShowReturns(Screen screen, ReturnDesk desk, OrderBook orders)
    {
        var table = new Table().AddColumn("Returned").AddColumn(new TableColumn(string.Empty).RightAligned());
        Add(table, "copies, to be sold again", desk.Copies - desk.Damaged);
        Add(table, "copies, damaged and written off", desk.Damaged);
        table.AddRow("money given back for them", Markup.Escape(orders.GivenBack.ToString()));
        screen.Show("Returns", table);
    }

    public static void ShowSpeed(Screen screen, Customers customers, Figures figures)
    {
        var table = new Table().AddColumn("Throughput and waiting").AddColumn(new TableColumn(string.Empty).RightAligned());
        table.AddRow("captured orders", figures.Orders.ToString("N0", CultureInfo.InvariantCulture));
        table.AddRow("from the first order to the last capture", Seconds(figures.Elapsed));
        table.AddRow("captured orders per second", figures.OrdersPerSecond.ToString("N0", CultureInfo.InvariantCulture));
        foreach (var (percent, time) in Percents.Zip(customers.Latencies.Percentiles(Percents)))
        {
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"confirmation, p{percent}"),
                string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F2} ms"));
        }

        screen.Show("Speed", table);
    }

    public static async Task ShowBestSellersAsync(Screen screen, OrderBook orders, IInventoryService inventory, CancellationToken cancellationToken)
    {
        var chart = new BarChart().WithMaxValue(orders.BestSellers.Select(pair => pair.Value).FirstOrDefault());
        foreach (var (isbn, copies) in orders.BestSellers.Take(MaxBars))
        {
            var listing = await inventory.FindBookAsync(isbn, cancellationToken);
            chart.AddItem(Markup.Escape(Text.Shorten(listing!.Book.Title, MaxTitle)), copies, Color.Blue);
        }

        screen.Show("Best sellers, in copies", chart);
    }

    private static void Add(Table table, string outcome, long count)
    {
        if (count > 0)
        {
            table.AddRow(outcome, count.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F2} s");
}
