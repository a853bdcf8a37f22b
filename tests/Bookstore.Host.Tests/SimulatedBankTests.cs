namespace Bookstore.Samples;

/// <summary>The way of a customer who has to act at the bank, with the sample's own bank.</summary>
public sealed class SimulatedBankTests
{
    private const string ActionCard = "4000002760003184";

    [Theory]
    [InlineData("approve", "created")]
    [InlineData("refuse", "rejected")]
    public async Task A_customer_answers_at_the_page_of_the_bank_and_the_webhook_brings_the_order_along(string answer, string status)
    {
        using var folder = new HostFolder();

        // No round looks for the order in this time: without the webhook it would stay pending.
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__PollInterval", "00:30:00"));
        using var placed = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey, card: ActionCard));
        placed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var order = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!;
        var id = order["order_id"]!.GetValue<string>();
        var page = new Uri(order["action"]!["url"]!.GetValue<string>());
        page.ShouldBe(new Uri(host.Address, $"/simulated-bank/{id}"));

        using var browser = new HttpClient();
        var text = await browser.GetStringAsync(page);
        text.ShouldContain($"action=\"/simulated-bank/{id}/{answer}\"");
        using var answered = await browser.PostAsync(new Uri(host.Address, $"/simulated-bank/{id}/{answer}"), null);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answered.Content.ReadAsStringAsync()).ShouldNotContain("<form");

        await Eventually.TrueAsync(async () => (await host.GetAsync($"/api/orders/{id}"))["status"]!.GetValue<string>() == status, () => $"the order to be {status}\n{host.Output}");
        await Shopping.SettleAsync(host);
        await host.StopAsync();
        await Shopping.VerifyAsync(folder);
    }

    [Fact]
    public async Task The_bank_knows_nothing_of_other_orders()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);

        using var unknown = await host.Http.GetAsync($"/simulated-bank/{Guid.NewGuid()}");
        (unknown.StatusCode, unknown.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.NotFound, "application/problem+json"));
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"/simulated-bank/{Guid.NewGuid()}");
        asked.Headers.Add("Accept", "text/html, */*");
        using var page = await host.Http.SendAsync(asked);
        (page.StatusCode, page.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.NotFound, "text/html"));
        (await host.Http.PostAsync($"/simulated-bank/{Guid.NewGuid()}/approve", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Http.GetAsync("/simulated-bank/nonsense")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_can_be_read_only_takes_GET_and_HEAD()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Docs__Enabled", "true"));

        foreach (var path in new[] { "/", "/openapi.yaml", "/docs" })
        {
            using var read = await host.Http.GetAsync(path);
            using var head = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            (read.StatusCode, head.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK), path);
            (await head.Content.ReadAsStringAsync()).ShouldBeEmpty();
            foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
            {
                using var refused = await host.Http.SendAsync(new HttpRequestMessage(method, path));
                refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, $"{method} {path}");
                refused.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
                JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe("method_not_allowed");
            }
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_host_without_a_payment_provider_does_not_start_outside_Development(string background)
    {
        using var folder = new HostFolder();

        var (exitCode, output) = await HostProcess.RunAsync(
            folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__Payments__Provider", ""), ("Bookstore__BackgroundWork", background));

        exitCode.ShouldBe(1);
        output.ShouldContain("Bookstore:Payments:Provider");
    }

    [Fact]
    public async Task An_address_of_the_bank_that_is_none_is_explained_at_the_start()
    {
        using var folder = new HostFolder();

        var (exitCode, output) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__Payments__BankAddress", "shop"));

        exitCode.ShouldBe(1);
        output.ShouldContain("Bookstore:Payments:BankAddress");
    }
}
