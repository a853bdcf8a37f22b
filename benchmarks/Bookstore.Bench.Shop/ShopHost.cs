using System.Data.Common;
using System.Security.Cryptography;
using Bookstore.Bench.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore.Bench;

/// <summary>A shop with its background work, as an application has it; the payment gateway keeps its ledger in memory and answers at once.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStarted;

    private ShopHost(IHost host) => _host = host;

    public static ShopHost Build(CellOptions options, string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var bookstore = builder.Services.AddBookstore(settings => settings.Events.Enabled = options.Events).UseSimulatedPayments();
        if (options.Load == "handler")
        {
            builder.Services.AddSingleton<HandledOrders>();
            builder.Services.AddBookstoreEventHandler<HandledOrders>("bench", static settings => settings.Types.Add(EventTypes.OrderCreated));
        }

        _ = options.Store switch
        {
            "memory" => bookstore.UseInMemoryStore(),
            "postgresql" => bookstore.UsePostgreSql(options.Connection!),
            _ => bookstore.UseSqlite(ConnectionTo(folder)),
        };
        if (options.Load is "webhooks" or "webhooks-slow")
        {
            bookstore.AddWebhooks(static settings =>
            {
                settings.SecretKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
                (settings.AllowHttp, settings.AllowPrivateAddresses) = (true, true);
            });
        }

        return new ShopHost(builder.Build());
    }

    public static string DatabaseIn(string folder) => Path.Combine(folder, "bookstore.db");

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _isStarted = true;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static string ConnectionTo(string folder) => new DbConnectionStringBuilder { ["Data Source"] = DatabaseIn(folder) }.ConnectionString;
}
