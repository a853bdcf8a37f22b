using Microsoft.Data.Sqlite;

namespace Bookstore.Samples;

/// <summary>The shop behind the API, as the configuration wants it.</summary>
internal static class ShopSetup
{
    private const string StoreKey = "Bookstore:Store";
    private const string LedgerKey = "Bookstore:Payments:LedgerPath";
    private const string DefaultConnection = "Data Source=bookstore.db";

    /// <summary>The simulated gateway answers at once, so that an order whose payment is unknown need not wait long.</summary>
    public static void SetTimes(BookstoreOptions options)
    {
        options.AuthorizeTimeout = TimeSpan.FromSeconds(5);
        options.RecoveryGrace = TimeSpan.FromSeconds(5);
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
                throw new HostSetupException($"{StoreKey} is postgresql, which this version does not have yet. Use sqlite or memory.");
            default:
                throw new HostSetupException($"{StoreKey} is \"{store}\". Use sqlite or memory.");
        }
    }

    public static void AddSimulatedGateway(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new SimulatedPaymentGatewayOptions { LedgerPath = LedgerPathOf(configuration) };
        services.AddSingleton<IPaymentGateway>(provider => new SimulatedPaymentGateway(options, provider.GetRequiredService<TimeProvider>()));
    }

    // Beside the database, since the two belong together; a store in memory has its payments in memory.
    private static string? LedgerPathOf(IConfiguration configuration)
    {
        if (configuration[LedgerKey] is { Length: > 0 } path)
        {
            return path;
        }

        if (StoreOf(configuration) != "sqlite")
        {
            return null;
        }

        var database = new SqliteConnectionStringBuilder(ConnectionOf(configuration)).DataSource;
        return database.Length == 0 || database == ":memory:" ? null : Path.ChangeExtension(database, ".payments");
    }

    private static string StoreOf(IConfiguration configuration) => configuration[StoreKey] is { Length: > 0 } store ? store : "sqlite";

    private static string ConnectionOf(IConfiguration configuration) =>
        configuration.GetConnectionString("Bookstore") is { Length: > 0 } connection ? connection : DefaultConnection;
}
