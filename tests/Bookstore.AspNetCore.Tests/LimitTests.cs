using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Bookstore.Support;
using Microsoft.AspNetCore.Hosting;

namespace Bookstore.AspNetCore;

/// <summary>Limits are answered, not suffered.</summary>
public sealed class LimitTests
{
    private const int MiB = 1_048_576;

    public static TheoryData<string, string> BodyRoutes => new()
    {
        { "PUT", "/api/books/9780143127550" },
        { "POST", "/api/books/9780143127550/stock" },
        { "POST", "/api/orders" },
        { "POST", "/api/delivery" },
        { "POST", "/api/delivery/1/status" },
        { "POST", "/api/reservations" },
        { "POST", "/api/work/1/done" },
        { "POST", "/api/work/1/give-up" },
    };

    public static TheoryData<string, string> RoutesWithoutBody => new()
    {
        { "POST", "/api/orders/1/cancel" },
        { "POST", "/api/orders/1/resume" },
        { "POST", "/api/reservations/1/extend" },
        { "DELETE", "/api/reservations/1" },
        { "POST", "/api/work/1/retry" },
    };

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task A_body_may_have_1_MiB_and_not_one_byte_more(string method, string path)
    {
        await using var shop = await TestShop.StartAsync();

        (await SendAsync(shop, method, path, Padded(MiB))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(shop, method, path, Padded(MiB + 1))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        (await SendAsync(shop, method, path, new Chunked(Padded(MiB)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(shop, method, path, new Chunked(Padded(MiB + 1)))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_client_holds_as_many_carts_as_it_may_gets_429_and_another_client_does_not()
    {
        const string cart = $$"""{"items":[{"isbn":"{{TestShop.Martian}}","quantity":1}],"expires_in":600}""";
        await using var shop = await TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options => options.MaxReservationsPerClient = 1));
        var held = await shop.PostAsync("/api/reservations", cart);
        held.Status.ShouldBe(HttpStatusCode.Created, held.Text);

        var refused = await shop.PostAsync("/api/reservations", cart);

        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        (await shop.PostAsync("/api/reservations", cart, TestShop.OtherKey)).Status.ShouldBe(HttpStatusCode.Created);
        await shop.SendAsync(HttpMethod.Delete, held.Headers.Location!.OriginalString, null);
        (await shop.PostAsync("/api/reservations", cart)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_customer_with_too_many_declined_orders_gets_a_time_to_retry_after()
    {
        await using var shop = await TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options => options.MaxDeclinedOrdersPerCustomer = 2));
        var declined = Bodies.Order(card: "4000000000000002");
        await shop.PostAsync("/api/orders", declined);
        await shop.PostAsync("/api/orders", declined);

        var refused = await shop.PostAsync("/api/orders", declined);

        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        (await shop.PostAsync("/api/orders", Bodies.Order(customer: "cust-2"))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [MemberData(nameof(RoutesWithoutBody))]
    public async Task A_write_that_needs_no_body_takes_no_large_one(string method, string path)
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.SendAsync(HttpMethod.Parse(method), path, null)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(shop, method, path, Padded(MiB))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(shop, method, path, Padded(MiB + 1))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("GET", "/api/books")]
    [InlineData("GET", "/api/orders/1")]
    [InlineData("PATCH", "/api/books")]
    public async Task What_takes_no_body_takes_no_large_one(string method, string path)
    {
        await using var shop = await TestShop.StartAsync();

        (await SendAsync(shop, method, path, Padded(MiB))).Status.ShouldNotBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync(shop, method, path, Padded(MiB + 1))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("DELETE", "/api/reservations/1", TestShop.Key)]
    [InlineData("POST", "/api/orders/1/cancel", TestShop.Key)]
    [InlineData("GET", "/api/books", TestShop.Key)]
    [InlineData("PATCH", "/api/books", TestShop.Key)]
    [InlineData("POST", "/api/nothing", TestShop.Key)]
    [InlineData("POST", "/api/orders", "unknown key")]
    [InlineData("POST", "/api/orders", TestShop.Key)]
    [InlineData("POST", "/api/orders", "unknown key", true)]
    public async Task Connection_whose_endless_chunked_body_no_handler_reads_is_closed(string method, string path, string key, bool isRefusedByMiddleware = false)
    {
        await using var shop = await TestShop.StartAsync(
            services => _ = isRefusedByMiddleware ? services.AddAuthentication() : null,
            host: static builder => builder.WebHost.ConfigureKestrel(static server => server.Limits.MaxRequestBodySize = null));
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", shop.Http.BaseAddress!.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 65_536) + "\r\n");
        var sent = 0L;

        await Should.ThrowAsync<IOException>(async () =>
        {
            // The buffers of both sides hold some megabytes more.
            for (; sent < 64 * MiB; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk);
            }
        });

        sent.ShouldBeLessThan(24 * MiB);
    }

    [Fact]
    public async Task Body_of_chunks_of_one_byte_may_be_as_large_as_any()
    {
        await using var shop = await TestShop.StartAsync(options: static options => options.MaxBodySize = 8_192);
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", shop.Http.BaseAddress!.Port);
        var body = string.Concat(Enumerable.Repeat("1\r\n \r\n", 8_190)) + "2\r\n{}\r\n0\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/orders HTTP/1.1\r\nHost: x\r\nX-API-Key: {TestShop.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body}"));
        using var reader = new StreamReader(connection.GetStream());

        (await reader.ReadLineAsync())!.ShouldStartWith("HTTP/1.1 400");
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task A_body_is_JSON_in_UTF8_or_it_is_not_taken(string method, string path)
    {
        await using var shop = await TestShop.StartAsync();
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/jsonp", "text/json", null })
        {
            (await SendAsync(shop, method, path, Typed(type))).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }

        foreach (var type in new[] { "application/json", "APPLICATION/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "application/vnd.shop+json" })
        {
            (await SendAsync(shop, method, path, Typed(type))).Status.ShouldBe(HttpStatusCode.BadRequest, type);
        }

        var compressed = Typed("application/json");
        compressed.Headers.ContentEncoding.Add("gzip");
        (await SendAsync(shop, method, path, compressed)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [MemberData(nameof(BodyRoutes))]
    public async Task Where_there_is_no_body_it_is_asked_for(string method, string path)
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.SendAsync(HttpMethod.Parse(method), path, null)).ShouldBlame(string.Empty);
    }

    [Fact]
    public async Task A_client_that_sends_more_than_it_may_gets_a_time_to_retry_after()
    {
        await using var shop = await TestShop.StartAsync(options: options => options.MaxRequestsPerSecond = 1);

        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await shop.GetAsync("/api/books");

        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBe(TimeSpan.FromSeconds(1));
        (await shop.GetAsync("/api/books", TestShop.OtherKey)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_is_told_its_share_of_requests_and_what_is_left_of_it_with_every_answer()
    {
        await using var shop = await TestShop.StartAsync(
            services => services.AddSingleton<TimeProvider>(new ManualTime()), static options => options.MaxRequestsPerSecond = 3);

        var first = await shop.GetAsync("/api/orders");
        Told(first).ShouldBe(("\"client\";q=3;w=1", "\"client\";r=2;t=1"));
        var absent = await shop.GetAsync($"/api/orders/{Guid.NewGuid()}");
        absent.ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        Told(absent).Limit.ShouldBe("\"client\";r=1;t=1");
        var wrong = await shop.GetAsync("/api/orders?after=nonsense");
        wrong.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        Told(wrong).Limit.ShouldBe("\"client\";r=0;t=1");

        var refused = await shop.GetAsync("/api/orders");

        refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        Told(refused).ShouldBe(("\"client\";q=3;w=1", "\"client\";r=0;t=1"));
        (await shop.GetAsync("/api/orders", key: null)).Headers.Contains("RateLimit").ShouldBeFalse("nobody's share");

        static (string Policy, string Limit) Told(Answer answer) => (answer.Headers.GetValues("RateLimit-Policy").Single(), answer.Headers.GetValues("RateLimit").Single());
    }

    [Fact]
    public async Task Without_a_limit_there_is_no_share_to_tell()
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.GetAsync("/api/books");

        (answer.Headers.Contains("RateLimit"), answer.Headers.Contains("RateLimit-Policy")).ShouldBe((false, false));
    }

    [Fact]
    public async Task A_client_has_a_bounded_number_of_requests_under_way()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var sales = Substitute.For<ISalesService>();
        sales.ListOrdersAsync(Arg.Any<OrderQuery>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<Page<Order>> (_) =>
        {
            entered.TrySetResult();
            await release.Task;
            return new Page<Order>([], null);
        });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(sales), options => options.MaxConcurrentRequests = 1);

        var first = shop.GetAsync("/api/orders");
        await entered.Task;
        (await shop.GetAsync("/api/books")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        release.SetResult();
        (await first).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<Answer> SendAsync(TestShop shop, string method, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Content = content;
        request.Headers.Add("X-API-Key", TestShop.Key);
        return await Answer.ReadAsync(await shop.Http.SendAsync(request));
    }

    // An object that is valid JSON of that size, and no valid body of any route.
    private static ByteArrayContent Padded(int size)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("{" + new string(' ', size - 2) + "}"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static ByteArrayContent Typed(string? type)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type).ShouldBeTrue();
        }

        return content;
    }

    private sealed class Chunked : HttpContent
    {
        private readonly HttpContent _inner;

        public Chunked(HttpContent inner)
        {
            _inner = inner;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
