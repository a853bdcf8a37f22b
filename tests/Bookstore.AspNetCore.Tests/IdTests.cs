namespace Bookstore.AspNetCore;

/// <summary>Ids: a text that is none names nothing.</summary>
public sealed class IdTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private static readonly Guid Id = new("0198c0a0-1234-7abc-8def-0123456789ab");

    private TestShop Shop => fixture.Shop;

    public static TheoryData<string, string, string, string?> Routes => new()
    {
        { "GET", "/api/orders/{0}", "order_not_found", null },
        { "HEAD", "/api/orders/{0}", "", null },
        { "POST", "/api/orders/{0}/cancel", "order_not_found", null },
        { "POST", "/api/orders/{0}/resume", "order_not_found", null },
        { "GET", "/api/orders/{0}/refunds", "order_not_found", null },
        { "GET", "/api/refunds/{0}", "refund_not_found", null },
        { "GET", "/api/orders/{0}/returns", "order_not_found", null },
        { "GET", "/api/returns/{0}", "return_not_found", null },
        { "POST", "/api/returns/{0}/approve", "return_not_found", null },
        { "POST", "/api/returns/{0}/reject", "return_not_found", """{"reason":"worn"}""" },
        { "POST", "/api/returns/{0}/receive", "return_not_found", """{"items":[]}""" },
        { "POST", "/api/returns/{0}/complete", "return_not_found", null },
        { "POST", "/api/returns/{0}/cancel", "return_not_found", null },
        { "GET", "/api/reservations/{0}", "reservation_not_found", null },
        { "DELETE", "/api/reservations/{0}", "reservation_not_found", null },
        { "POST", "/api/reservations/{0}/extend", "reservation_not_found", """{}""" },
        { "GET", "/api/delivery/{0}", "delivery_not_found", null },
        { "POST", "/api/delivery/{0}/status", "delivery_not_found", """{"status":"delivered"}""" },
        { "GET", "/api/audits/{0}", "audit_not_found", null },
        { "GET", "/api/audits/{0}/findings", "audit_not_found", null },
        { "POST", "/api/work/{0}/retry", "work_not_found", null },
        { "POST", "/api/work/{0}/done", "work_not_found", """{"attention":"capture_refused","reference":"r"}""" },
        { "POST", "/api/work/{0}/give-up", "work_not_found", """{"attention":"capture_refused","reason":"r"}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_text_in_an_address_that_is_no_id_is_not_found(string method, string path, string code, string? body)
    {
        string[] none =
        [
            "1", "nonsense", Guid.Empty.ToString(), Id.ToString("N"), $"{{{Id}}}", $"%20{Id}", $"{Id}%20", $"%09{Id}", $"0x98c0a0{Id.ToString()[8..]}", $"+198c0a0{Id.ToString()[8..]}",
            new string('9', 5_000), "%F0%9F%93%9A", "..%2F..", Guid.AllBitsSet.ToString(),
        ];
        foreach (var text in none)
        {
            var answer = await Shop.SendAsync(HttpMethod.Parse(method), string.Format(null, path, text), body);

            answer.Status.ShouldBe(HttpStatusCode.NotFound, text);
            if (code.Length > 0)
            {
                answer.ShouldBeProblem(HttpStatusCode.NotFound, code);
            }
        }
    }

    [Fact]
    public async Task An_id_may_be_in_upper_case_and_is_written_in_no_other_way()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);

        foreach (var other in (string[])[$"%20{order}", $"{order}%20", $"{order}%09", $"+{order[1..]}", order.Replace("-", string.Empty, StringComparison.Ordinal), $"{{{order}}}"])
        {
            (await Shop.GetAsync($"/api/orders/{other}")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        }

        var read = await Shop.GetAsync($"/api/orders/{order.ToUpperInvariant()}");

        read.Json["order_id"]!.GetValue<string>().ShouldBe(order);
    }

    [Fact]
    public async Task An_id_that_is_none_in_a_body_or_a_query_names_nothing_either()
    {
        foreach (var text in (string[])[$" {Id}", $"{Id} ", Id.ToString("B"), "0x98c0a0" + Id.ToString()[8..]])
        {
            (await Shop.PostAsync("/api/delivery", Bodies.Delivery(text))).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
            (await Shop.GetAsync($"/api/delivery?order_id={Uri.EscapeDataString(text)}")).Text.ShouldBe("[]");
        }
    }
}
