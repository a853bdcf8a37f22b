using System.Net;
#if (useSimulated)
using System.Net.Http.Json;
using System.Text.Json.Nodes;
#endif

namespace Shop.Tests;

/// <summary>The host as its clients see it.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task The_shop_is_ready_and_its_checks_are_healthy()
    {
        await using var shop = new RunningShop();
        using var client = shop.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("Healthy", await client.GetStringAsync("/health/checks"));
    }

    [Fact]
    public async Task A_request_without_a_key_is_unauthorized()
    {
        await using var shop = new RunningShop();
        using var client = shop.CreateClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/books")).StatusCode);
    }
#if (useSimulated)

    [Fact]
    public async Task A_book_is_sold_over_http()
    {
        await using var shop = new RunningShop();
        using var client = shop.CreateStaff();
        var order = new
        {
            customer_id = "ada",
            items = new[] { new { isbn = "9780143127550", quantity = 2 } },
            payment = new { card_number = "4242424242424242" },
        };

        var placed = await client.PostAsJsonAsync("/api/orders", order);

        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var id = (string)JsonNode.Parse(await placed.Content.ReadAsStringAsync())!["order_id"]!;
        Assert.Equal("captured", await WaitForPaymentAsync(client, id));
    }

    // The money is captured in the background, within a second.
    private static async Task<string?> WaitForPaymentAsync(HttpClient client, string orderId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var order = JsonNode.Parse(await client.GetStringAsync($"/api/orders/{orderId}", patience.Token))!;
            if ((string?)order["payment_status"] is not "authorized" and var status)
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
#endif
}
