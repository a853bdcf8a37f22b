using System.Collections.Concurrent;
using Bookstore.Payments.Simulated;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>Planned switchovers, there and back, while two hosts sell: the primary ends, its standby is promoted, and the old primary follows it.</summary>
[OwnServers]
[Collection(nameof(PrimaryAndStandby))]
public sealed class SwitchoverTests(PrimaryAndStandby servers, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Moves = 4;
    private const int Titles = 20;
    private const int Customers = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _schema = TestServer.NewSchema();
    private readonly List<ServiceProvider> _hosts = [];
    private readonly ConcurrentQueue<Guid>[] _confirmed = [new(), new()];
    private ShopFloor _shop = null!;

    private static int Orders => LongRun.IsOn ? 500 : 10;

    public async Task InitializeAsync()
    {
        await servers.ReplicateSynchronouslyAsync();
        _shop = new ShopFloor(servers.ConnectionString, _schema);
        await _shop.SeedAsync(Titles, 100_000);
        _hosts.AddRange([NewHost(), NewHost()]);
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _shop.DisposeAsync();
        await servers.ReplicateAsynchronouslyAsync();
    }

    [Fact]
    public async Task Four_moves_of_the_primary_lose_nothing_that_was_confirmed_and_both_hosts_sell_after_each()
    {
        using var closing = new CancellationTokenSource();
        var selling = Enumerable.Range(0, 2 * Customers).Select(customer => Task.Run(() => BuyAsync(customer, closing.Token))).ToArray();
        await ConfirmMoreAsync(selling);
        for (var move = 0; move < Moves; move++)
        {
            await servers.SwitchAsync();
            await ConfirmMoreAsync(selling);
        }

        await closing.CancelAsync();
        await Task.WhenAll(selling);
        var confirmed = _confirmed.SelectMany(static host => host).ToArray();
        output.WriteLine($"reliability: planned switchovers of PostgreSQL under load={Moves}");
        output.WriteLine($"reliability: orders confirmed across planned switchovers, none lost={confirmed.Length}");
        await _shop.CheckAsync(confirmed);
    }

    private ServiceProvider NewHost()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _shop.Ledger }));
        services.AddBookstore().UsePostgreSql(options =>
        {
            _shop.Use(options);
            options.CommandTimeout = TimeSpan.FromSeconds(5);
        });
        return services.BuildServiceProvider();
    }

    // What is refused for load or has an unknown outcome was not confirmed: the customer comes again, with another order.
    private async Task BuyAsync(int customer, CancellationToken closing)
    {
        var (host, random) = (customer % 2, new Random(customer));
        var workflow = _hosts[host].GetRequiredService<IOrderWorkflow>();
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var placed = await workflow.PlaceAsync(
                    new PlaceOrderRequest { CustomerId = $"customer-{customer}", Lines = [new PlaceOrderLine(Records.Isbn(random.Next(Titles) + 1), 1)], Payment = new PaymentToken("4242424242424242") },
                    CancellationToken.None);
                if (placed.Outcome == PlaceOrderOutcome.Created)
                {
                    _confirmed[host].Enqueue(placed.Order!.Id);
                }
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient || fault.IsOutcomeUnknown)
            {
                await Task.Yield();
            }
        }
    }

    private async Task ConfirmMoreAsync(Task[] selling)
    {
        using var patience = new CancellationTokenSource(Patience);
        var targets = _confirmed.Select(static host => host.Count + Orders).ToArray();
        while (_confirmed.Zip(targets).Any(static host => host.First.Count < host.Second) && !Array.Exists(selling, static customer => customer.IsCompleted))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }
}
