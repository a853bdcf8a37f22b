
using Bookstore.Contracts;
using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>The live stream of events.</summary>
public sealed class EventStreamTests
{
    private readonly ScriptedFeed _feed = new();

    [Fact]
    public async Task A_stream_has_what_is_there_and_goes_on_with_what_happens()
    {
        await using var shop = await StartAsync();
        var first = _feed.Add(data: "{\"total\":25.10}");
        await using var stream = await OpenStream.OpenAsync(shop);

        stream.Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        stream.Response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        stream.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        stream.Response.Headers.GetValues("X-Accel-Buffering").Single().ShouldBe("no");
        stream.Response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(
            $$$"""
            id: 1
            event: order.created
            data: {"id":"{{{first.Id}}}","type":"order.created","sequence":1,"resource":"orders/019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","occurred_at":"2026-11-22T10:30:00.123Z","data":{"total":25.10}}
            """.ReplaceLineEndings("\n"));
        _feed.Add(EventTypes.StockChanged);
        (await stream.ReadAsync()).ShouldStartWith("id: 2\nevent: stock.changed\ndata: {");
    }

    [Fact]
    public async Task Data_of_several_lines_is_several_fields()
    {
        await using var shop = await StartAsync();
        _feed.Add(data: "{\n\"a\":\r\n1}");
        await using var stream = await OpenStream.OpenAsync(shop);

        var text = (await stream.ReadEventAsync()).Split('\n');

        text.Length.ShouldBe(6);
        text[2].ShouldEndWith("\"data\":{");
        text[3..].ShouldBe(["data: \"a\":", "data: ", "data: 1}}"]);
    }

    [Fact]
    public async Task A_stream_continues_after_the_last_event_of_the_one_before_whatever_its_address_says()
    {
        await using var shop = await StartAsync();
        _feed.AddMany(5);

        await using var after = await OpenStream.OpenAsync(shop, "/api/events?after=1");
        await using var resumed = await OpenStream.OpenAsync(shop, "/api/events?after=1", lastEventId: "3");

        (await after.ReadEventAsync()).ShouldStartWith("id: 2\n");
        (await resumed.ReadEventAsync()).ShouldStartWith("id: 4\n");
    }

    [Fact]
    public async Task A_stream_filters_by_type_and_tells_how_far_it_is()
    {
        var time = new ManualTime();
        await using var shop = await StartAsync(time: time);
        _feed.AddMany(3);
        await using var stream = await OpenStream.OpenAsync(shop, "/api/events?types=refund.*");

        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(":\nid: 3");
        _feed.AddMany(2);
        await AdvanceUntilAsync(time, stream, ":\nid: 5");
        _feed.Add(EventTypes.RefundFailed);
        await AdvanceUntilAsync(time, stream, "id: 6\nevent: refund.failed");
    }

    [Fact]
    public async Task A_stream_without_events_has_a_comment_every_fifteen_seconds()
    {
        var time = new ManualTime();
        await using var shop = await StartAsync(time: time);
        await using var stream = await OpenStream.OpenAsync(shop);
        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(":\nid: 0");

        await AdvanceUntilAsync(time, stream, ":");
        await AdvanceUntilAsync(time, stream, ":");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("7")] // beyond the end
    public async Task A_cursor_that_is_none_of_the_feed_is_refused(string lastEventId)
    {
        await using var shop = await StartAsync();

        var answer = await shop.GetAsync("/api/events", headers: [("Accept", "text/event-stream"), ("Last-Event-ID", lastEventId)]);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidQuery);
    }

    [Fact]
    public async Task An_expired_cursor_is_refused_before_the_stream_begins_and_ends_one_that_has()
    {
        await using var shop = await StartAsync();
        _feed.AddMany(2);
        await using var stream = await OpenStream.OpenAsync(shop);
        (await stream.ReadEventAsync()).ShouldStartWith("id: 1\n");
        (await stream.ReadEventAsync()).ShouldStartWith("id: 2\n");

        _feed.Failure = new EventCursorExpiredException(2, 9);
        _feed.Add();

        (await stream.ReadAsync()).ShouldBeNull();
        (await shop.GetAsync("/api/events", headers: [("Accept", "text/event-stream"), ("Last-Event-ID", "2")])).ShouldBeProblem(HttpStatusCode.Gone, ProblemCodes.CursorExpired);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_ends_the_stream()
    {
        await using var shop = await StartAsync();
        await using var stream = await OpenStream.OpenAsync(shop);
        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(":\nid: 0");

        _feed.Failure = new BookstoreStoreException("away") { IsUnavailable = true };
        _feed.Add();

        (await stream.ReadAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("text/event-stream", true)]
    [InlineData("text/event-stream, application/problem+json", true)]
    [InlineData("application/json;q=0.5, text/event-stream", true)]
    [InlineData("application/json, text/event-stream;q=0.5", false)]
    [InlineData("text/event-stream;q=0.9", true)]
    [InlineData("text/event-stream;q=0.9, */*;q=0.1", true)]
    [InlineData("text/event-stream;q=0.5, application/*", false)]
    [InlineData("text/event-stream;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("nonsense", false)]
    public async Task The_stream_is_for_those_who_ask_for_it(string accept, bool isStream)
    {
        await using var shop = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(isStream ? "text/event-stream" : "application/json");
    }

    [Fact]
    public async Task The_head_of_a_stream_has_no_body()
    {
        await using var shop = await StartAsync();

        var answer = await shop.SendAsync(HttpMethod.Head, "/api/events", null, TestShop.Key, ("Accept", "text/event-stream"));

        (answer.Status, answer.MediaType, answer.Text).ShouldBe((HttpStatusCode.OK, "text/event-stream", string.Empty));
    }

    [Fact]
    public async Task A_client_and_the_host_have_a_limit_of_streams_and_a_stream_that_ended_makes_room()
    {
        await using var shop = await StartAsync(static options => (options.MaxEventStreams, options.MaxEventStreamsPerClient) = (3, 2));
        await using var first = await OpenStream.OpenAsync(shop);
        var second = await OpenStream.OpenAsync(shop);
        await using var third = await OpenStream.OpenAsync(shop, key: TestShop.OtherKey);

        var ofClient = await shop.GetAsync("/api/events", headers: ("Accept", "text/event-stream"));
        ofClient.ShouldBeProblem(HttpStatusCode.TooManyRequests, ProblemCodes.TooManyRequests);
        ofClient.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        var ofAll = await shop.GetAsync("/api/events", TestShop.OtherKey, ("Accept", "text/event-stream"));
        ofAll.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, ProblemCodes.Overloaded);
        ofAll.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        (await shop.GetAsync("/api/events")).Status.ShouldBe(HttpStatusCode.OK);

        await second.DisposeAsync();
        await TestShop.EventuallyAsync(async () =>
        {
            await using var again = await OpenStream.OpenAsync(shop);
            return again.Response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_host_that_stops_ends_its_streams_at_once()
    {
        await using var shop = await StartAsync();
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();

        // Without the end of the stream this takes the whole time that the host gives to requests: 30 seconds.
        await shop.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        (await stream.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_taken_away()
    {
        var time = new ManualTime();
        BookstoreApiOptions? api = null;
        await using var shop = await StartAsync(options => api = options, time);
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();

        // The registry reads options anew when they are another object.
        var changes = shop.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitorCache<BookstoreApiOptions>>();
        changes.Clear();
        changes.TryAdd(string.Empty, new BookstoreApiOptions());

        await AdvanceUntilEndAsync(time, stream);
    }

    [Fact]
    public async Task A_stream_lasts_an_hour()
    {
        var time = new ManualTime();
        await using var shop = await StartAsync(time: time);
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();
        var started = time.GetUtcNow();

        await AdvanceUntilEndAsync(time, stream);

        (time.GetUtcNow() - started).ShouldBeGreaterThanOrEqualTo(EventStream.MaxDuration);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        var time = new ManualTime();
        await using var shop = await StartAsync(time: time);
        _feed.AddMany(400, $"{{\"text\":\"{new string('x', 100_000)}\"}}");
        await using var stream = await OpenStream.OpenAsync(shop);

        // It stops to read pages when the connection is full, and ends when the time is up.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (OpenStreams(shop) > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        _feed.Reads.ShouldBeLessThan(400 / EventStream.PageSize + 1);
        await Should.ThrowAsync<Exception>(async () =>
        {
            while (await stream.ReadAsync() is not null)
            {
            }
        });
    }

    [Fact]
    public async Task A_time_out_of_requests_does_not_end_a_stream()
    {
        await using var shop = await TestShop.StartAsync(
            services =>
            {
                services.AddSingleton<IEventFeed>(_feed);
                services.AddRequestTimeouts(static options => options.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(50) });
            },
            application: static app => app.UseRequestTimeouts());
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();

        await Task.Delay(TimeSpan.FromMilliseconds(200));
        _feed.Add();

        (await stream.ReadAsync()).ShouldNotBeNull().ShouldStartWith("id: 1\n");
    }

    private static int OpenStreams(TestShop shop) => shop.App.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
        .Select(static endpoint => endpoint.Metadata.GetMetadata<ApiRoute>()).First(static route => route is not null)!.Settings.Streams.Open;

    private static async Task AdvanceUntilAsync(ManualTime time, OpenStream stream, string beginning)
    {
        // The clock runs fast: there may be more comments than one.
        string? text;
        do
        {
            var next = stream.ReadAsync();
            while (!next.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            text = await next;
        }
        while (text == ":" && beginning != ":");
        text.ShouldNotBeNull().ShouldStartWith(beginning);
    }

    private static async Task AdvanceUntilEndAsync(ManualTime time, OpenStream stream)
    {
        string? last;
        do
        {
            var next = stream.ReadAsync();
            while (!next.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            last = await next;
        }
        while (last is not null);
    }

    private Task<TestShop> StartAsync(Action<BookstoreApiOptions>? options = null, ManualTime? time = null)
    {
        return TestShop.StartAsync(
            services =>
            {
                services.AddSingleton<IEventFeed>(_feed);
                if (time is not null)
                {
                    _feed.Time = time;
                    services.AddSingleton<TimeProvider>(time);
                }
            },
            options);
    }
}
