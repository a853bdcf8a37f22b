using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore.Samples;

/// <summary>The shop in this process: its services, its background work, and the folder of its files.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly DirectoryInfo? _temporaryFolder;
    private bool _isStarted;

    private Shop(IHost host, DirectoryInfo? temporaryFolder)
    {
        _host = host;
        _temporaryFolder = temporaryFolder;
    }

    /// <summary>Opens the shop; recovery and settlement start with it.</summary>
    /// <param name="options">Where its records are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The shop.</returns>
    public static async Task<Shop> OpenAsync(SampleOptions options, CancellationToken cancellationToken)
    {
        var isTemporary = options is { InMemory: false, DatabasePath: null };
        var folder = isTemporary ? Directory.CreateTempSubdirectory("bookstore-") : null;
        var shop = new Shop(BuildHost(options, options.DatabasePath ?? Path.Combine(folder?.FullName ?? string.Empty, "bookstore.db")), folder);
        try
        {
            await shop._host.StartAsync(cancellationToken);
            shop._isStarted = true;
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync(CancellationToken.None);
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
        _temporaryFolder?.Delete(recursive: true);
    }

    private static IHost BuildHost(SampleOptions options, string databasePath)
    {
        // Without a console logger: the screen belongs to the report.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var bookstore = builder.Services.AddBookstore().UseLocalCourier();
        if (options.InMemory)
        {
            bookstore.UseInMemoryStore().UseSimulatedPayments();
            return builder.Build();
        }

        bookstore.UseSqlite(new DbConnectionStringBuilder { ["Data Source"] = databasePath }.ConnectionString);

        // The gateway's ledger is kept as long as the orders: a later run on the same file compares them.
        bookstore.UseSimulatedPayments(gateway => gateway.LedgerPath = databasePath + ".payments");
        return builder.Build();
    }
}
