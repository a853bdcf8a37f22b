namespace Bookstore.AspNetCore;

/// <summary>A problem says what is wrong, and never repeats what was sent: it may be a card number in the wrong member.</summary>
public sealed class QuotationTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Canary = "Qx7canary";
    private const string Id = "0198c0a0-1234-7abc-8def-0123456789ab";

    private static readonly string[] WrongValues =
    [
        $"\"{Canary}\"", $"\"{Canary}{new string('x', 2_000)}\"", $"\"\\u0001{Canary}\"", $"\"\\ud800{Canary}\"", $"[\"{Canary}\"]", $$"""{"{{Canary}} {{Canary}}":"{{Canary}}"}""", $"{Canary}",
        $"\"{Canary}", "-8675309.5", "86753098675309867530986753098675309", "1e308",
    ];

    private TestShop Shop => fixture.Shop;

    public static TheoryData<string, string, string> Members => new()
    {
        { "PUT", "/api/books/9780143127550", "isbn title author price currency publisher published_on language format subtitle contributors series imprint subjects product_form pages dimensions weight prices publishing_status availability embargo_on supplier returnability image_url" },
        { "POST", "/api/books/9780143127550/stock", "quantity reason reference" },
        { "POST", "/api/orders", "customer_id items payment expected_total reservation_id" },
        { "POST", "/api/reservations", "items expires_in" },
        { "POST", $"/api/reservations/{Id}/extend", "expires_in" },
        { "POST", "/api/delivery", "order_id address courier" },
        { "POST", $"/api/delivery/{Id}/status", "status" },
        { "POST", $"/api/work/{Id}/done", "attention reference" },
        { "POST", $"/api/work/{Id}/give-up", "attention reason" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task No_value_of_a_body_is_in_its_problem(string method, string path, string members)
    {
        foreach (var member in members.Split(' '))
        {
            foreach (var value in WrongValues)
            {
                ShouldQuoteNothing(await Shop.SendAsync(HttpMethod.Parse(method), path, $$"""{"{{member}}":{{value}}}"""), $"{member}: {value}");
            }
        }
    }

    [Theory]
    [InlineData("isbn")]
    [InlineData("quantity")]
    public async Task No_value_of_an_item_is_in_its_problem(string member)
    {
        foreach (var value in WrongValues)
        {
            foreach (var path in (string[])["/api/orders", "/api/reservations"])
            {
                ShouldQuoteNothing(await Shop.PostAsync(path, $$"""{"customer_id":"c","items":[{"isbn":"9780143127550","quantity":1,"{{member}}":{{value}}}]}"""), value);
                ShouldQuoteNothing(await Shop.PostAsync(path, $$"""{"customer_id":"c","items":[{"{{member}}":{{value}}}]}"""), value);
            }
        }
    }

    [Theory]
    [InlineData("BHD", "1.2345")]
    [InlineData("JPY", "1.5")]
    [InlineData("XQX", "1.5")]
    public async Task No_currency_of_a_body_is_in_its_problem(string currency, string price)
    {
        var refused = await Shop.PutAsync($"/api/books/{TestShop.Martian}", Bodies.Book(price: price, more: $",\"currency\":\"{currency}\""));

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        refused.Text.ShouldNotContain(currency);
    }

    [Theory]
    [InlineData("/api/books", "q author limit after")]
    [InlineData("/api/books/9780143127550/movements", "limit after")]
    [InlineData("/api/orders", "customer_id status payment_status created_after created_before attention limit after")]
    [InlineData("/api/delivery", "order_id status attention limit after")]
    [InlineData("/api/work", "kind state limit after")]
    public async Task No_value_of_a_query_is_in_its_problem(string path, string parameters)
    {
        foreach (var parameter in parameters.Split(' '))
        {
            foreach (var value in (string[])[Canary, $"%01{Canary}", Canary + new string('x', 2_000), $"{Canary}&{parameter}={Canary}", $"1&{Canary}%20={Canary}"])
            {
                ShouldQuoteNothing(await Shop.GetAsync($"{path}?{parameter}={value}"), value);
            }
        }
    }

    [Theory]
    [InlineData("If-Match")]
    [InlineData("If-None-Match")]
    [InlineData("Idempotency-Key")]
    [InlineData("X-API-Key")]
    public async Task No_header_is_in_a_problem(string header)
    {
        var key = header == "X-API-Key" ? null : TestShop.Key;
        foreach (var path in (string[])[$"/api/orders/{Id}/cancel", $"/api/work/{Id}/retry"])
        {
            ShouldQuoteNothing(await Shop.PostAsync(path, null, key, (header, $"{Canary} {Canary}")), path);
        }

        ShouldQuoteNothing(await Shop.SendAsync(HttpMethod.Put, $"/api/books/{TestShop.Martian}", Bodies.Book(), key, (header, $"{Canary} {Canary}")), "PUT");
        ShouldQuoteNothing(await Shop.GetAsync($"/api/books/{TestShop.Martian}", key, (header, $"{Canary} {Canary}")), "GET");
    }

    [Theory]
    [InlineData("GET", "/api/books/{0}")]
    [InlineData("PUT", "/api/books/{0}")]
    [InlineData("POST", "/api/books/{0}/stock")]
    [InlineData("GET", "/api/books/{0}/movements")]
    [InlineData("GET", "/api/orders/{0}")]
    [InlineData("DELETE", "/api/orders/{0}")]
    [InlineData("GET", "/api/{0}")]
    public async Task No_address_is_in_a_problem(string method, string path) =>
        ShouldQuoteNothing(await Shop.SendAsync(HttpMethod.Parse(method), string.Format(null, path, Canary), method is "PUT" or "POST" ? "{}" : null), path);

    // Whether it is refused at all depends on the value: some are good search words.
    private static void ShouldQuoteNothing(Answer answer, string about)
    {
        ((int)answer.Status).ShouldBeLessThan(500, $"{about}\n{answer.Text}");
        answer.Text.ShouldNotContain(Canary, Case.Insensitive, about);
        answer.Text.ShouldNotContain("8675309", Case.Insensitive, about);
    }
}
