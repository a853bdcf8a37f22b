namespace Bookstore.AspNetCore;

/// <summary>Addresses and methods that are none, and those that are the same.</summary>
public sealed class AddressTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Theory]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/books/9780143127550/nothing")]
    [InlineData("GET", "/api/orders/1/2/3")]
    [InlineData("DELETE", "/api/a/b/c/d")]
    public async Task What_is_no_address_is_not_found(string method, string path) =>
        (await Shop.SendAsync(HttpMethod.Parse(method), path, null)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");

    [Theory]
    [InlineData("DELETE", "/api/books", "GET, HEAD")]
    [InlineData("POST", "/api/books/9780143127550", "GET, HEAD, PUT")]
    [InlineData("GET", "/api/books/9780143127550/stock", "POST")]
    [InlineData("PATCH", "/api/books/9780143127550/movements", "GET, HEAD")]
    [InlineData("PUT", "/api/orders", "POST, GET, HEAD")]
    [InlineData("DELETE", "/api/orders/1", "GET, HEAD")]
    [InlineData("GET", "/api/orders/1/cancel", "POST")]
    [InlineData("OPTIONS", "/api/delivery/", "POST, GET, HEAD")]
    [InlineData("POST", "/api/delivery/1", "GET, HEAD")]
    [InlineData("PUT", "/api/delivery/1/status", "POST")]
    public async Task A_method_that_an_address_does_not_support_is_answered_with_those_it_does(string method, string path, string allow)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Headers.Add("X-API-Key", TestShop.Key);
        using var response = await Shop.Http.SendAsync(request);

        string.Join(", ", response.Content.Headers.Allow).ShouldBe(allow);
        (await Answer.ReadAsync(response)).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Theory]
    [InlineData("/api/books")]
    [InlineData("/api/books/9780143127550")]
    [InlineData("/api/books/9780143127550/movements")]
    [InlineData("/api/orders")]
    [InlineData("/api/delivery")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_trailing_slash_makes_no_difference(string path)
    {
        var without = await Shop.GetAsync(path);
        var with = await Shop.GetAsync(path + "/");

        without.Status.ShouldBe(HttpStatusCode.OK);
        with.Status.ShouldBe(HttpStatusCode.OK);
        with.Text.ShouldBe(without.Text);
    }

    [Fact]
    public async Task HEAD_is_GET_without_the_body()
    {
        var answer = await Shop.SendAsync(HttpMethod.Head, "/api/books/9780143127550", null);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag.ShouldNotBeNull();
        answer.Text.ShouldBeEmpty();
    }
}
