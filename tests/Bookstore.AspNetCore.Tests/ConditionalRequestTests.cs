namespace Bookstore.AspNetCore;

/// <summary>If-Match and If-None-Match (RFC 9110, section 13.1) on books, orders and deliveries.</summary>
public sealed class ConditionalRequestTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task PUT_book_takes_effect_only_on_the_tag_that_was_read()
    {
        var tag = await NewBookAsync("9780553382563");

        (await PutAsync("9780553382563", "First", ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.OK);
        (await PutAsync("9780553382563", "Second", ("If-Match", tag))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");

        var read = await Shop.GetAsync("/api/books/9780553382563");
        read.Json["title"]!.GetValue<string>().ShouldBe("First");
        (await PutAsync("9780553382563", "Third", ("If-Match", $"\"other\" , {read.Headers.ETag}"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PUT_book_answers_the_tag_that_a_read_has()
    {
        var put = await PutAsync("9780307887894", "The Martian Way");

        put.Headers.ETag!.ToString().ShouldBe((await Shop.GetAsync("/api/books/9780307887894")).Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("If-None-Match", "*", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "*", HttpStatusCode.OK)]
    [InlineData("If-Match", " * ", HttpStatusCode.OK)]
    [InlineData("If-Match", "\"other\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "\"other\", W/{0}", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "W/{0}, {0}", HttpStatusCode.OK)]
    [InlineData("If-None-Match", "{0}", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "W/{0}", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "\"other\"", HttpStatusCode.OK)]
    public async Task PUT_known_book_evaluates_each_condition(string header, string value, HttpStatusCode status)
    {
        var tag = await NewBookAsync("9780060850524");

        (await PutAsync("9780060850524", "Changed", (header, value.Replace("{0}", tag, StringComparison.Ordinal)))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task PUT_new_book_is_refused_with_If_Match_and_added_with_If_None_Match()
    {
        (await PutAsync("9780441172719", "Dune", ("If-Match", "*"))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.GetAsync("/api/books/9780441172719")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PutAsync("9780441172719", "Dune", ("If-None-Match", "*"))).Status.ShouldBe(HttpStatusCode.Created);
        (await PutAsync("9780441172719", "Dune", ("If-None-Match", "*"), ("If-Match", "*"))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task POST_stock_takes_effect_only_on_the_book_that_was_read()
    {
        await Shop.StockAsync("9780307474278", "A book", "An author", 9.99m, 5);
        var tag = (await Shop.GetAsync("/api/books/9780307474278")).Headers.ETag!.ToString();
        const string Received = """{"quantity":1,"reason":"counted"}""";

        (await Shop.PostAsync("/api/books/9780307474278/stock", Received, TestShop.Key, ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.OK);
        (await Shop.PostAsync("/api/books/9780307474278/stock", Received, TestShop.Key, ("If-Match", tag))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.PostAsync("/api/books/9780307474278/stock", Received, TestShop.Key, ("If-Match", "7"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_stock");
        (await Shop.GetAsync("/api/books/9780307474278")).Json["stock"]!.GetValue<int>().ShouldBe(6);
    }

    [Fact]
    public async Task POST_resume_and_retry_take_effect_only_on_the_order_that_was_read()
    {
        var pending = (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000341"))).Json["order_id"]!.GetValue<string>();
        (await Shop.PostAsync($"/api/orders/{pending}/resume", null, TestShop.Key, ("If-Match", "\"99\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");

        var refused = (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000001976"))).Json["order_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/orders/{refused}")).Json["payment_status"]!.GetValue<string>() == "capture_failed");
        var tag = (await Shop.GetAsync($"/api/orders/{refused}")).Headers.ETag!.ToString();
        foreach (var (action, body) in ((string, string?)[])[
            ("retry", null), ("done", """{"attention":"capture_refused","reference":"x"}"""), ("give-up", """{"attention":"capture_refused","reason":"x"}""")])
        {
            (await Shop.PostAsync($"/api/work/{refused}/{action}", body, TestShop.Key, ("If-Match", "\"99\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        }

        (await Shop.PostAsync($"/api/work/{refused}/give-up", """{"attention":"capture_refused","reason":"x"}""", TestShop.Key, ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("If-Match", "tag")]
    [InlineData("If-Match", "\"open")]
    [InlineData("If-Match", "*, \"a\"")]
    [InlineData("If-Match", "\"a\" \"b\"")]
    [InlineData("If-Match", "")]
    [InlineData("If-None-Match", "w/\"a\"")]
    [InlineData("If-None-Match", "\"a\", nonsense")]
    public async Task Malformed_condition_is_refused_on_reads_and_writes(string header, string value)
    {
        (await PutAsync(TestShop.Martian, "Changed", (header, value))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        (await Shop.GetAsync($"/api/books/{TestShop.Martian}", TestShop.Key, (header, value))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await Shop.PostAsync($"/api/orders/{Guid.NewGuid()}/cancel", null, TestShop.Key, (header, value))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
    }

    [Fact]
    public async Task GET_with_a_tag_that_does_not_match_is_412_before_304()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        foreach (var path in new[] { $"/api/books/{TestShop.Algorithms}", $"/api/orders/{order}" })
        {
            await Shop.CapturedAsync(order);
            var tag = (await Shop.GetAsync(path)).Headers.ETag!.ToString();
            (await Shop.GetAsync(path, TestShop.Key, ("If-Match", "\"other\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
            (await Shop.GetAsync(path, TestShop.Key, ("If-Match", "\"other\""), ("If-None-Match", tag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
            (await Shop.GetAsync(path, TestShop.Key, ("If-Match", tag), ("If-None-Match", tag))).Status.ShouldBe(HttpStatusCode.NotModified);
            (await Shop.GetAsync(path, TestShop.Key, ("If-Match", $"W/{tag}"))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
            (await Shop.GetAsync(path, TestShop.Key, ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task GET_of_what_is_not_there_is_404_under_any_condition() =>
        (await Shop.GetAsync($"/api/orders/{Guid.NewGuid()}", TestShop.Key, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");

    [Fact]
    public async Task Cancel_evaluates_the_orders_version()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        await Shop.CapturedAsync(order);
        var read = await Shop.GetAsync($"/api/orders/{order}");
        read.Headers.ETag!.ToString().ShouldBe($"\"{read.Json["version"]!.GetValue<int>()}\"");
        var path = $"/api/orders/{order}/cancel";

        (await Shop.PostAsync(path, null, TestShop.Key, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var tag = read.Headers.ETag.ToString();
        var cancelled = await Shop.PostAsync(path, null, TestShop.Key, ("If-Match", tag), ("Idempotency-Key", "cancel-1"));
        cancelled.Status.ShouldBe(HttpStatusCode.OK, cancelled.Text);
        cancelled.Headers.ETag!.ToString().ShouldNotBe(tag);
        var replayed = await Shop.PostAsync(path, null, TestShop.Key, ("If-Match", tag), ("Idempotency-Key", "cancel-1"));
        replayed.Status.ShouldBe(HttpStatusCode.OK, replayed.Text);
        replayed.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await Shop.PostAsync(path, null, TestShop.Key, ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task An_order_that_is_as_it_was_placed_has_version_zero_and_its_first_event_one()
    {
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000119"));
        placed.Status.ShouldBe(HttpStatusCode.Accepted, placed.Text);
        var path = $"/api/orders/{placed.Json["order_id"]!.GetValue<string>()}";

        var read = await Shop.GetAsync(path);
        (read.Json["version"]!.GetValue<int>(), read.Headers.ETag!.ToString()).ShouldBe((0, "\"0\""));
        (await Shop.GetAsync(path, TestShop.Key, ("If-None-Match", "\"0\""))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await Shop.PostAsync($"{path}/cancel", null, TestShop.Key, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var cancelled = await Shop.PostAsync($"{path}/cancel", null, TestShop.Key, ("If-Match", "\"0\""));
        (cancelled.Status, cancelled.Headers.ETag!.ToString()).ShouldBe((HttpStatusCode.OK, "\"1\""));
    }

    [Fact]
    public async Task Status_evaluates_the_deliverys_tag()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        await Shop.CapturedAsync(order);
        var scheduled = await Shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Main Street"}""");
        var path = $"/api/delivery/{scheduled.Json["delivery_id"]!.GetValue<string>()}";
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync(path)).Json["tracking_number"] is not null);
        var tag = (await Shop.GetAsync(path)).Headers.ETag!.ToString();

        (await MoveAsync(path, "dispatched", ("If-Match", "\"other\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var moved = await MoveAsync(path, "dispatched", ("If-Match", tag), ("Idempotency-Key", "move-1"));
        moved.Status.ShouldBe(HttpStatusCode.OK, moved.Text);
        moved.Headers.ETag!.ToString().ShouldBe((await Shop.GetAsync(path)).Headers.ETag!.ToString());
        (await MoveAsync(path, "in_transit", ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await MoveAsync(path, "dispatched", ("If-Match", tag), ("Idempotency-Key", "move-1"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> NewBookAsync(string isbn)
    {
        var saved = await PutAsync(isbn, $"Original {Guid.NewGuid()}");
        saved.Headers.ETag!.IsWeak.ShouldBeFalse();
        return saved.Headers.ETag.ToString();
    }

    private Task<Answer> PutAsync(string isbn, string title, params (string, string)[] headers) =>
        Shop.SendAsync(HttpMethod.Put, $"/api/books/{isbn}", Bodies.Book(title), TestShop.Key, headers);

    private Task<Answer> MoveAsync(string path, string status, params (string, string)[] headers) =>
        Shop.PostAsync($"{path}/status", $$"""{"status":"{{status}}"}""", TestShop.Key, headers);
}
