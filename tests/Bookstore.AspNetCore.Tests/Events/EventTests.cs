using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Pages of the feed of events.</summary>
public sealed class EventTests
{
    private readonly ScriptedFeed _feed = new();

    [Fact]
    public async Task A_page_has_the_events_in_order_with_their_data_as_it_is_stored()
    {
        await using var shop = await StartAsync();
        var created = _feed.Add(EventTypes.OrderCreated, "{\"order_id\":\"019ab1c2\",\"total\":25.10,\"note\":\"é <&>\"}");
        _feed.Add(EventTypes.PaymentCaptured);

        var answer = await shop.GetAsync("/api/events");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.MediaType.ShouldBe("application/json");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Text.ShouldStartWith(
            $$$"""[{"id":"{{{created.Id}}}","type":"order.created","sequence":1,"resource":"orders/019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","occurred_at":"2026-11-22T10:30:00.123Z","data":{"order_id":"019ab1c2","total":25.10,"note":"é <&>"}},""");
        answer.Json.AsArray().Select(static happened => happened!["type"]!.GetValue<string>()).ShouldBe([EventTypes.OrderCreated, EventTypes.PaymentCaptured]);
        LinkOf(answer).ShouldBe("</api/events?after=2>; rel=\"next\"");
    }

    [Fact]
    public async Task An_event_is_written_as_its_contract_has_it()
    {
        await using var shop = await StartAsync();
        var happened = _feed.Add(EventTypes.RefundFailed, "{\"refunds\":[1,2.50,null],\"why\":\"\\u0022\"}");
        using var data = System.Text.Json.JsonDocument.Parse(happened.Data);
        var contract = new EventResource
        {
            Id = happened.Id.ToString(),
            Type = happened.Type,
            Sequence = happened.Sequence,
            Resource = happened.Resource,
            OccurredAt = happened.OccurredAt,
            Data = data.RootElement,
        };

        var answer = await shop.GetAsync("/api/events");

        JsonNode.DeepEquals(answer.Json[0], System.Text.Json.JsonSerializer.SerializeToNode(contract, BookstoreJsonContext.Default.EventResource)).ShouldBeTrue(answer.Text);
    }

    [Fact]
    public async Task Every_page_says_where_to_continue_also_the_last_one_and_an_empty_one()
    {
        await using var shop = await StartAsync();
        (await shop.GetAsync("/api/events")).ShouldSatisfyAllConditions(
            static answer => answer.Text.ShouldBe("[]"),
            static answer => LinkOf(answer).ShouldBe("</api/events?after=0>; rel=\"next\""));
        _feed.AddMany(5);

        var seen = new List<int>();
        var next = "/api/events?limit=2";
        for (var page = 0; page < 4; page++)
        {
            var answer = await shop.GetAsync(next);
            seen.AddRange(answer.Json.AsArray().Select(static happened => happened!["sequence"]!.GetValue<int>()));
            next = LinkOf(answer).Split('<', '>')[1];
        }

        seen.ShouldBe([1, 2, 3, 4, 5]);
        next.ShouldBe("/api/events?limit=2&after=5");
    }

    [Fact]
    public async Task Types_filter_the_page_and_its_cursor_passes_over_the_rest()
    {
        await using var shop = await StartAsync();
        _feed.Add(EventTypes.RefundCreated);
        _feed.Add(EventTypes.OrderCreated);
        _feed.Add(EventTypes.StockChanged);

        var answer = await shop.GetAsync("/api/events?types=refund.*,order.created");

        answer.Json.AsArray().Select(static happened => happened!["type"]!.GetValue<string>()).ShouldBe([EventTypes.RefundCreated, EventTypes.OrderCreated]);
        LinkOf(answer).ShouldBe("</api/events?types=refund.%2A%2Corder.created&after=3>; rel=\"next\"");
    }

    [Theory]
    [InlineData("after=x", "/after")]
    [InlineData("after=-1", "/after")]
    [InlineData("after=+1", "/after")]
    [InlineData("after=1%00", "/after")]
    [InlineData("after=1.0", "/after")]
    [InlineData("after=%201", "/after")]
    [InlineData("after=0x1", "/after")]
    [InlineData("after=99999999999999999999", "/after")]
    [InlineData("after=2", "/after")] // beyond the end
    [InlineData("after=", "/after")]
    [InlineData("after=1&after=1", "/after")]
    [InlineData("types=", "/types")]
    [InlineData("types=order.created,", "/types")]
    [InlineData("types=order.unknown", "/types")]
    [InlineData("types=order", "/types")]
    [InlineData("types=ord*", "/types")]
    [InlineData("types=.*", "/types")]
    [InlineData("types=*", "/types")]
    [InlineData("types=order.created.*", "/types")]
    [InlineData("types=ORDER.*", "/types")]
    [InlineData("limit=0", "/limit")]
    [InlineData("limit=1001", "/limit")]
    [InlineData("page=2", "/page")]
    public async Task A_query_that_is_not_valid_is_refused(string query, string pointer)
    {
        await using var shop = await StartAsync();
        _feed.Add();

        var answer = await shop.GetAsync("/api/events?" + query);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidQuery);
        answer.ShouldBlame(pointer);
    }

    [Fact]
    public async Task More_types_than_a_query_may_have_are_refused()
    {
        await using var shop = await StartAsync();

        var answer = await shop.GetAsync("/api/events?types=" + string.Join(',', Enumerable.Repeat("order.*", EventQuery.MaxTypes + 1)));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, ProblemCodes.InvalidQuery);
        answer.ShouldBlame("/types");
    }

    [Fact]
    public async Task An_expired_cursor_is_gone_and_the_problem_says_where_the_feed_begins()
    {
        await using var shop = await StartAsync();
        _feed.AddMany(5);
        _feed.ExpireUntil(3);

        (await shop.GetAsync("/api/events?after=2")).ShouldBeProblem(HttpStatusCode.Gone, ProblemCodes.CursorExpired)["detail"]!.GetValue<string>().ShouldEndWith("from 3.");
        (await shop.GetAsync("/api/events?after=3")).Json.AsArray().Count.ShouldBe(2);
        (await shop.GetAsync("/api/events")).Json.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_page_ends_after_about_a_mebibyte_and_its_cursor_is_that_of_its_last_event()
    {
        await using var shop = await StartAsync();
        _feed.AddMany(50, $"{{\"text\":\"{new string('x', 100_000)}\"}}");

        var answer = await shop.GetAsync("/api/events?limit=50");

        var count = answer.Json.AsArray().Count;
        count.ShouldBeInRange(9, 11);
        LinkOf(answer).ShouldEndWith(string.Create(CultureInfo.InvariantCulture, $"after={count}>; rel=\"next\""));
    }

    [Fact]
    public async Task Without_events_the_feed_is_read_to_its_end_and_then_refused()
    {
        await using var shop = await StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.Events.Enabled = false));
        _feed.AddMany(3);

        (await shop.GetAsync("/api/events?limit=2")).Json.AsArray().Count.ShouldBe(2);
        (await shop.GetAsync("/api/events?after=2")).Json.AsArray().Count.ShouldBe(1);
        (await shop.GetAsync("/api/events?after=3")).ShouldBeProblem(HttpStatusCode.Conflict, ProblemCodes.EventsDisabled);
        (await shop.GetAsync("/api/events?after=3", headers: ("Accept", "text/event-stream"))).ShouldBeProblem(HttpStatusCode.Conflict, ProblemCodes.EventsDisabled);
    }

    [Fact]
    public async Task The_role_is_demanded()
    {
        await using var shop = await StartAsync();

        (await shop.GetAsync("/api/events", TestShop.ReaderKey)).ShouldBeProblem(HttpStatusCode.Forbidden, ProblemCodes.Forbidden);
        (await shop.GetAsync("/api/events", key: null, ("Accept", "text/event-stream"))).ShouldBeProblem(HttpStatusCode.Unauthorized, ProblemCodes.Unauthorized);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_told()
    {
        await using var shop = await StartAsync();
        _feed.Failure = new BookstoreStoreException("away") { IsUnavailable = true };

        (await shop.GetAsync("/api/events")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, ProblemCodes.Overloaded);
    }

    [Fact]
    public async Task The_feed_of_a_shop_has_what_happened_to_an_order()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.CapturedAsync(order);

        var answer = await shop.GetAsync("/api/events?types=order.*,payment.*");

        var events = answer.Json.AsArray().Where(happened => happened!["resource"]!.GetValue<string>() == "orders/" + order).ToList();
        events.Select(static happened => happened!["type"]!.GetValue<string>()).ShouldBe([EventTypes.OrderCreated, EventTypes.PaymentCaptured]);
        events.ShouldAllBe(happened => happened!["data"]!["order_id"]!.GetValue<string>() == order);
        answer.Text.ShouldNotContain("cust-1");
    }

    [Fact]
    public async Task What_a_query_may_ask_for_is_what_the_core_takes()
    {
        await using var shop = await TestShop.StartAsync();
        var feed = shop.App.Services.GetRequiredService<IEventFeed>();
        string[] texts = [.. EventTypes.All, .. EventTypes.All.Select(static type => type.Split('.')[0] + ".*"), "*", ".*", "", "order", "order.", "ord.*", "order.created.*", "ORDER.*", "order.*.*", " order.*"];

        foreach (var text in texts)
        {
            var isCores = true;
            try
            {
                await feed.ReadPageAsync(new EventQuery { Types = [text] });
            }
            catch (ArgumentException)
            {
                isCores = false;
            }

            EventTypeFilter.TryRead(text, out _, out _).ShouldBe(isCores, text);
        }
    }

    private static string LinkOf(Answer answer) => answer.Headers.GetValues("Link").Single();

    private Task<TestShop> StartAsync(Action<IServiceCollection>? services = null) => TestShop.StartAsync(all =>
    {
        all.AddSingleton<IEventFeed>(_feed);
        services?.Invoke(all);
    });
}
