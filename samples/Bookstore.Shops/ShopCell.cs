using Microsoft.Extensions.Options;
using Npgsql;

namespace Bookstore.Samples;

/// <summary>One shop of the process.</summary>
internal static class ShopCell
{
    private const string LedgerKey = "Bookstore:LedgerPath";

    // Of a server that many shops share.
    private const int ConnectionsOfAShop = 20;

    /// <summary>Sets the address for when neither the environment nor the command line says another.</summary>
    public static void ListenByDefaultOn(this WebApplicationBuilder builder, string url)
    {
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(url);
        }
    }

    /// <summary>Adds a shop with everything that it has of its own.</summary>
    public static void AddShop(this WebApplicationBuilder builder, ShopSettings shop)
    {
        var ledger = builder.Configuration[LedgerKey] is { Length: > 0 } path ? path : "shops.payments";
        var bookstore = builder.Services.AddBookstore(shop.Name).UseLocalCourier();

        // One account for all shops: each lists its own payments, which have its name.
        bookstore.UseSimulatedPayments(options => options.LedgerPath = shop.Store == "memory" ? null : ledger);
        switch (shop.Store)
        {
            case "sqlite":
                bookstore.UseSqlite(shop.ConnectionString);
                break;
            case "postgresql":
                bookstore.UsePostgreSql(options => (options.ConnectionString, options.Schema) = (WithFewConnections(shop.ConnectionString), shop.Schema));
                break;
            default:
                bookstore.UseInMemoryStore();
                break;
        }

        builder.Services.AddBookstoreApi(shop.Name, options => AddDevelopmentKey(options, shop, builder.Environment));
        builder.Services.AddHealthChecks().AddBookstoreHealthChecks(shop.Name);
    }

    /// <summary>Refuses a shop that no client may call, and warns of a well-known key.</summary>
    /// <exception cref="ShopSetupException">The shop has no client with a key.</exception>
    public static void CheckKeys(this WebApplication app, ShopSettings shop)
    {
        var clients = app.Services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().Get(shop.Name).Clients;
        if (!clients.Values.Any(static client => client.KeyHashes.Count > 0))
        {
            throw new ShopSetupException($"No client may call the shop {shop.Name}. Configure {ShopSettings.SectionName}:{shop.Name}:Clients; only in Development has a shop a well-known key.");
        }

        if (app.Environment.IsDevelopment() && !HasClients(app.Configuration, shop))
        {
            app.Logger.LogWarning("The shop {Shop} has no clients: the well-known development key {Key} stands in. Do not use it anywhere else", shop.Name, DevelopmentKeyOf(shop));
        }
    }

    /// <summary>Mounts the shop's API and health under <c>/shops/name</c>.</summary>
    public static void MapShop(this WebApplication app, ShopSettings shop)
    {
        app.MapBookstoreApi($"/shops/{shop.Name}/api", shop.Name);
        app.MapBookstoreHealth($"/shops/{shop.Name}/health", shop.Name);
        app.MapBookstoreOpenApi($"/shops/{shop.Name}/openapi.json", shop.Name);
    }

    private static void AddDevelopmentKey(BookstoreApiOptions options, ShopSettings shop, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment() || options.Clients.Count > 0)
        {
            return;
        }

        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(DevelopmentKeyOf(shop)));
        client.Roles.Add(BookstoreRoles.Wildcard);
        options.Clients.Add("default", client);
    }

    private static bool HasClients(IConfiguration configuration, ShopSettings shop) => configuration.GetSection($"{ShopSettings.SectionName}:{shop.Name}:Clients").GetChildren().Any();

    private static string DevelopmentKeyOf(ShopSettings shop) => $"key-of-{shop.Name}";

    // The message of what is thrown may quote the text, which may hold a password.
    private static string WithFewConnections(string connectionString)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(connectionString);
            if (!connection.Keys.Cast<string>().Contains("Maximum Pool Size", StringComparer.OrdinalIgnoreCase))
            {
                connection.MaxPoolSize = ConnectionsOfAShop;
            }

            return connection.ConnectionString;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            // The store's own check says what is wrong with it.
            return connectionString;
        }
    }
}
