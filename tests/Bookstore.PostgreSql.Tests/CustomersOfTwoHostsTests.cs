using System.Text;
using Bookstore.Stripe.Double;
using Bookstore.Stripe.Double.Webhooks;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>
/// Customers come back from their bank while its notification arrives, a resume is asked for and recovery asks, on two hosts of one database: each order is charged once or not at all, and ends as its customer decided.
/// </summary>
public sealed class CustomersOfTwoHostsTests : IAsyncLifetime
{
    private const string Secret = "whsec_race";
    private const int Waves = 4;

    private static readonly Isbn Book = Isbn.Parse("9780140449136");
    private static readonly int Orders = LongRun.IsOn ? 1_000 : 16;

    private readonly string _schema = TestServer.NewSchema();
    private StripeDouble _stripe = null!;
    private ServiceProvider[] _hosts = [];

    public async Task InitializeAsync()
    {
        _stripe = await StripeDouble.StartAsync();
        _hosts = [await HostAsync(), await HostAsync()];
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _stripe.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Returns_notifications_resumes_and_recovery_at_once_charge_each_order_once()
    {
        var inventory = _hosts[0].GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = Book, Title = "The Odyssey", Author = "Homer", Price = new Money(9.50m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = Orders, Reason = "test" });
        using var stop = new CancellationTokenSource();
        var background = _hosts.Select(host => Task.Run(() => WorkAsync(host, stop.Token))).ToArray();
        var ends = new List<(Guid Id, Decision Decision)>();
        for (var wave = 0; wave < Waves; wave++)
        {
            ends.AddRange(await Task.WhenAll(Enumerable.Range(0, Orders / Waves).Select(number => Task.Run(() => BuyAsync(number)))));
        }

        await stop.CancelAsync();
        await Task.WhenAll(background);
        await Task.WhenAll(_hosts.Select(static host => Task.Run(() => host.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync())));

        var created = 0;
        foreach (var (id, decision) in ends)
        {
            var order = (await _hosts[0].GetRequiredService<ISalesService>().FindOrderAsync(id))!;
            OrderStatus[] possible = decision switch
            {
                Decision.Approves => [OrderStatus.Created],
                Decision.Refuses => [OrderStatus.Rejected],

                // Given up while it is pending, or cancelled after the approval.
                _ => [OrderStatus.Cancelled, OrderStatus.Rejected],
            };
            possible.ShouldContain(order.Status, $"{decision} {order.PaymentStatus} {order.PaymentFailureCode}");
            _stripe.Account.FindIntents("bookstore_order_id", id.ToString("D")).Count.ShouldBe(1);
            created += order.Status == OrderStatus.Created ? 1 : 0;
        }

        created.ShouldBe(ends.Count(static end => end.Decision == Decision.Approves));
        var audit = _hosts[1].GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldBeEmpty();
        (await _hosts[0].GetRequiredService<IInbox>().ListAsync(new InboxQuery { State = InboxState.Parked })).Items.ShouldBeEmpty();
    }

    // Until the order is decided: a customer who approves while the order is cancelled may be the first or the second.
    private async Task<(Guid Id, Decision Decision)> BuyAsync(int number)
    {
        var decision = (number % 4) switch { 0 or 1 => Decision.Approves, 2 => Decision.Refuses, _ => Decision.ApprovesWhileItIsCancelled };
        var placed = await Workflow(number).PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = $"customer-{number}",
            Lines = [new PlaceOrderLine(Book, 1)],
            Payment = new PaymentToken("pm_card_authenticationRequired"),
        });
        var id = placed.Order!.Id;
        var intent = _stripe.Account.FindIntents("bookstore_order_id", id.ToString("D")).Single();
        List<Task> racing = [];
        if (decision == Decision.ApprovesWhileItIsCancelled)
        {
            racing.Add(Task.Run(() => CancelAsync(number, id)));
        }

        racing.Add(Task.Run(async () =>
        {
            // The shop may have cancelled it before.
            _stripe.Account.TryCompleteAction(intent, decision != Decision.Refuses);
            await Task.WhenAll(
                ReceiveAsync(number, intent),
                ReceiveAsync(number + 1, intent),
                Workflow(number).ResumeAsync(id),
                Workflow(number + 1).ResumeAsync(id));
        }));
        await Task.WhenAll(racing);
        for (var tries = 0; tries < 1_000 && (await _hosts[0].GetRequiredService<ISalesService>().FindOrderAsync(id))!.Status == OrderStatus.Pending; tries++)
        {
            await Workflow(number).ResumeAsync(id);
        }

        return (id, decision);
    }

    private async Task CancelAsync(int number, Guid id)
    {
        for (var tries = 0; tries < 1_000; tries++)
        {
            var cancelled = await Workflow(number + 1).CancelAsync(new CancelOrderRequest { OrderId = id });
            if (cancelled.Order?.Status is OrderStatus.Cancelled or OrderStatus.Rejected)
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(int number, string intent)
    {
        var body = $$$$"""{"id":"evt_{{{{intent}}}}","type":"payment_intent.amount_capturable_updated","data":{"object":{"object":"payment_intent","id":"{{{{intent}}}}"}}}""";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [StripeSignature.Header] = StripeSignature.Of(body, TimeProvider.System.GetUtcNow(), Secret) };
        var outcome = await Host(number).GetRequiredService<IInbox>().ReceiveAsync("stripe", new IncomingNotification { Body = Encoding.UTF8.GetBytes(body), Headers = headers });
        outcome.ShouldBeOneOf(ReceiveNotificationOutcome.Accepted, ReceiveNotificationOutcome.Duplicate);
    }

    private static async Task WorkAsync(ServiceProvider host, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await host.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync(CancellationToken.None);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private ServiceProvider Host(int number) => _hosts[number % 2];

    private IOrderWorkflow Workflow(int number) => Host(number).GetRequiredService<IOrderWorkflow>();

    private async Task<ServiceProvider> HostAsync()
    {
        var store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
        var services = new ServiceCollection();
        services.AddBookstore().UseStore(_ => store).UseStripe(options =>
        {
            options.ApiKey = StripeDouble.ApiKey;
            options.ApiBase = _stripe.Address;
            options.WebhookSecrets.Add(Secret);
        });
        return services.BuildServiceProvider();
    }

    private enum Decision
    {
        Approves,
        Refuses,
        ApprovesWhileItIsCancelled,
    }
}
