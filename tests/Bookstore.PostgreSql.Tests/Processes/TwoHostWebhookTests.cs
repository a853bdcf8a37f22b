using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two host processes with the same webhook endpoints on one database: one delivers to an endpoint at a time, and the other takes over.</summary>
public sealed class TwoHostWebhookTests : IAsyncLifetime
{
    private const int Endpoints = 4;
    private const int Titles = 20;

    // Each title is saved and received, and received once more later.
    private const int Before = Endpoints * 2 * Titles;
    private const int All = Endpoints * 3 * Titles;

    private readonly string _schema = TestServer.NewSchema();
    private ShopFloor _shop = null!;
    private HookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _shop = new ShopFloor(await TestServer.ConnectionStringAsync(), _schema);
        _receiver = await HookReceiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _receiver.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [LongFact]
    public async Task Each_event_arrives_in_its_resources_order_once_and_again_only_after_a_host_was_killed()
    {
        await CreateEndpointsAsync();
        var hosts = await Task.WhenAll(_shop.OpenHostAsync("webhooks"), _shop.OpenHostAsync("webhooks"));
        await _shop.SeedAsync(Titles, 100);
        await _receiver.WaitForAsync(Before);
        _receiver.Received.Count.ShouldBe(Before, "nothing comes twice while both hosts run");

        // In the middle of what it delivers, for both have endpoints.
        var seeding = _shop.SeedAsync(Titles, 100);
        await _receiver.WaitForAsync((Before + All) / 2);
        await hosts[0].KillAsync();
        await seeding;
        await _receiver.WaitForAsync(All);

        var received = _receiver.Received;
        foreach (var resource in received.Distinct().GroupBy(static one => (one.Endpoint, one.Resource)))
        {
            resource.Select(static one => one.Sequence).ShouldBe([1L, 2L, 3L]);
        }

        received.Distinct().Count().ShouldBe(All);
        await hosts[1].CloseAsync();
    }

    private async Task CreateEndpointsAsync()
    {
        var services = new ServiceCollection();
        services.AddBookstore(static options => options.BackgroundWork = false).UsePostgreSql(_shop.Use).UseSimulatedPayments().AddWebhooks(static options =>
        {
            options.SecretKey = Convert.ToBase64String(new byte[32]);
            options.AllowHttp = options.AllowPrivateAddresses = true;
        });
        await using var provider = services.BuildServiceProvider();
        for (var i = 0; i < Endpoints; i++)
        {
            var created = await provider.GetRequiredService<IWebhookService>().CreateAsync(new WebhookSettings { Url = new Uri(_receiver.Address, $"/{i}").ToString(), Types = ["book.*", "stock.*"] });
            created.Outcome.ShouldBe(WebhookOutcome.Done, created.Problem);
        }
    }
}
