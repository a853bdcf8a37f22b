
using Bookstore.Contracts;
using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>How many streams of events there are, and what ends one.</summary>
public sealed class EventStreamEndTests
{
    private readonly ScriptedFeed _feed = new();

    [Fact]
    public async Task A_client_and_the_host_have_a_limit_of_streams_and_a_stream_that_ended_makes_room()
    {
        await using var shop = await _feed.StartShopAsync(static options => (options.MaxEventStreams, options.MaxEventStreamsPerClient) = (3, 2));
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
        await using var shop = await _feed.StartShopAsync();
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
        await using var shop = await _feed.StartShopAsync(options => api = options, time);
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();

        // The registry reads options anew when they are another object.
        var changes = shop.App.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitorCache<BookstoreApiOptions>>();
        changes.Clear();
        changes.TryAdd(string.Empty, new BookstoreApiOptions());

        await stream.AdvanceUntilEndAsync(time);
    }

    [Fact]
    public async Task A_stream_lasts_an_hour()
    {
        var time = new ManualTime();
        await using var shop = await _feed.StartShopAsync(time: time);
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();
        var started = time.GetUtcNow();

        await stream.AdvanceUntilEndAsync(time);

        (time.GetUtcNow() - started).ShouldBeGreaterThanOrEqualTo(EventStream.MaxDuration);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        var time = new ManualTime();
        await using var shop = await _feed.StartShopAsync(time: time);
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
            application: static app =>
            {
                app.UseRequestTimeouts();
                app.MapGet("/endless", static (CancellationToken stop) => Task.Delay(Timeout.Infinite, stop));
            });
        await using var stream = await OpenStream.OpenAsync(shop);
        await stream.ReadAsync();
        await stream.ReadAsync();

        // A request that began later has been timed out.
        (await shop.GetAsync("/endless")).Status.ShouldBe(HttpStatusCode.GatewayTimeout);
        _feed.Add();

        (await stream.ReadAsync()).ShouldNotBeNull().ShouldStartWith("id: 1\n");
    }

    private static int OpenStreams(TestShop shop) => shop.App.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
        .Select(static endpoint => endpoint.Metadata.GetMetadata<ApiRoute>()).First(static route => route is not null)!.Settings.Streams.Open;
}
