using System.Net;
using System.Text;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>A customer who was erased is not in the log of webhooks either, which is in the file of the shop, nor in what receivers were sent.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task Nothing_of_an_erased_customer_is_in_the_files_of_a_shop_with_webhooks()
    {
        using var folder = new TemporaryFolder();
        using var logs = new RecordingLogs();
        var options = TestMessages.Options(allowPrivate: false);
        var sent = new Sent();
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddBookstore(static shop => shop.DispatchWait = TimeSpan.Zero)
            .UseSqlite($"Data Source={folder.File("shop.db")}")
            .UseSimulatedPayments(payments => payments.LedgerPath = folder.File("payments.ledger"))
            .UseLocalCourier()
            .AddWebhooks(webhooks => webhooks.SecretKey = options.SecretKey);
        services.AddSingleton(new WebhookSender(options, TimeProvider.System, sent));
        await using (var shop = services.BuildServiceProvider())
        {
            var webhooks = shop.GetRequiredService<IWebhookService>();
            var healthy = (await webhooks.CreateAsync(new WebhookSettings { Url = "https://shop.example/hooks" })).Endpoint!;
            var failing = (await webhooks.CreateAsync(new WebhookSettings { Url = Sent.Failing })).Endpoint!;
            var traces = new CustomerTraces(shop);
            await traces.LeaveAsync();
            FilesWith(folder.Path).ShouldNotBeEmpty("the customer has left traces");

            await traces.EraseAsync();
            var store = shop.GetRequiredService<IBookstoreStore>();

            // What is still in memory of the endpoints' logs is brought into the file as well.
            foreach (var endpoint in (Guid[])[healthy.Id, failing.Id])
            {
                (await webhooks.ListDeliveriesAsync(endpoint, new PageRequest()))!.Items.ShouldNotBeEmpty();
                await shop.GetRequiredService<TryLogs>().StoreAsync(endpoint, CancellationToken.None);
            }

            var log = await store.FindDocumentAsync(WebhookDocuments.Tries.IdOf(healthy.Id), CancellationToken.None);
            log!.Body.ShouldContain(EventTypes.OrderErased);
        }

        // The last connection writes the log back into the file when it closes.
        FilesWith(folder.Path).ShouldBeEmpty();
        sent.Bodies.ShouldContain(static body => body.Contains(EventTypes.OrderErased, StringComparison.Ordinal));
        sent.Bodies.ShouldNotContain(static body => body.Contains(CustomerTraces.Mark, StringComparison.Ordinal));
        logs.Texts.ShouldNotContain(static text => text.Contains(CustomerTraces.Mark, StringComparison.Ordinal));
    }

    private static List<string> FilesWith(string folder)
    {
        var mark = Encoding.UTF8.GetBytes(CustomerTraces.Mark);
        var found = new List<string>();
        foreach (var path in Directory.GetFiles(folder))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            if (content.AsSpan().IndexOf(mark) >= 0)
            {
                found.Add(Path.GetFileName(path));
            }
        }

        return found;
    }

    /// <summary>Keeps what is sent, and refuses what one of the endpoints gets.</summary>
    private sealed class Sent : HttpMessageHandler
    {
        public const string Failing = "https://broken.example/hooks";

        private readonly Lock _lock = new();
        private readonly List<string> _bodies = [];

        public IReadOnlyList<string> Bodies
        {
            get
            {
                lock (_lock)
                {
                    return [.. _bodies];
                }
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            lock (_lock)
            {
                _bodies.Add(body);
            }

            return new HttpResponseMessage(request.RequestUri!.ToString() == Failing ? HttpStatusCode.InternalServerError : HttpStatusCode.NoContent);
        }
    }
}
