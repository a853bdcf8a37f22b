using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Samples;

/// <summary>What several tests do with a host.</summary>
internal static class Shopping
{
    public const string Odyssey = "9780140449136";
    public const string Martian = "9780143127550";

    /// <summary>How many copies of the Odyssey a new host has.</summary>
    public const int OdysseyStock = 25;

    public static string Order(string isbn, int quantity = 1, string card = "4111111111111111", string customer = "cust-1") =>
        new JsonObject
        {
            ["customer_id"] = customer,
            ["items"] = new JsonArray(new JsonObject { ["isbn"] = isbn, ["quantity"] = quantity }),
            ["payment"] = new JsonObject { ["card_number"] = card, ["expiry"] = "12/30" },
        }.ToJsonString();

    public static async Task ReceiveAsync(HostProcess host, string isbn, int quantity)
    {
        using var answer = await host.PostAsync($"/api/books/{isbn}/stock", $$"""{"quantity":{{quantity}},"reason":"test"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Reads all pages of a list.</summary>
    public static async Task<List<JsonNode>> ListAsync(HostProcess host, string path)
    {
        var items = new List<JsonNode>();
        for (var next = path; next is not null;)
        {
            using var page = await host.Http.GetAsync(next);
            page.EnsureSuccessStatusCode();
            items.AddRange(JsonNode.Parse(await page.Content.ReadAsStringAsync())!.AsArray()!);
            next = page.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }

        return items;
    }

    /// <summary>Waits until no order is pending and no money is owed.</summary>
    public static Task SettleAsync(HostProcess host) => Eventually.TrueAsync(
        async () => (await ListAsync(host, "/api/orders?limit=1000")).TrueForAll(static order =>
            order["status"]!.GetValue<string>() != "pending" && order["payment_status"]!.GetValue<string>() is not ("authorized" or "pending")),
        () => $"all debts to be paid\n{host.Output}");

    /// <summary>Opens the files of a host that has ended and checks them: the shop's own rules, and the gateway against the orders.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="gatewayOf">Makes the gateway that the host charged with from its ledger; <see langword="null"/> where it was the simulated one.</param>
    public static async Task VerifyAsync(HostFolder folder, Func<SimulatedPaymentGateway, IPaymentGateway>? gatewayOf = null)
    {
        var services = new ServiceCollection();
        var ledger = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = folder.LedgerPath });
        services.AddSingleton(gatewayOf is null ? ledger : gatewayOf(ledger));
        services.AddBookstore().UseSqlite(folder.Connection);
        await using var provider = services.BuildServiceProvider();
        var audit = provider.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
    }
}
