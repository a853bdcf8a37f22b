using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>Orders by payment status and by the time that they were placed, over the wire.</summary>
public sealed class OrderFilterTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task GET_orders_by_payment_status_with_the_other_conditions()
    {
        var customer = "payer-" + Guid.NewGuid();
        var captured = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);
        await Shop.CapturedAsync(captured);
        var declined = (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000002", customer: customer))).Json["order_id"]!.GetValue<string>();

        (await ListAsync($"customer_id={customer}&payment_status=captured")).ShouldBe([captured]);
        (await ListAsync($"customer_id={customer}&payment_status=declined&status=rejected")).ShouldBe([declined]);
        (await ListAsync($"customer_id={customer}&payment_status=declined&status=created")).ShouldBeEmpty();
        (await ListAsync($"customer_id={customer}&payment_status=refund_failed&attention=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task GET_orders_by_fulfilment()
    {
        var customer = "filled-" + Guid.NewGuid();
        var order = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);

        (await ListAsync($"customer_id={customer}&fulfilment=none")).ShouldBe([order]);
        (await ListAsync($"customer_id={customer}&fulfilment=partial")).ShouldBeEmpty();
    }

    [Fact]
    public async Task GET_orders_of_time_spans_that_follow_each_other_has_each_once()
    {
        var customer = "timely-" + Guid.NewGuid();
        var first = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);
        var between = DateTimeOffset.UtcNow;
        var second = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);
        foreach (var time in (string[])[between.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture), between.ToOffset(TimeSpan.FromHours(-5)).ToString("O", CultureInfo.InvariantCulture)])
        {
            (await ListAsync($"customer_id={customer}&created_before={time}")).ShouldBe([first]);
            (await ListAsync($"customer_id={customer}&created_after={time}")).ShouldBe([second]);
        }

        (await ListAsync($"customer_id={customer}&created_after=2020-01-01T00:00:00Z&created_before=9999-12-31T23:59:59Z")).ShouldBe([second, first]);
        (await ListAsync("created_after=9999-12-31T23:59:59Z")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-01-22t10:30:00z")]
    [InlineData("2026-01-22T10:30:00.5Z")]
    [InlineData("2026-01-22T10:30:00.123456789Z")]
    [InlineData("2026-01-22t10:30:00.1234567890123456789z")]
    [InlineData("2026-01-22T10:30:00.999999999-05:00")]
    [InlineData("2026-01-22T10:30:00.9%2B01:00")]
    public async Task GET_orders_takes_every_time_of_RFC_3339(string time)
    {
        var customer = "precise-" + Guid.NewGuid();
        var order = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);

        (await ListAsync($"customer_id={customer}&created_after={time}")).ShouldBe([order]);
        (await ListAsync($"customer_id={customer}&created_before={time}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task GET_orders_next_page_keeps_the_conditions_and_another_filter_refuses_its_cursor()
    {
        var customer = "pager-" + Guid.NewGuid();
        var first = await Shop.OrderAsync(TestShop.Odyssey, customer: customer);
        await Shop.OrderAsync(TestShop.Odyssey, customer: customer);

        var page = await Shop.GetAsync($"/api/orders?customer_id={customer}&created_after=2020-01-01T00:00:00Z&limit=1");
        var next = page.Headers.GetValues("Link").Single().Split('<', '>')[1];

        (await Shop.GetAsync(next)).Json.AsArray().Select(static order => order!["order_id"]!.GetValue<string>()).ShouldBe([first]);
        (await Shop.GetAsync(next.Replace("2020-01-01", "2021-01-01", StringComparison.Ordinal))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
    }

    [Theory]
    [InlineData("fulfilment=shipped", "/fulfilment")]
    [InlineData("payment_status=paid", "/payment_status")]
    [InlineData("payment_status=Captured", "/payment_status")]
    [InlineData("created_after=yesterday", "/created_after")]
    [InlineData("created_after=2026-11-22", "/created_after")]
    [InlineData("created_after=2026-11-22T10:30:00", "/created_after")]
    [InlineData("created_after=2026-11-22T10:30:00+01:00", "/created_after")]
    [InlineData("created_before=2026-13-22T10:30:00Z", "/created_before")]
    [InlineData("created_before=2026-11-22T10:30:00.Z", "/created_before")]
    [InlineData("created_before=2026-11-22T10:30:00,5Z", "/created_before")]
    [InlineData("created_before=2026-11-22%2010:30:00Z", "/created_before")]
    [InlineData("created_before=1764000000", "/created_before")]
    [InlineData("created_before=", "/created_before")]
    [InlineData("created_before=2026-11-22T10:30:00Z&created_before=2026-11-22T10:30:00Z", "/created_before")]
    public async Task GET_orders_with_a_wrong_condition_is_refused(string query, string pointer)
    {
        var refused = await Shop.GetAsync("/api/orders?" + query);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        refused.ShouldBlame(pointer);
    }

    private async Task<IEnumerable<string>> ListAsync(string query) =>
        (await Shop.GetAsync("/api/orders?" + query)).Json.AsArray().Select(static order => order!["order_id"]!.GetValue<string>());
}
