using System.Globalization;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Following the feed through lost connections, servers that stop, and answers that are none.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task A_page_has_its_cursor_also_at_the_end()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(200, "application/json", $"[{JsonOf(1)},{JsonOf(2)}]", "</api/events?after=2>; rel=\"next\""));
        using var client = new TestClient(server.Address);

        var page = await client.Client.ListEventsAsync("0", ["order.*", "refund.failed"], 2);

        server.Requests.Single().PathAndQuery.ShouldBe("/api/events?after=0&types=order.%2A%2Crefund.failed&limit=2");
        page.Next.ShouldBe("2");
        page.Items.Select(static happened => happened.Sequence).ShouldBe([1, 2]);
        page.Items[0].Data.GetProperty("number").GetInt32().ShouldBe(1);
        page.Items[0].Cursor.ShouldBeNull();
    }

    [Fact]
    public async Task Events_come_with_their_cursor_over_one_stream_after_the_other_each_once()
    {
        // Ended in the middle of an event; an id without an event.
        await using var server = await ScriptedServer.StartAsync(
            Stream(Event(1), Event(2), "id: 3\ndata: {\"id\":"),
            Stream(Event(3), Event(4), "id: 7\n\n"),
            Stream(Event(8)));
        using var client = new TestClient(server.Address);

        var events = await TakeAsync(client.Client.FollowEventsAsync("0", ["order.*"]), 5);

        events.Select(static happened => happened.Cursor).ShouldBe(["1", "2", "3", "4", "8"]);
        events.Select(static happened => happened.Data.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3, 4, 8]);
        server.Requests.Select(static request => request.PathAndQuery).Distinct().ShouldBe(["/api/events?after=0&types=order.%2A"]);
        server.Requests.Select(static request => request.LastEventId).ShouldBe(["", "2", "7"]);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_opened_again_behind_the_last_event()
    {
        var received = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                await WriteAsync(context, [Event(1)]);
                await received.Task;
                context.Abort();
            },
            Stream(Event(2)));
        using var client = new TestClient(server.Address);
        await using var events = client.Client.FollowEventsAsync().GetAsyncEnumerator();

        (await events.MoveNextAsync()).ShouldBeTrue();
        var next = events.MoveNextAsync().AsTask();
        received.SetResult();
        (await next).ShouldBeTrue();
        events.Current.Cursor.ShouldBe("2");
        server.Requests.Select(static request => request.LastEventId).ShouldBe(["", "1"]);
    }

    [Fact]
    public async Task An_enumeration_begins_anew_each_time()
    {
        await using var server = await ScriptedServer.StartAsync(Stream(Event(1)));
        using var client = new TestClient(server.Address);
        var feed = client.Client.FollowEventsAsync();

        (await TakeAsync(feed, 1)).Single().Cursor.ShouldBe("1");
        (await TakeAsync(feed, 1)).Single().Cursor.ShouldBe("1");

        server.Requests.Select(static request => request.LastEventId).ShouldBe(["", ""]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task A_server_that_cannot_now_is_asked_again_with_growing_pauses(int status)
    {
        var failures = Enumerable.Repeat(Answers.Problem(status, ProblemCodes.Overloaded), 3);
        await using var server = await ScriptedServer.StartAsync([Stream(Event(1)), .. failures, Stream(Event(2))]);
        using var client = new TestClient(server.Address, configure: static options => options.Resilience.MaxRetries = 0);

        var events = await TakeAsync(client.Client.FollowEventsAsync(), 2);

        events.Select(static happened => happened.Cursor).ShouldBe(["1", "2"]);
        server.Requests.Count.ShouldBe(5);
        client.Time.Pauses.ShouldBe(client.Time.Pauses.Order());
        client.Time.Pauses.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_longer_pause_than_five_minutes_is_asked_again_after_these()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded, retryAfterSeconds: int.MaxValue), Stream(Event(1)));
        using var client = new TestClient(server.Address, configure: static options => options.Resilience.MaxRetries = 0);

        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Time.WaitBegins = pause => _ = pause == TimeSpan.FromMinutes(5) && waits.TrySetResult();

        var events = TakeAsync(client.Client.FollowEventsAsync(), 1);
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30));
        client.Time.Advance(TimeSpan.FromMinutes(5));

        (await events.WaitAsync(TimeSpan.FromSeconds(30))).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400, ProblemCodes.InvalidQuery)]
    [InlineData(401, ProblemCodes.Unauthorized)]
    [InlineData(403, ProblemCodes.Forbidden)]
    [InlineData(409, ProblemCodes.EventsDisabled)]
    [InlineData(410, ProblemCodes.CursorExpired)]
    public async Task What_a_retry_does_not_mend_is_thrown_also_in_the_middle(int status, string code)
    {
        await using var server = await ScriptedServer.StartAsync(Stream(Event(1)), Answers.Problem(status, code));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => TakeAsync(client.Client.FollowEventsAsync(), 2));

        (fault.Fault, fault.Code).ShouldBe((BookstoreApiFault.Refused, code));
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_without_a_sign_of_life_is_opened_again()
    {
        await using var server = await ScriptedServer.StartAsync(Silent(Event(1)), Stream(Event(2)));
        using var client = new TestClient(server.Address);
        await using var events = client.Client.FollowEventsAsync().GetAsyncEnumerator();
        (await events.MoveNextAsync()).ShouldBeTrue();
        var waits = new TaskCompletionSource();
        client.Time.WaitBegins = wait => _ = wait == TimeSpan.FromSeconds(45) && waits.TrySetResult();

        var next = events.MoveNextAsync().AsTask();
        await waits.Task;
        client.Time.Advance(TimeSpan.FromSeconds(45));

        (await next).ShouldBeTrue();
        events.Current.Cursor.ShouldBe("2");
    }

    [Fact]
    public async Task A_caller_that_takes_its_time_with_an_event_keeps_the_stream()
    {
        await using var server = await ScriptedServer.StartAsync(Stream(Event(1), Event(2)));
        using var client = new TestClient(server.Address);
        await using var events = client.Client.FollowEventsAsync().GetAsyncEnumerator();

        (await events.MoveNextAsync()).ShouldBeTrue();
        client.Time.Advance(TimeSpan.FromMinutes(10));
        (await events.MoveNextAsync()).ShouldBeTrue();

        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("id: 1\ndata: {\"id\":\"secret\"}\n\n")]
    [InlineData("id: 1\ndata: secret\n\n")]
    [InlineData("id: 1\ndata: null\n\n")]
    [InlineData("id: 1\ndata:\n\n")]
    public async Task What_is_no_event_is_an_answer_that_is_not_the_APIs(string text)
    {
        await using var server = await ScriptedServer.StartAsync(Stream(text));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => TakeAsync(client.Client.FollowEventsAsync(), 1));

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
        fault.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_event_without_a_cursor_is_no_event()
    {
        await using var server = await ScriptedServer.StartAsync(Stream($"data: {JsonOf(1)}\n\n"));
        using var client = new TestClient(server.Address);

        (await Should.ThrowAsync<BookstoreApiException>(() => TakeAsync(client.Client.FollowEventsAsync(), 1))).Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
    }

    [Theory]
    [InlineData("application/json", "[]")]
    [InlineData("text/html", "<html>")]
    public async Task An_answer_that_is_no_stream_is_not_the_APIs(string type, string body)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(200, type, body));
        using var client = new TestClient(server.Address);

        (await Should.ThrowAsync<BookstoreApiException>(() => TakeAsync(client.Client.FollowEventsAsync(), 1))).Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
    }

    [Fact]
    public async Task A_cancelled_token_ends_it_at_once()
    {
        await using var server = await ScriptedServer.StartAsync(Silent(Event(1)));
        using var client = new TestClient(server.Address);
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Client.FollowEventsAsync(cancellationToken: cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
    }

    [Fact]
    public void Arguments_that_cannot_be_sent_are_refused_at_once()
    {
        var client = new TestClient(new Uri("http://localhost:1")).Client;

        Should.Throw<ArgumentException>(() => client.FollowEventsAsync(types: []));
        Should.Throw<ArgumentException>(() => client.FollowEventsAsync(types: ["order.*,refund.*"]));
        Should.Throw<ArgumentException>(() => client.FollowEventsAsync(types: [" "]));
        Should.Throw<ArgumentException>(() => client.FollowEventsAsync(after: "\ud800"));
        Should.Throw<ArgumentException>(() => { _ = client.ListEventsAsync(types: []); });
    }

    private static string Event(int number) => string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: order.created\ndata: {JsonOf(number)}\n\n");

    private static string JsonOf(int number) => JsonSerializer.Serialize(
        new EventResource
        {
            Id = Guid.NewGuid().ToString(),
            Type = FeedEventTypes.OrderCreated,
            Sequence = number,
            Resource = "orders/0199",
            OccurredAt = DateTimeOffset.UnixEpoch,
            Data = JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{number}}}")),
        },
        BookstoreJsonContext.Default.EventResource);

    // Ends after the last of the texts, wherever that is.
    private static RequestDelegate Stream(params string[] texts) => context => WriteAsync(context, texts);

    private static RequestDelegate Silent(params string[] texts) => async context =>
    {
        await WriteAsync(context, texts);
        await Answers.Never(new TaskCompletionSource())(context);
    };

    private static async Task WriteAsync(HttpContext context, string[] texts)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var text in texts)
        {
            await context.Response.WriteAsync(text);
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task<List<EventResource>> TakeAsync(IAsyncEnumerable<EventResource> feed, int count)
    {
        var events = new List<EventResource>();
        await foreach (var happened in feed)
        {
            events.Add(happened);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
