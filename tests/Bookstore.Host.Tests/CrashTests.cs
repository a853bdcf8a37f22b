using System.Collections.Concurrent;
using System.Globalization;

namespace Bookstore.Samples;

/// <summary>The host is killed under load: what was acknowledged is there, and sending the rest again ends the story.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Connections = 16;
    private const int AnswersBeforeTheKill = 400;

    [Fact]
    public async Task Killed_under_16_connections_and_sent_again_there_is_one_order_a_key()
    {
        using var folder = new HostFolder();
        var answered = new ConcurrentDictionary<string, string>();
        var unanswered = new ConcurrentBag<string>();
        await using (var host = await HostProcess.StartAsync(folder))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, 1_000_000);
            var enough = new TaskCompletionSource();
            var buyers = Enumerable.Range(0, Connections).Select(buyer => Task.Run(() => BuyAsync(host, buyer, answered, unanswered, enough))).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(2));
            await host.KillAsync();
            await Task.WhenAll(buyers);
        }

        unanswered.ShouldNotBeEmpty();
        await using (var host = await HostProcess.StartAsync(folder))
        {
            var resent = await Task.WhenAll(unanswered.Select(async key => (key, order: await ResendAsync(host, key))));
            foreach (var (key, order) in resent)
            {
                answered.TryAdd(key, order).ShouldBeTrue();
            }

            output.WriteLine($"{answered.Count - resent.Length} orders were acknowledged before the kill, {resent.Length} were sent again");
            await CheckAsync(host, answered);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await Shopping.VerifyAsync(folder);
    }

    private static async Task BuyAsync(HostProcess host, int buyer, ConcurrentDictionary<string, string> answered, ConcurrentBag<string> unanswered, TaskCompletionSource enough)
    {
        using var client = host.NewClient(maxConnections: 1);
        for (var number = 0; ; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"crash-{buyer}-{number}");
            try
            {
                using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey), key, client);
                var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                answer.StatusCode.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
                answered.TryAdd(key, body["order_id"]!.GetValue<string>()).ShouldBeTrue();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                unanswered.Add(key);
                return;
            }

            if (answered.Count >= AnswersBeforeTheKill)
            {
                enough.TrySetResult();
            }
        }
    }

    // Where the first request was under way when the host died, its lease has to run out first: the answer says when to come again.
    private static async Task<string> ResendAsync(HostProcess host, string key)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey), key);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                return body["order_id"]!.GetValue<string>();
            }

            body["code"]?.GetValue<string>().ShouldBe("idempotency_in_progress", body.ToJsonString());
            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value, limit.Token);
        }
    }

    private static async Task CheckAsync(HostProcess host, ConcurrentDictionary<string, string> answered)
    {
        var orders = await Shopping.ListAsync(host, "/api/orders?limit=1000");
        orders.Select(order => order["order_id"]!.GetValue<string>()).ShouldBe(answered.Values, ignoreOrder: true);
        orders.ShouldAllBe(order => order["status"]!.GetValue<string>() == "created");
        var book = await host.GetAsync($"/api/books/{Shopping.Odyssey}");
        book["stock"]!.GetValue<int>().ShouldBe(1_000_025 - orders.Count);
    }
}
