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

        (await host.Http.GetAsync($"/simulated-bank/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Http.PostAsync($"/simulated-bank/{Guid.NewGuid()}/approve", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Http.GetAsync("/simulated-bank/nonsense")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
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
