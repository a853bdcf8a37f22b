using System.Data.Common;
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
        var bookstore = builder.Services.AddBookstore().UseSimulatedPayments();
        _ = options.Store switch
        {
            "memory" => bookstore.UseInMemoryStore(),
            "postgresql" => bookstore.UsePostgreSql(options.Connection!),
            _ => bookstore.UseSqlite(ConnectionTo(folder)),
        };
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
