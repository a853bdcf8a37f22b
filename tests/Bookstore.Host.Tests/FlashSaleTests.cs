using System.Collections.Concurrent;

namespace Bookstore.Samples;

/// <summary>Everybody wants the same title at once.</summary>
public sealed class FlashSaleTests
{
    [Fact]
    public async Task Two_thousand_buyers_of_a_hundred_copies_get_a_hundred()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        await Shopping.ReceiveAsync(host, Shopping.Odyssey, 75);
        var statuses = new ConcurrentBag<HttpStatusCode>();
        using var client = host.NewClient(maxConnections: 100);

        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (_, _) =>
        {
            using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey), client: client);
            statuses.Add(answer.StatusCode);
        });

        statuses.Count(status => status == HttpStatusCode.Created).ShouldBe(100);
        statuses.Count(status => status == HttpStatusCode.Conflict).ShouldBe(1_900);
        (await host.GetAsync($"/api/books/{Shopping.Odyssey}"))["stock"]!.GetValue<int>().ShouldBe(0);
        (await Shopping.ListAsync(host, "/api/orders")).Count.ShouldBe(100);
        (await host.StopAsync()).ShouldBe(0);
        await Shopping.VerifyAsync(folder);
    }

    [Fact]
    public async Task One_key_in_fifty_parallel_requests_is_one_order()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        using var client = host.NewClient(maxConnections: 50);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.PostAsync("/api/orders", Shopping.Order(Shopping.Martian), "one-key", client)));

        answers.Select(answer => answer.StatusCode).ShouldBeSubsetOf([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Created);
        (await Shopping.ListAsync(host, "/api/orders")).Count.ShouldBe(1);
        (await host.GetAsync($"/api/books/{Shopping.Martian}"))["stock"]!.GetValue<int>().ShouldBe(9);
    }
}
