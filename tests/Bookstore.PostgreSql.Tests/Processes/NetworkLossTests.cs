using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>A host whose database answers nothing for a while, as its clients see it.</summary>
[Collection(nameof(TwoHostTests))]
public sealed class NetworkLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    // One command, one new connection, one round of retries, and room for a machine that does other things.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Requests_are_refused_in_time_while_the_network_is_lost_and_one_key_makes_one_order_when_it_is_back()
    {
        var schema = TestServer.NewSchema();
        var given = new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync());
        await using var proxy = new TcpProxy(given.Host!.Split(':') is [_, var port] ? int.Parse(port) : given.Port);
        await using (var host = await WebShop.StartAsync(
            options => options.WritePath.RetryTimeout = TimeSpan.FromSeconds(1),
            options =>
            {
                options.ConnectionString = new NpgsqlConnectionStringBuilder(given.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, Timeout = 2, CancellationTimeout = 100 }.ConnectionString;
                options.CommandTimeout = CommandTimeout;
                options.Schema = schema;
            }))
        {
            await host.OrderUntilTakenAsync("before", Patience);
            await host.ReadyInTimeAsync(Patience);

            proxy.HoldAll();
            await ExpectRefusalsAsync(host, ShopFloor.For(2, 30));
            proxy.LetGo();

            var back = Stopwatch.StartNew();
            var order = await host.OrderUntilTakenAsync("during", Patience);
            output.WriteLine($"an order was taken {back.Elapsed.TotalSeconds:f1} s after the network was back");
            await host.ReadyInTimeAsync(Patience);
            (await host.OrderUntilTakenAsync("during", Patience)).ShouldBe(order, "the same key is the same order");
            var orders = await host.Services.GetRequiredService<ISalesService>().ListOrdersAsync(new OrderQuery(), default);
            orders.Items.Count.ShouldBe(2, "one for each key");
            (await host.Services.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
            (await host.Services.GetRequiredService<IBookstoreAudit>().ReconcileAsync()).Findings.ShouldBeEmpty();
        }

        await TestServer.DropAsync(schema);
    }

    private async Task ExpectRefusalsAsync(WebShop host, TimeSpan time)
    {
        var refusals = 0;
        var slowest = TimeSpan.Zero;
        for (var lost = Stopwatch.StartNew(); lost.Elapsed < time; refusals++)
        {
            var asked = Stopwatch.StartNew();
            var order = host.OrderAsync("during");
            (await host.GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
            (await host.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var refused = await order;
            refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.RetryAfter.ShouldNotBeNull();
            asked.Elapsed.ShouldBeLessThan(LongestRefusal);
            slowest = asked.Elapsed > slowest ? asked.Elapsed : slowest;
        }

        refusals.ShouldBeGreaterThan(0);
        output.WriteLine($"{refusals} orders refused in {time.TotalSeconds:f0} s, the slowest after {slowest.TotalSeconds:f1} s");
    }
}
