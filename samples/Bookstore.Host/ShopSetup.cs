using Microsoft.Data.Sqlite;

namespace Bookstore.Samples;

/// <summary>The shop behind the API, as the configuration wants it.</summary>
internal static class ShopSetup
{
    private const string StoreKey = "Bookstore:Store";
    private const string LedgerKey = "Bookstore:Payments:LedgerPath";
    private const string DefaultConnection = "Data Source=bookstore.db";

    /// <summary>
    /// Reads the shop's limits and times from the section <c>Bookstore</c>. The simulated gateway answers at once, so that an order whose payment is
    /// unknown need not wait long.
    /// </summary>
    public static void Configure(BookstoreOptions options, IConfiguration configuration)
    {
        options.AuthorizeTimeout = TimeSpan.FromSeconds(5);
        options.RecoveryGrace = TimeSpan.FromSeconds(10);
        configuration.GetSection(BookstoreApiOptions.SectionName).Bind(options);
    }

    public static void UseStoreOf(this IBookstoreBuilder bookstore, IConfiguration configuration)
    {
        var store = StoreOf(configuration);
        switch (store)
        {
            case "sqlite":
                bookstore.UseSqlite(ConnectionOf(configuration));
                break;
            case "memory":
                bookstore.UseInMemoryStore();
                break;
            case "postgresql":
                bookstore.UsePostgreSql(configuration.GetConnectionString("Bookstore") is { Length: > 0 } connection
                    ? connection
                    : throw new HostSetupException("Bookstore:Store is postgresql. Set ConnectionStrings:Bookstore to its connection string."));
                break;
            default:
                throw new HostSetupException($"{StoreKey} is \"{store}\". Use sqlite, postgresql or memory.");
        }
    }

    public static void AddSimulatedGateway(this IServiceCollection services, IConfiguration configuration)
    {
        // The gateway stands in for one elsewhere: it is not to take the host's memory. Older payments are looked up in its file.
        var options = new SimulatedPaymentGatewayOptions { LedgerPath = LedgerPathOf(configuration), MaxOrdersInMemory = 50_000 };
        services.AddSingleton<IPaymentGateway>(provider => new SimulatedPaymentGateway(options, provider.GetRequiredService<TimeProvider>()));
    }

    // Beside the database, since the two belong together, and in the working folder when the database is a server;
    // a store in memory has its payments in memory.
    private static string? LedgerPathOf(IConfiguration configuration)
    {
        if (configuration[LedgerKey] is { Length: > 0 } path)
        {
            return path;
        }

        if (StoreOf(configuration) != "sqlite")
        {
            return StoreOf(configuration) == "memory" ? null : "bookstore.payments";
        }

        var database = new SqliteConnectionStringBuilder(ConnectionOf(configuration)).DataSource;
        return database.Length == 0 || database == ":memory:" ? null : Path.ChangeExtension(database, ".payments");
    }

    private static string StoreOf(IConfiguration configuration) => configuration[StoreKey] is { Length: > 0 } store ? store : "sqlite";

    private static string ConnectionOf(IConfiguration configuration) =>
        configuration.GetConnectionString("Bookstore") is { Length: > 0 } connection ? connection : DefaultConnection;
}
