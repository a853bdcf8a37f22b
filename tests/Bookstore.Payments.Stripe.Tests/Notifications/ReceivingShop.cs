using System.Net;
using Bookstore.Storage;
using Bookstore.Stripe.Double;
using Bookstore.Stripe.Double.Account;
using Bookstore.Stripe.Double.Webhooks;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>A shop that charges with a double of Stripe and takes its webhooks in. Its background work runs on request, and its clock when it is advanced.</summary>
internal sealed class ReceivingShop : IAsyncDisposable
{
    public const string Secret = "whsec_test";

    private readonly WebApplication _app;

    private ReceivingShop(WebApplication app, StripeDouble stripe, FakeTimeProvider time, Uri address)
    {
        (_app, Stripe, Time) = (app, stripe, time);
        Http = new HttpClient { BaseAddress = address };
        Sender = new WebhookSender(Http, new Uri(address, "/webhooks/stripe"), Secret, time);
    }

    public StripeDouble Stripe { get; }

    public FakeTimeProvider Time { get; }

    public required IReadOnlyCollection<string> Logs { get; init; }

    public required ScriptedStore Store { get; init; }

    public HttpClient Http { get; }

    public WebhookSender Sender { get; }

    public IEventFeed Events => _app.Services.GetRequiredService<IEventFeed>();

    public IInbox Inbox => _app.Services.GetRequiredService<IInbox>();

    public IOrderWorkflow Orders => _app.Services.GetRequiredService<IOrderWorkflow>();

    public IRefundService Refunds => _app.Services.GetRequiredService<IRefundService>();

    public IBookstoreMaintenance Maintenance => _app.Services.GetRequiredService<IBookstoreMaintenance>();

    public static async Task<ReceivingShop> OpenAsync(bool backgroundWork = false, CapturePolicy policy = CapturePolicy.Immediate, ILoggerProvider? logs = null)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var stripe = await StripeDouble.StartAsync(time);
        var builder = WebApplication.CreateSlimBuilder();
        var recorded = new RecordingLogs();
        builder.Logging.ClearProviders().AddProvider(logs ?? recorded);
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.Listen(IPAddress.Loopback, 0);

            // By the system's clock, which is not the shop's: on a busy machine it would end slow bodies before the shop does.
            options.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddBookstore(options => (options.BackgroundWork, options.CapturePolicy) = (backgroundWork, policy)).UseInMemoryStore().UseStripe(options =>
        {
            options.ApiKey = StripeDouble.ApiKey;
            options.ApiBase = stripe.Address;
            options.WebhookSecrets.Add("whsec_old");
            options.WebhookSecrets.Add(Secret);
        });
        var memory = builder.Services.Single(static service => service.ServiceType == typeof(IBookstoreStore));
        builder.Services.Remove(memory);
        builder.Services.AddSingleton<IBookstoreStore>(provider => new ScriptedStore((IBookstoreStore)memory.ImplementationFactory!(provider)));
        var app = builder.Build();
        app.MapBookstoreWebhookReceivers();
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var shop = new ReceivingShop(app, stripe, time, address) { Logs = recorded.Texts, Store = (ScriptedStore)app.Services.GetRequiredService<IBookstoreStore>() };
        var inventory = app.Services.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = TestBooks.Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = TestBooks.Martian, Quantity = 100, Reason = "opening stock" });
        return shop;
    }

    public async Task<Order> PlaceAsync(string token)
    {
        var placed = await _app.Services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "customer",
            Lines = [new PlaceOrderLine(TestBooks.Martian, 1)],
            Payment = new PaymentToken(token),
        });
        return placed.Order!;
    }

    public async Task<Order> FindAsync(Guid orderId) => (await _app.Services.GetRequiredService<ISalesService>().FindOrderAsync(orderId))!;

    public string IntentOf(Guid orderId) => Stripe.Account.FindIntents("bookstore_order_id", orderId.ToString("D")).Single();

    public async Task<int> SendAsync(IEnumerable<StripeEvent> events)
    {
        var accepted = 0;
        foreach (var item in events)
        {
            accepted += await Sender.SendAsync(item) == 200 ? 1 : 0;
        }

        return accepted;
    }

    /// <summary>Runs the background work until the inbox is empty.</summary>
    public async Task<int> WorkAsync()
    {
        var handled = 0;
        for (var round = 0; round < 20; round++)
        {
            handled += (await Maintenance.RunOnceAsync()).NotificationsHandled;
            Time.Advance(TimeSpan.FromSeconds(20));
        }

        return handled;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Stripe.DisposeAsync();
    }
}
