using System.Net;
using Bookstore.Client;
using Bookstore.Contracts;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>A host that dies at any commit while it delivers, or while its endpoint is created, rotated, disabled and enabled.</summary>
public sealed class WebhookCrashTests : IDisposable
{
    private static readonly string[] Types = ["order.*"];

    private readonly TemporaryFolder _folder = new();
    private readonly Receiver _receiver = new();

    [Fact]
    public async Task In_memory_no_event_is_lost_or_out_of_order_and_the_receivers_secret_is_good_for_its_day() => await RunAsync(static _ => { });

    [Fact]
    public async Task On_SQLite_no_event_is_lost_or_out_of_order_and_the_receivers_secret_is_good_for_its_day() =>
        await RunAsync(options =>
        {
            var file = _folder.File($"{Guid.NewGuid():N}.db");
            options.Store = bookstore => bookstore.UseSqlite($"Data Source={file}");
        });

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(Action<TestShopOptions> store)
    {
        var points = await CrashTest.RunThroughEveryCrashAsync(
            PlayAsync,
            verify: VerifyAsync,
            configure: options =>
            {
                _receiver.Clear();
                options.Services = AddWebhooks;
                store(options);
            });

        points.Count(static point => point.Site == "after commit").ShouldBeGreaterThan(12);
    }

    private async Task PlayAsync(TestShop shop)
    {
        var webhooks = shop.Services.GetRequiredService<IWebhookService>();
        var created = await shop.FinishAsync(webhooks.CreateAsync(new WebhookSettings { Url = "https://shop.example/hooks", Types = Types }));
        _receiver.Secrets.Add(created.Secret!);
        var id = created.Endpoint!.Id;
        await OrderAsync(shop);

        // The receiver learns neither of the new secrets: the answers may be lost.
        await shop.FinishAsync(webhooks.RotateSecretAsync(id));
        await OrderAsync(shop);
        await shop.FinishAsync(webhooks.RotateSecretAsync(id));
        await shop.FinishAsync(webhooks.DisableAsync(id));
        await OrderAsync(shop);
        await shop.FinishAsync(webhooks.EnableAsync(id));
        await OrderAsync(shop);
    }

    private static async Task OrderAsync(TestShop shop)
    {
        await shop.PlaceAsync(TestBooks.Martian);
        await shop.RunBackgroundWorkAsync();
    }

    private async Task VerifyAsync(TestShop shop)
    {
        var webhooks = shop.Services.GetRequiredService<IWebhookService>();
        var endpoints = (await webhooks.ListAsync(new PageRequest())).Items;
        endpoints.Count.ShouldBeLessThanOrEqualTo(1);
        if (_receiver.Secrets.Count == 0)
        {
            // It died in the creation: nobody knows the secret.
            return;
        }

        await shop.FinishAsync(webhooks.EnableAsync(endpoints[0].Id));
        var happened = (await shop.Services.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000, Types = Types })).Events;
        for (var round = 0; round < 20 && _receiver.Accepted.Count < happened.Count; round++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            await shop.RunBackgroundWorkAsync();
        }

        _receiver.Accepted.Select(static accepted => accepted.Id).ShouldBe(happened.Select(static one => one.Id.ToString()), ignoreOrder: true);
        foreach (var resource in _receiver.Accepted.GroupBy(static accepted => accepted.Resource))
        {
            resource.Select(static accepted => accepted.Sequence).ShouldBeInOrder();
        }

        _receiver.Refused.ShouldBeEmpty();
        (await webhooks.ListDeliveriesAsync(endpoints[0].Id, new PageRequest { Limit = 1_000 }))!.Items.ShouldAllBe(
            static delivery => delivery.State == WebhookDeliveryState.Delivered || delivery.State == WebhookDeliveryState.Failed);
    }

    private void AddWebhooks(IServiceCollection services)
    {
        var options = TestMessages.Options(allowPrivate: false);
        services.AddBookstore().AddWebhooks(settings => settings.SecretKey = options.SecretKey);
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new WebhookSender(options, time, new Connection(_receiver, time));
        });
    }

    /// <summary>Outlives the hosts. Every third event fails at its first try.</summary>
    private sealed class Receiver
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _failed = [];
        private readonly List<EventResource> _accepted = [];
        private int _seen;

        public List<string> Secrets { get; } = [];

        public IReadOnlyList<EventResource> Accepted => _accepted;

        public List<string> Refused { get; } = [];

        public void Clear()
        {
            Secrets.Clear();
            _failed.Clear();
            _accepted.Clear();
            Refused.Clear();
            _seen = 0;
        }

        public HttpStatusCode Receive(WebhookVerification message)
        {
            lock (_lock)
            {
                if (message.Event is not { } happened)
                {
                    // A host that was stopped may still have sent one, which arrives when the time has gone on.
                    if (Secrets.Count > 0 && message.Rejection != WebhookRejection.TimestampOutOfTolerance)
                    {
                        Refused.Add(message.ToString());
                    }

                    return HttpStatusCode.Unauthorized;
                }

                if (_accepted.Any(accepted => accepted.Id == happened.Id))
                {
                    return HttpStatusCode.OK;
                }

                if (++_seen % 3 == 0 && _failed.Add(happened.Id))
                {
                    return HttpStatusCode.InternalServerError;
                }

                _accepted.Add(happened);
                return HttpStatusCode.OK;
            }
        }
    }

    private sealed class Connection(Receiver receiver, TimeProvider time) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var headers = WebhookHeaders.Read(name => request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null);
            var secrets = receiver.Secrets.Count == 0 ? ["whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] : receiver.Secrets;
            return new HttpResponseMessage(receiver.Receive(BookstoreWebhooks.Verify(body, headers, secrets, time)));
        }
    }
}
