using Bookstore.Payments.Simulated;
using Microsoft.Data.Sqlite;

namespace Bookstore.Samples;

/// <summary>The shop behind the API, as the configuration wants it.</summary>
internal static class ShopSetup
{
    private const string StoreKey = "Bookstore:Store";
    private const string LedgerKey = "Bookstore:Payments:LedgerPath";
    private const string LedgerSyncKey = "Bookstore:Payments:LedgerSync";
    private const string Stripe = "stripe";
    private const string ProviderKey = "Bookstore:Payments:Provider";
    private const string BankAddressKey = "Bookstore:Payments:BankAddress";
    private const string WebhookKeyKey = "Bookstore:Webhooks:SecretKey";
    private const string DefaultConnection = "Data Source=bookstore.db";

    public static bool UsesStripe(IConfiguration configuration) => configuration[ProviderKey] == Stripe;

    public static IBookstoreBuilder UseStoreOf(this IBookstoreBuilder bookstore, IConfiguration configuration)
    {
        var store = StoreOf(configuration);
        switch (store)
        {
            case "sqlite":
                bookstore.UseSqlite(SqliteConnectionOf(configuration).ConnectionString);
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

        return bookstore;
    }

    /// <summary>
    /// Adds webhooks. Their secrets are encrypted with <c>Bookstore:Webhooks:SecretKey</c>; a host with a database file of its own keeps a key beside it. Hosts that share a server have to share a key: without one they have no webhooks.
    /// </summary>
    public static IBookstoreBuilder AddWebhooksOf(this IBookstoreBuilder bookstore, IConfiguration configuration)
    {
        if (configuration[WebhookKeyKey] is { Length: > 0 })
        {
            return bookstore.AddWebhooks();
        }

        var isFile = StoreOf(configuration) == "sqlite" && SqliteConnectionOf(configuration).DataSource is { Length: > 0 } and not ":memory:";
        return isFile ? bookstore.AddWebhooks(options => options.SecretKey = WebhookKeyFile.ReadOrCreate(Path.ChangeExtension(SqliteConnectionOf(configuration).DataSource, ".webhooks-key")))
            : StoreOf(configuration) == "postgresql" ? bookstore
            : bookstore.AddWebhooks(static options => options.SecretKey = WebhookKeyFile.NewKey());
    }

    /// <summary>Chooses the payment gateway. In Development payments are simulated unless the configuration says something else; anywhere else it has to say it.</summary>
    public static void UsePaymentsOf(this IBookstoreBuilder bookstore, IConfiguration configuration, IHostEnvironment environment)
    {
        switch (configuration[ProviderKey])
        {
            case "simulated":
            case null or "" when environment.IsDevelopment():
                var bank = new SimulatedBank(BankAddressOf(configuration));
                var secret = WebhookKeyFile.NewKey();
                bookstore.Services.AddSingleton(bank);
                bookstore.UseSimulatedPayments(options =>
                {
                    // The gateway stands in for one elsewhere: it is not to take the host's memory and its disk. Older payments are looked up in its file.
                    options.LedgerPath = LedgerPathOf(configuration);
                    options.MaxOrdersInMemory = 50_000;
                    options.LedgerSync = LedgerSyncOf(configuration);
                    options.BankPage = bank.PageOf;
                    options.WebhookAddress = bank.FindWebhookAddress;
                    options.WebhookSecret = secret;
                });
                break;
            case Stripe:
                bookstore.UseStripe();
                break;
            case null or "":
                throw new HostSetupException(
                    $"No payment provider is configured. Set {ProviderKey} to stripe, or to simulated, which makes no real charges, or register an IPaymentGateway of your own in Program.cs.");
            case var provider:
                throw new HostSetupException($"{ProviderKey} is \"{provider}\". Use simulated or stripe, or register an IPaymentGateway of your own in Program.cs.");
        }
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

        var database = SqliteConnectionOf(configuration).DataSource;
        return database.Length == 0 || database == ":memory:" ? null : Path.ChangeExtension(database, ".payments");
    }

    private static LedgerSync LedgerSyncOf(IConfiguration configuration) => configuration[LedgerSyncKey] switch
    {
        null or "" => LedgerSync.EverySecond,
        var text when Enum.TryParse<LedgerSync>(text, ignoreCase: true, out var sync) && Enum.IsDefined(sync) => sync,
        var text => throw new HostSetupException($"{LedgerSyncKey} is \"{text}\". Use {nameof(LedgerSync.EverySecond)} or {nameof(LedgerSync.EachAnswer)}."),
    };

    private static Uri? BankAddressOf(IConfiguration configuration) => configuration[BankAddressKey] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) => address,
        var text => throw new HostSetupException($"{BankAddressKey} is \"{text}\". Give the address at which browsers reach this host, such as https://shop.example/"),
    };

    private static string StoreOf(IConfiguration configuration) => configuration[StoreKey] is { Length: > 0 } store ? store : "sqlite";

    // The message of what is thrown may quote the text, which may hold a password.
    private static SqliteConnectionStringBuilder SqliteConnectionOf(IConfiguration configuration)
    {
        try
        {
            return new SqliteConnectionStringBuilder(ConnectionOf(configuration));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new HostSetupException("ConnectionStrings:Bookstore is not a connection string of SQLite. Write for example: Data Source=bookstore.db");
        }
    }

    private static string ConnectionOf(IConfiguration configuration) =>
        configuration.GetConnectionString("Bookstore") is { Length: > 0 } connection ? connection : DefaultConnection;
}
