using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>A host whose database answers nothing for a while.</summary>
[Collection(nameof(TwoHostTests))]
public sealed class NetworkLossTests
{
    [Fact]
    public async Task Orders_are_refused_in_time_while_the_network_is_lost_and_taken_when_it_is_back()
    {
        var schema = TestServer.NewSchema();
        var given = new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync());
        await using var proxy = new TcpProxy(given.Host!.Split(':') is [_, var port] ? int.Parse(port) : given.Port);
        var services = new ServiceCollection();
        services.AddBookstore(options => options.WritePath.RetryTimeout = TimeSpan.FromSeconds(1)).UsePostgreSql(options =>
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(given.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, Timeout = 2, CancellationTimeout = 100 }.ConnectionString;
            options.CommandTimeout = TimeSpan.FromSeconds(2);
            options.Schema = schema;
        });
        await using (var host = services.BuildServiceProvider())
        {
            var inventory = host.GetRequiredService<IInventoryService>();
            await inventory.SaveBookAsync(Records.Book(Records.Isbn(0)));
            await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(0), Quantity = 1_000, Reason = "opening" });
            (await PlaceAsync(host)).Outcome.ShouldBe(PlaceOrderOutcome.Created);

            proxy.HoldAll();
            var lost = Stopwatch.StartNew();
            while (lost.Elapsed < ShopFloor.For(5, 30))
            {
                var asked = Stopwatch.StartNew();
                (await Should.ThrowAsync<BookstoreStoreException>(() => PlaceAsync(host))).IsTransient.ShouldBeTrue();
                asked.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), "the time-outs of a command, of a cancellation, and of the write path's retries");
            }

            proxy.LetGo();
            var placed = await PlaceInTimeAsync(host);
            placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
            (await host.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
        }

        await TestServer.DropAsync(schema);
    }

    private static async Task<PlaceOrderResult> PlaceInTimeAsync(IServiceProvider host)
    {
        for (var back = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await PlaceAsync(host);
            }
            catch (BookstoreStoreException refused) when (refused.IsTransient && back.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Yield();
            }
        }
    }

    private static Task<PlaceOrderResult> PlaceAsync(IServiceProvider host) => host.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "customer",
        Lines = [new PlaceOrderLine(Records.Isbn(0), 1)],
        Payment = new PaymentToken("4242424242424242"),
    });
}
