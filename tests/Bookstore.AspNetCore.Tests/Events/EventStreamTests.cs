
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
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync(time: time);
        _feed.AddMany(3);
        await using var stream = await OpenStream.OpenAsync(shop, "/api/events?types=refund.*");

        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(":\nid: 3");
        _feed.AddMany(2);
        await stream.AdvanceUntilAsync(time, ":\nid: 5");
        _feed.Add(EventTypes.RefundFailed);
        await stream.AdvanceUntilAsync(time, "id: 6\nevent: refund.failed");
    }

    [Fact]
    public async Task A_stream_without_events_has_a_comment_every_fifteen_seconds()
    {
        var time = new ManualTime();
        await using var shop = await _feed.StartShopAsync(time: time);
        await using var stream = await OpenStream.OpenAsync(shop);
        (await stream.ReadAsync()).ShouldBe("retry: 1000");
        (await stream.ReadAsync()).ShouldBe(":\nid: 0");

        await stream.AdvanceUntilAsync(time, ":");
        await stream.AdvanceUntilAsync(time, ":");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("7")] // beyond the end
    public async Task A_cursor_that_is_none_of_the_feed_is_refused(string lastEventId)
    {
        await using var shop = await _feed.StartShopAsync();

        var answer = await shop.GetAsync("/api/events", headers: [("Accept", "text/event-stream"), ("Last-Event-ID", lastEventId)]);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidQuery);
    }

    [Fact]
    public async Task An_expired_cursor_is_refused_before_the_stream_begins_and_ends_one_that_has()
    {
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(isStream ? "text/event-stream" : "application/json");
    }

    [Fact]
    public async Task The_head_of_a_stream_has_no_body()
    {
        await using var shop = await _feed.StartShopAsync();

        var answer = await shop.SendAsync(HttpMethod.Head, "/api/events", null, TestShop.Key, ("Accept", "text/event-stream"));

        (answer.Status, answer.MediaType, answer.Text).ShouldBe((HttpStatusCode.OK, "text/event-stream", string.Empty));
    }
}
