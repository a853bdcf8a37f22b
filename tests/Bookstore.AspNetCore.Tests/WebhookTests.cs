using System.Threading.Channels;
using Bookstore.Client;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Webhook endpoints over REST, with a receiver in the same application.</summary>
public sealed class WebhookTests
{
    private const string Body = """{"url":"https://shop.example/hooks","types":["order.*","book.saved"]}""";

    private readonly Channel<(WebhookHeaders Headers, byte[] Body)> _received = Channel.CreateUnbounded<(WebhookHeaders Headers, byte[] Body)>();

    [Fact]
    public async Task An_endpoint_is_created_read_changed_and_removed()
    {
        await using var shop = await StartAsync();

        var created = await shop.PostAsync("/api/webhooks", Body);
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        var id = created.Json["webhook_id"]!.GetValue<string>();
        created.Headers.Location!.OriginalString.ShouldBe($"/api/webhooks/{id}");
        created.Json.AsObject().Select(static member => member.Key).ShouldBe(["webhook_id", "url", "types", "enabled", "secret", "created_at", "updated_at"], ignoreOrder: true);
        created.Json["secret"]!.GetValue<string>().ShouldStartWith("whsec_");

        var read = await shop.GetAsync($"/api/webhooks/{id}");
        read.Json["secret"].ShouldBeNull();
        read.Json["enabled"]!.GetValue<bool>().ShouldBeTrue();
        read.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await shop.GetAsync($"/api/webhooks/{id}", headers: ("If-None-Match", read.Headers.ETag!.Tag))).Status.ShouldBe(HttpStatusCode.NotModified);

        var updated = await shop.PutAsync($"/api/webhooks/{id}", """{"url":"https://other.example/"}""");
        (updated.Json["url"]!.GetValue<string>(), updated.Json["types"]!.AsArray().Count).ShouldBe(("https://other.example/", 0));
        (await shop.GetAsync("/api/webhooks")).Json.AsArray().Count.ShouldBe(1);
        (await shop.SendAsync(HttpMethod.Delete, $"/api/webhooks/{id}", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync($"/api/webhooks/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, ProblemCodes.WebhookNotFound);
        (await shop.GetAsync("/api/webhooks")).Text.ShouldBe("[]");
    }

    [Theory]
    [InlineData("""{"types":[]}""", "/url")]
    [InlineData("""{"url":""}""", "/url")]
    [InlineData("""{"url":"http://shop.example/"}""", "/url")]
    [InlineData("""{"url":"https://user:hunter2@shop.example/"}""", "/url")]
    [InlineData("""{"url":"https://127.0.0.1/"}""", "/url")]
    [InlineData("""{"url":"https://[::ffff:169.254.169.254]/"}""", "/url")]
    [InlineData("""{"url":"https://shop.example:8443/"}""", "/url")]
    [InlineData("""{"url":5}""", "/url")]
    [InlineData("""{"url":"https://shop.example/","types":"order.*"}""", "/types")]
    [InlineData("""{"url":"https://shop.example/","types":["orders"]}""", "/types/0")]
    [InlineData("""{"url":"https://shop.example/","types":[5]}""", "/types/0")]
    [InlineData("""{"url":"https://shop.example/","types":["order.*",""]}""", "/types/1")]
    [InlineData("""{"url":"https://shop.example/","types":["order.*",null]}""", "/types/1")]
    public async Task Bad_input_is_blamed_on_its_member_and_not_quoted(string body, string pointer)
    {
        await using var shop = await StartAsync();

        var answer = await shop.PostAsync("/api/webhooks", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidWebhook);
        answer.ShouldBlame(pointer);
        answer.Text.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Each_type_that_is_none_is_blamed_at_its_place()
    {
        await using var shop = await StartAsync();

        var refused = await shop.PostAsync("/api/webhooks", """{"url":"https://shop.example/","types":["order.*","orders.created","book.saved","no.*"]}""");

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidWebhook);
        refused.Json["errors"]!.AsObject().Select(static error => error.Key).ShouldBe(["/types/1", "/types/3"]);
    }

    [Fact]
    public async Task Too_many_types_are_refused()
    {
        await using var shop = await StartAsync();
        var types = string.Join(',', Enumerable.Repeat("\"order.*\"", 51));

        (await shop.PostAsync("/api/webhooks", $$"""{"url":"https://shop.example/","types":[{{types}}]}""")).ShouldBlame("/types");
    }

    [Theory]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/rotate")]
    [InlineData("POST", "/enable")]
    [InlineData("POST", "/disable")]
    [InlineData("POST", "/ping")]
    [InlineData("POST", "/replay")]
    [InlineData("POST", "/deliveries/0190a000-0000-7000-8000-0000000000aa/redeliver")]
    public async Task A_write_looks_at_the_version_that_is_expected(string method, string path)
    {
        await using var shop = await StartAsync();
        var created = await shop.PostAsync("/api/webhooks", Body);
        var address = $"/api/webhooks/{created.Json["webhook_id"]}{path}";
        var body = method == "PUT" ? Body : path == "/replay" ? """{"after":"0"}""" : null;

        (await shop.SendAsync(new HttpMethod(method), address, body, headers: ("If-Match", "\"99\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, ProblemCodes.PreconditionFailed);
        (await shop.SendAsync(new HttpMethod(method), address, body, headers: ("If-Match", created.Headers.ETag!.Tag))).Status.ShouldBe(path switch
        {
            "/replay" => HttpStatusCode.Accepted,
            "" or "/rotate" or "/enable" or "/disable" or "/ping" => HttpStatusCode.OK,
            _ => HttpStatusCode.NotFound,
        });
    }

    [Fact]
    public async Task Nothing_is_delivered_again_to_a_disabled_endpoint()
    {
        await using var shop = await StartAsync(isDevelopment: true);
        var created = await shop.PostAsync("/api/webhooks", $$"""{"url":"{{new Uri(shop.Http.BaseAddress!, "/receiver")}}"}""");
        var address = $"/api/webhooks/{created.Json["webhook_id"]}";
        (await shop.PostAsync($"{address}/replay", """{"after":"0"}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        var happened = await NextAsync(created);
        (await shop.PostAsync($"{address}/disable", null)).Status.ShouldBe(HttpStatusCode.OK);

        (await shop.PostAsync($"{address}/deliveries/{happened.Id}/redeliver", null)).ShouldBeProblem(HttpStatusCode.Conflict, ProblemCodes.WebhookDisabled);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/rotate")]
    [InlineData("POST", "/ping")]
    [InlineData("POST", "/enable")]
    [InlineData("POST", "/disable")]
    [InlineData("POST", "/replay")]
    [InlineData("GET", "/deliveries")]
    [InlineData("POST", "/deliveries/0190a000-0000-7000-8000-0000000000aa/redeliver")]
    public async Task What_is_not_there_is_not_found_and_needs_the_role(string method, string path)
    {
        await using var shop = await StartAsync();
        var body = method == "PUT" ? Body : path == "/replay" ? """{"after":"0"}""" : null;
        foreach (var id in new[] { "0190a000-0000-7000-8000-0000000000aa", "nonsense" })
        {
            (await shop.SendAsync(new HttpMethod(method), $"/api/webhooks/{id}{path}", body)).ShouldBeProblem(HttpStatusCode.NotFound, ProblemCodes.WebhookNotFound);
            (await shop.SendAsync(new HttpMethod(method), $"/api/webhooks/{id}{path}", body, TestShop.ReaderKey)).ShouldBeProblem(HttpStatusCode.Forbidden, ProblemCodes.Forbidden);
        }
    }

    [Fact]
    public async Task A_shop_without_webhooks_has_nothing_there()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.PostAsync("/api/webhooks", Body)).ShouldBeProblem(HttpStatusCode.NotFound, ProblemCodes.NotFound);
        (await shop.GetAsync("/api/webhooks")).ShouldBeProblem(HttpStatusCode.NotFound, ProblemCodes.NotFound);
    }

    [Theory]
    [InlineData("{}", ProblemCodes.InvalidWebhook)]
    [InlineData("""{"after":"1","since":"2026-11-22T10:30:00Z"}""", ProblemCodes.InvalidWebhook)]
    [InlineData("""{"after":"x"}""", ProblemCodes.InvalidWebhook)]
    [InlineData("""{"since":"yesterday-or-the-day-before"}""", ProblemCodes.InvalidWebhook)]
    [InlineData("""{"after":"999999"}""", ProblemCodes.InvalidWebhook)]
    public async Task A_replay_needs_one_place_of_the_feed(string body, string code)
    {
        await using var shop = await StartAsync();
        var id = (await shop.PostAsync("/api/webhooks", Body)).Json["webhook_id"];

        (await shop.PostAsync($"/api/webhooks/{id}/replay", body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_ping_and_the_events_since_a_time_reach_the_receiver_signed()
    {
        await using var shop = await StartAsync(isDevelopment: true);
        var url = new Uri(shop.Http.BaseAddress!, "/receiver");
        var created = await shop.PostAsync("/api/webhooks", $$"""{"url":"{{url}}","types":["book.saved"]}""");
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        var id = created.Json["webhook_id"]!.GetValue<string>();

        var ping = await shop.PostAsync($"/api/webhooks/{id}/ping", null);
        ping.Json["state"]!.GetValue<string>().ShouldBe(WebhookDeliveryStates.Delivered, ping.Text);
        ping.Json["status"]!.GetValue<int>().ShouldBe(204);
        (await shop.PostAsync($"/api/webhooks/{id}/replay", """{"since":"0001-01-01T00:00:00Z"}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        var happened = new List<EventResource>();
        while (happened.Count < 4)
        {
            happened.Add(await NextAsync(created));
        }

        happened.Select(static one => one.Type).ShouldBe(["webhook.ping", "book.saved", "book.saved", "book.saved"]);
        var listed = await shop.GetAsync($"/api/webhooks/{id}/deliveries");
        listed.Json.AsArray().ShouldContain(one => one!["event_id"]!.GetValue<string>() == happened[0].Id);
        var again = await shop.PostAsync($"/api/webhooks/{id}/deliveries/{happened[1].Id}/redeliver", null);
        again.Json["state"]!.GetValue<string>().ShouldBe(WebhookDeliveryStates.Delivered, again.Text);
        (await NextAsync(created)).Id.ShouldBe(happened[1].Id);
        (await shop.GetAsync($"/api/webhooks/{id}/deliveries?limit=2")).Headers.GetValues("Link").Single().ShouldContain("rel=\"next\"");
    }

    // Waits for the next request, and verifies it with the secret of an endpoint that was created.
    private async Task<EventResource> NextAsync(Answer created)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (headers, body) = await _received.Reader.ReadAsync(limit.Token);
        return BookstoreWebhooks.Verify(body, headers, created.Json["secret"]!.GetValue<string>()).Event.ShouldNotBeNull();
    }

    private Task<TestShop> StartAsync(bool isDevelopment = false) => TestShop.StartAsync(
        services => services.AddBookstore(options => options.PollInterval = TimeSpan.FromMilliseconds(100)).AddWebhooks(options =>
        {
            options.SecretKey = Convert.ToBase64String(new byte[32]);
            options.AllowHttp = options.AllowPrivateAddresses = isDevelopment;
        }),
        application: app => app.MapPost("/receiver", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            await _received.Writer.WriteAsync((WebhookHeaders.Read(name => request.Headers[name]), body.ToArray()));
            return TypedResults.NoContent();
        }));
}
