using System.Collections.Concurrent;
using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Client.Tests;

/// <summary>A client as a program registers it, on a clock of the test's, with everything that is logged.</summary>
internal sealed class TestClient : IDisposable, ILoggerProvider
{
    public const string ApiKey = "key-5f1d9c-must-stay-secret";

    public static readonly PlaceOrderBody Order = new()
    {
        CustomerId = "customer-1",
        Items = [new PlaceOrderItem { Isbn = "9780141439587", Quantity = 2 }],
        Payment = new PaymentBody { CardNumber = "4242424242424242" },
    };

    private readonly ConcurrentQueue<string> _log = new();
    private readonly ServiceProvider _services;

    public TestClient(Uri address, ManualTime? time = null, Action<BookstoreClientOptions>? configure = null, Action<IHttpClientBuilder>? http = null)
    {
        Time = time ?? new ManualTime();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        var builder = services.AddBookstoreClient(options =>
        {
            options.BaseAddress = address;
            options.ApiKey = ApiKey;
            configure?.Invoke(options);
        });
        http?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public ManualTime Time { get; }

    public IServiceProvider Services => _services;

    public BookstoreClient Client => _services.GetRequiredService<BookstoreClient>();

    public IBookstoreApi Api => _services.GetRequiredService<IBookstoreApi>();

    public IEnumerable<string> Log => _log;

    public ILogger CreateLogger(string categoryName) => new ListLogger(_log);

    public void Dispose() => _services.Dispose();

    private sealed class ListLogger(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log.Enqueue(state.ToString() ?? string.Empty);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
