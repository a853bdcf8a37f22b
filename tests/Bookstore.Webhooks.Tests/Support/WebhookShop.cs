using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Webhooks.Tests;

/// <summary>A shop in memory with webhooks, a clock that the test holds, a receiver without a network, and no background work but what the test asks for.</summary>
internal sealed class WebhookShop : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _books;

    /// <summary>Opens a shop.</summary>
    /// <param name="configure">Changes the options of webhooks.</param>
    /// <param name="shop">Changes the shop's options.</param>
    /// <param name="sharing">The first host of a shop of which this is the second one: it has the same store, clock and receiver.</param>
    /// <param name="clock">The clock; <see langword="null"/> for <see cref="Time"/>.</param>
    /// <param name="ahead">By how much this host's own clock is ahead of that of the store and of the receiver.</param>
    public WebhookShop(Action<WebhookOptions>? configure = null, Action<BookstoreOptions>? shop = null, WebhookShop? sharing = null, TimeProvider? clock = null, TimeSpan ahead = default)
    {
        Time = sharing?.Time ?? new ManualTime();
        clock ??= Time;
        Receiver = sharing?.Receiver ?? new ScriptedReceiver(clock);
        var options = TestMessages.Options(allowPrivate: false);
        configure?.Invoke(options);
        var services = new ServiceCollection();
        clock = ahead == TimeSpan.Zero ? clock : new WrongTime(clock, ahead);
        services.AddSingleton(clock);
        services.AddLogging(logging => logging.AddProvider(Logs));
        var builder = services.AddBookstore(shop);
        var withStore = sharing is not null ? builder.UseStore(_ => sharing.Store) : ahead == TimeSpan.Zero ? builder.UseInMemoryStore() : builder.UseStore(_ => new StoreWithClock(Time));
        withStore.UseSimulatedPayments().UseLocalCourier().AddWebhooks(settings =>
        {
            (settings.SecretKey, settings.MaxEndpoints, settings.Timeout) = (options.SecretKey, options.MaxEndpoints, options.Timeout);
            (settings.EndpointConcurrency, settings.MaxConcurrency) = (options.EndpointConcurrency, options.MaxConcurrency);
        });
        services.AddSingleton(new WebhookSender(options, clock, Receiver));
        _services = services.BuildServiceProvider();
    }

    public ManualTime Time { get; }

    public ScriptedReceiver Receiver { get; }

    public RecordingLogs Logs { get; } = new();

    public IWebhookService Webhooks => _services.GetRequiredService<IWebhookService>();

    public IBookstoreStore Store => _services.GetRequiredService<IBookstoreStore>();

    public IEventFeed Feed => _services.GetRequiredService<IEventFeed>();

    /// <summary>Creates an endpoint whose secret the receiver accepts.</summary>
    public Task<WebhookEndpoint> CreateAsync(params string[] types) => CreateAtAsync("https://shop.example/hooks", types);

    public async Task<WebhookEndpoint> CreateAtAsync(string url, params string[] types)
    {
        var created = await Webhooks.CreateAsync(new WebhookSettings { Url = url, Types = types });
        Receiver.Secrets.Add(created.Secret!);
        return created.Endpoint!;
    }

    public SendingPlaces Places => _services.GetRequiredService<WebhookDelivering>().Places;

    /// <summary>The enabled endpoints as consumers.</summary>
    public ValueTask<IReadOnlyList<EventConsumer>> ListConsumersAsync() => _services.GetServices<IEventConsumerSource>().Single().ListAsync(CancellationToken.None);

    public IEventConsumers Consumers => _services.GetRequiredService<IEventConsumers>();

    public IBookstoreMaintenance Maintenance => _services.GetRequiredService<IBookstoreMaintenance>();

    /// <summary>Replaces the stored body of an endpoint.</summary>
    public async Task RewriteAsync(Guid id, Func<string, string> rewrite)
    {
        var keys = new RecordKeys();
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        await using var unit = await Store.OpenAsync(keys, CancellationToken.None);
        var stored = unit.Records.Documents.Find(WebhookDocuments.Endpoints.IdOf(id))!;
        unit.Records.Documents.Put(stored.Id, stored with { Body = rewrite(stored.Body) });
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Time.GetUtcNow()));
    }

    /// <summary>Saves a book: one event, <c>book.saved</c>.</summary>
    public async Task<Isbn> SaveBookAsync(int? number = null)
    {
        var isbn = IsbnOf(number ?? _books++);
        await _services.GetRequiredService<IInventoryService>().SaveBookAsync(new Book { Isbn = isbn, Title = "A title", Author = "An author", Price = new Money(1 + (_books++ % 100), "EUR") });
        return isbn;
    }

    /// <summary>Begins to deliver in the background.</summary>
    public Task StartAsync() => _services.GetRequiredService<ConsumerEngine>().StartAsync(CancellationToken.None);

    /// <summary>Ends that, as a host that stops does.</summary>
    public Task StopAsync() => _services.GetRequiredService<ConsumerEngine>().StopAsync(CancellationToken.None);

    /// <summary>The document of an endpoint's tries, as it is stored.</summary>
    public async Task<DocumentRecord?> StoredTriesAsync(Guid id) => await Store.FindDocumentAsync(WebhookDocuments.Tries.IdOf(id), CancellationToken.None);

    /// <summary>Delivers what is due now.</summary>
    public Task<int> DeliverAsync() => _services.GetRequiredService<ConsumerEngine>().RunOnceAsync(CancellationToken.None);

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(Guid id) => (await Webhooks.ListDeliveriesAsync(id, new PageRequest { Limit = 1_000 }))!.Items;

    public async Task<IReadOnlyList<BookstoreEvent>> EventsAsync(params string[] types) => (await Feed.ReadPageAsync(new EventQuery { Limit = 1_000, Types = types })).Events;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Isbn IsbnOf(int number)
    {
        var digits = $"978{number + 1:D9}";
        var sum = digits.Select(static (digit, place) => (digit - '0') * (place % 2 == 0 ? 1 : 3)).Sum();
        return Isbn.Parse($"{digits}{(10 - (sum % 10)) % 10}");
    }
}
