using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>The rules by which bodies are read.</summary>
public sealed class BodyRuleTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Theory]
    [InlineData("1.0")]
    [InlineData("10e-1")]
    [InlineData("1")]
    public async Task A_whole_number_is_one_however_it_is_written(string quantity) =>
        (await Shop.PostAsync($"/api/books/{TestShop.Odyssey}/stock", $$"""{"quantity":{{quantity}},"reason":"r"}""")).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e-400")]
    [InlineData("1.0000000000000000000000000000000000001")]
    [InlineData("3e9")]
    public async Task A_number_that_is_not_whole_or_does_not_fit_is_refused(string quantity) =>
        (await Shop.PostAsync($"/api/books/{TestShop.Odyssey}/stock", $$"""{"quantity":{{quantity}},"reason":"r"}""")).ShouldBlame("/quantity");

    [Fact]
    public async Task A_length_is_counted_in_code_points()
    {
        var title = string.Concat(Enumerable.Repeat("📚", Book.MaxTextLength));

        var saved = await Shop.PutAsync("/api/books/9780316769488", Bodies.Book(title));

        saved.Status.ShouldBe(HttpStatusCode.Created, saved.Text);
        saved.Json["title"]!.GetValue<string>().ShouldBe(title);
        (await Shop.PutAsync("/api/books/9780316769488", Bodies.Book(title + "x"))).ShouldBlame("/title");
    }

    [Fact]
    public async Task A_card_number_is_counted_in_code_points_as_well()
    {
        var token = string.Concat(Enumerable.Repeat("📚", PaymentToken.MaxLength));

        (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: token))).Status.ShouldBe(HttpStatusCode.Created);
        (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: token + "x"))).ShouldBlame("/payment/card_number");
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/books/{TestShop.Odyssey}/stock");
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"quantity":1,"reason":"r"}""")]);
        request.Content.Headers.ContentType = new("application/json");

        (await Answer.ReadAsync(await Shop.Http.SendAsync(request))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_wrong_member_of_a_book_is_reported_at_once_and_no_value_is_quoted()
    {
        var answer = await Shop.PutAsync("/api/books/9780553293357", """{"title":"","author":4111111111111111,"price":-4111111111111111,"currency":"4111111111111111","published_on":"4111111111111111","language":["4111111111111111"]}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        answer.Json["errors"]!.AsObject().Select(member => member.Key).ShouldBe(["/title", "/author", "/price", "/currency", "/published_on", "/language"]);
        answer.Text.ShouldNotContain("4111");
    }

    [Fact]
    public async Task A_status_that_no_delivery_has_is_answered_with_those_that_there_are()
    {
        var answer = await Shop.PostAsync("/api/delivery/1/status", """{"status":"gone"}""");

        answer.Json["errors"]!["/status"]!.AsArray().Single()!.GetValue<string>().ShouldBe("must be scheduled, dispatched, in_transit, delivered, failed, returned, cancelled or lost");
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("\"\"")]
    [InlineData("1764498600")]
    [InlineData("{\"at\":\"soon\"}")]
    [InlineData("\"2026-11-22\"")]
    [InlineData("\"2026-11-22T10:30:00\"")]
    [InlineData("\"2026-11-22T10:30:00.0000000\"")]
    [InlineData("\"2026-02-30T10:30:00Z\"")]
    [InlineData("\"1999-12-31T23:59:59Z\"")]
    [InlineData("\"2026-11-22T10:30:00Z 4111111111111111 4111111111111111\"")]
    public async Task A_text_that_is_no_time_is_answered_with_what_a_time_looks_like_beside_all_else_that_is_wrong(string time)
    {
        const string Hint = "must be a time such as 2026-11-22T10:30:00Z, from 2000 to 2099";
        var book = await Shop.PutAsync("/api/books/9780553293357", $$"""{"title":"","author":"a","price":1,"sellable_from":{{time}},"embargo_until":{{time}},"embargo_on":"soon","image_url":"4111:"}""");
        var delivery = await Shop.PostAsync("/api/delivery", $$"""{"address":{"name":"n","lines":["l"],"city":"c","postal_code":"1","country":"de"},"expected_at":{{time}}}""");

        MessagesOf(book).ShouldBe(
            [
                ("/title", "must not be empty"),
                ("/sellable_from", Hint), ("/embargo_until", Hint), ("/embargo_on", "must be a date such as 2011-09-27"),
                ("/image_url", "must be an absolute address that begins with http:// or https://"),
            ],
            ignoreOrder: true);
        MessagesOf(delivery).ShouldBe([("/address/country", "must be two capital letters (ISO 3166-1 alpha-2), such as DE"), ("/expected_at", Hint), ("/order_id", "is required")]);
        (book.Text + delivery.Text).ShouldNotContain("4111");
    }

    private static IEnumerable<(string Pointer, string Message)> MessagesOf(Answer answer) =>
        answer.Json["errors"]!.AsObject().Select(static member => (member.Key, member.Value!.AsArray().Single()!.GetValue<string>()));
}
