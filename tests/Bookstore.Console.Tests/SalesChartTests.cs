using System.Globalization;
using NSubstitute;

namespace Bookstore.Operating;

/// <summary>The chart of the first page does not make its readers wait.</summary>
public sealed class SalesChartTests
{
    [Fact]
    public async Task Chart_is_shown_as_it_was_while_it_is_read_again()
    {
        var time = new ManualTime();
        var sales = Substitute.For<ISalesService>();
        var (first, second) = (Orders(1, time.GetUtcNow()), new TaskCompletionSource<Page<Order>>());
        sales.ListOrdersAsync(Arg.Is<OrderQuery>(static query => !query.Attention), Arg.Any<CancellationToken>())
            .Returns(_ => ValueTask.FromResult(first), _ => new ValueTask<Page<Order>>(second.Task));
        sales.ListOrdersAsync(Arg.Is<OrderQuery>(static query => query.Attention), Arg.Any<CancellationToken>()).Returns(ValueTask.FromResult(new Page<Order>([], null)));
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton<TimeProvider>(time).AddSingleton(sales));
        using var browser = await shop.SignInAsync();
        var readAt = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

        time.Advance(TimeSpan.FromSeconds(31));
        var before = await browser.GetAsync("/console/");
        second.SetResult(Orders(3, time.GetUtcNow()));
        await ConsoleShop.EventuallyAsync(async () => (await browser.GetAsync("/console/")).Text.Contains("3 orders", StringComparison.Ordinal));

        before.Text.ShouldContain("1 order</text>");
        before.Text.ShouldContain($"as of <time datetime=\"{readAt}");
    }

    [Fact]
    public async Task Chart_that_is_long_out_of_date_is_not_shown()
    {
        var time = new ManualTime();
        var sales = Substitute.For<ISalesService>();
        var shown = Orders(1, time.GetUtcNow());
        sales.ListOrdersAsync(Arg.Any<OrderQuery>(), Arg.Any<CancellationToken>()).Returns(call => ValueTask.FromResult(call.Arg<OrderQuery>().Attention ? new Page<Order>([], null) : shown));
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton<TimeProvider>(time).AddSingleton(sales));
        using var browser = await shop.SignInAsync();

        time.Advance(TimeSpan.FromMinutes(6));
        shown = Orders(2, time.GetUtcNow());

        (await browser.GetAsync("/console/")).Text.ShouldContain("2 orders</text>");
    }

    private static Page<Order> Orders(int count, DateTimeOffset at) => new(
        [.. Enumerable.Range(0, count).Select(_ => new Order
        {
            Id = Guid.CreateVersion7(at),
            CustomerId = "cust-1",
            Lines = [new OrderLine(ConsoleShop.Martian, 1, new Money(12.99m, "USD"))],
            Total = new Money(12.99m, "USD"),
            Status = OrderStatus.Created,
            PaymentStatus = PaymentStatus.Captured,
            CreatedAt = at,
            UpdatedAt = at,
        })],
        null);
}
