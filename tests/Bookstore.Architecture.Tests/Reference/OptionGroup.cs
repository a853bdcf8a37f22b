using Bookstore.Client;
using Bookstore.Onix;
using Bookstore.Payments.Simulated;
using Bookstore.Payments.Stripe;
using Bookstore.Testing;

namespace Bookstore.Architecture.Tests;

/// <summary>The options of one type, and the section of the configuration that they are read from; <see langword="null"/> where they are set in code.</summary>
internal sealed record OptionGroup(string Title, Type Type, string? Section, string Introduction, Action<object>? Prepare = null)
{
    public static IReadOnlyList<OptionGroup> All { get; } =
    [
        new(
            "The shop",
            typeof(BookstoreOptions),
            "Bookstore",
            "`Bookstore.Core`, `AddBookstore(options => …)`. Checked at start; a name in the section that differs from an option in one or two letters stops the start, and so does any unknown name below `Bookstore:WritePath`."),
        new("An event handler", typeof(EventHandlerOptions), null, "`Bookstore.Core`, `AddBookstoreEventHandler<THandler>(\"name\", options => …)`. Set in code, or with `Configure<EventHandlerOptions>(\"name\", …)`; checked at start."),
        new(
            "The REST API",
            typeof(BookstoreApiOptions),
            "Bookstore",
            "`Bookstore.AspNetCore`, `AddBookstoreApi(options => …)`. Checked when the API is mapped. Where nothing else is said, a change of the configuration counts from the next request on."),
        new(
            "The console",
            typeof(BookstoreConsoleOptions),
            "Bookstore:Console",
            "`Bookstore.Console`, `AddBookstoreConsole(options => …)`. Checked when the console is mapped."),
        new(
            "The typed client",
            typeof(BookstoreClientOptions),
            "Bookstore:Client",
            "`Bookstore.Client`, `AddBookstoreClient(configuration.GetSection(\"Bookstore:Client\"))`. The section is the one that you pass; the keys are those of this example.",
            static options => ((BookstoreClientOptions)options).Prepare()),
        new(
            "Webhooks",
            typeof(WebhookOptions),
            "Bookstore:Webhooks",
            "`Bookstore.Webhooks`, `AddWebhooks(options => …)`. Checked at start; an unknown name in the section stops the start.",
            static options => ((WebhookOptions)options).SecretKey = Convert.ToBase64String(new byte[32])),
        new("The SQLite store", typeof(SqliteStoreOptions), null, "`Bookstore.Sqlite`, `UseSqlite(options => …)`. Set in code; checked at start."),
        new(
            "The PostgreSQL store",
            typeof(PostgreSqlStoreOptions),
            null,
            "`Bookstore.PostgreSql`, `UsePostgreSql(options => …)`. Set in code; checked at start.",
            static options => ((PostgreSqlStoreOptions)options).ConnectionString = "Host=localhost"),
        new("The simulated payment gateway", typeof(SimulatedPaymentGatewayOptions), null, "`Bookstore.Payments.Simulated`, `UseSimulatedPayments(options => …)`. Set in code; checked at start."),
        new(
            "Payments with Stripe",
            typeof(StripeOptions),
            "Bookstore:Payments:Stripe",
            "`Bookstore.Payments.Stripe`, `UseStripe(options => …)`. Checked at start; an unknown name in the section stops the start.",
            static options => ((StripeOptions)options).ApiKey = "sk_test_1"),
        new("Reading ONIX", typeof(OnixReaderOptions), null, "`Bookstore.Onix`, `OnixReader.ReadAsync(stream, options)`. Set in code; checked by the call."),
        new("Importing ONIX", typeof(OnixImportOptions), null, "`Bookstore.Onix`, `IOnixImport.ImportAsync(options)`. Set in code; checked by the call."),
        new("A shop in tests", typeof(TestShopOptions), null, "`Bookstore.Testing`, `new TestShop(options)`. Set in code."),
    ];

    public IReadOnlyList<ShopOption> Options { get; } = ShopOption.Of(Type, Prepare);
}

/// <summary>Sets what a client cannot do without.</summary>
internal static class RequiredClientOptions
{
    public static void Prepare(this BookstoreClientOptions options)
    {
        options.BaseAddress = new Uri("https://shop.example/");
        options.ApiKey = "key";
    }
}
