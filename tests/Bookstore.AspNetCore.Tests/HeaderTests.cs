namespace Bookstore.AspNetCore;

/// <summary>What browsers and caches are told.</summary>
public sealed class HeaderTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task Responses_about_a_customer_are_never_stored()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey));
        var scheduled = await Shop.PostAsync("/api/delivery", Bodies.Delivery(order));
        var delivery = scheduled.Json["delivery_id"]!.GetValue<string>();

        foreach (var answer in new[]
        {
            placed,
            scheduled,
            await Shop.GetAsync($"/api/orders/{order}"),
            await Shop.GetAsync("/api/orders"),
            await Shop.GetAsync($"/api/delivery/{delivery}"),
            await Shop.GetAsync("/api/delivery"),
            await Shop.PostAsync($"/api/orders/{order}/cancel", null),
        })
        {
            answer.Headers.CacheControl!.ToString().ShouldBe("no-store", answer.Text);
        }
    }

    [Theory]
    [InlineData("/api/books", "private, no-cache")]
    [InlineData("/api/books/" + TestShop.Odyssey, "private, no-cache")]
    [InlineData("/api/books/" + TestShop.Odyssey + "/movements", "private, no-cache")]
    [InlineData("/api/nothing", "no-store")]
    [InlineData("/api/orders/1", "no-store")]
    [InlineData("/health/live", "no-store")]
    public async Task Every_answer_says_how_long_it_may_be_kept_and_that_its_type_is_meant(string path, string cacheControl)
    {
        var answer = await Shop.GetAsync(path);

        answer.Headers.CacheControl!.ToString().Split(", ").Order().ShouldBe(cacheControl.Split(", ").Order());
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("/api/orders?after=x", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders/x", HttpStatusCode.NotFound)]
    [InlineData("/api/books/" + TestShop.Odyssey, HttpStatusCode.InternalServerError)]
    public async Task What_the_application_sets_for_all_responses_stays_on_refusals_and_faults(string path, HttpStatusCode status)
    {
        var inventory = Substitute.For<IInventoryService>();
        inventory.FindBookAsync(default, default).ReturnsForAnyArgs(static ValueTask<BookListing?> (_) => throw new InvalidOperationException("A bug."));
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(inventory), static options => options.MaxRequestsPerSecond = 1_000, static app => app.Use(static (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
            return next(context);
        }));

        var answer = await shop.GetAsync(path);

        answer.Status.ShouldBe(status, answer.Text);
        answer.Header("Content-Security-Policy").ShouldBe("default-src 'none'");
        answer.Header("RateLimit-Policy").ShouldBe("\"client\";q=1000;w=1");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_book_that_the_client_has_is_answered_304_and_an_order_as_well()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        await Shop.CapturedAsync(order);
        foreach (var path in new[] { "/api/books/" + TestShop.Martian, $"/api/orders/{order}" })
        {
            var first = await Shop.GetAsync(path);

            (await Shop.GetAsync(path, TestShop.Key, ("If-None-Match", first.Headers.ETag!.ToString()))).Status.ShouldBe(HttpStatusCode.NotModified);
        }
    }
}
