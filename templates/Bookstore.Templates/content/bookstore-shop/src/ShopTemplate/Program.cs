using Bookstore;
using Microsoft.AspNetCore.DataProtection;
using Shop;

var builder = WebApplication.CreateBuilder(args);

// The shop. Its options are in the section Bookstore of the configuration.
builder.Services
    .AddBookstore()
#if (useSqlite)
    .UseSqlite(builder.Configuration.GetConnectionString("Bookstore") ?? "Data Source=shop.db")
#else
    .UsePostgreSql(builder.Configuration.GetConnectionString("Bookstore") ?? throw new InvalidOperationException("Set ConnectionStrings:Bookstore to the connection string of the shop's database."))
#endif
#if (useSimulated)
    // Makes no real charges. Register the gateway of your payment service before you sell.
    .UseSimulatedPayments(options => options.LedgerPath = builder.Configuration["Payments:LedgerPath"] ?? "shop.payments")
#else
    // Its API key is Bookstore:Payments:Stripe:ApiKey: keep it out of the repository.
    .UseStripe()
#endif
    .UseLocalCourier();

// The REST API and the console. Who may call them is in Bookstore:Clients.
builder.Services.AddBookstoreApi();
builder.Services.AddBookstoreConsole();
builder.Services.AddHealthChecks().AddBookstoreHealthChecks();
builder.AddTelemetry();

// Sign-ins of the console are encrypted with keys that hosts of one shop have to share.
if (builder.Configuration["DataProtection:Path"] is { Length: > 0 } keys)
{
    builder.Services.AddDataProtection().SetApplicationName("shop-template").PersistKeysToFileSystem(new DirectoryInfo(keys));
}

var app = builder.Build();
app.MapBookstoreApi();
app.MapBookstoreHealth();
app.MapHealthChecks("/health/checks");
#if (!useSimulated)
app.MapBookstoreWebhookReceivers();
#endif
if (app.Configuration.GetValue("Console:Enabled", app.Environment.IsDevelopment()))
{
    app.MapBookstoreConsole("/console");
    app.MapGet("/", () => Results.Redirect("/console/"));
}

if (app.Environment.IsDevelopment())
{
    await OpeningStock.FillAsync(app.Services);
}

await app.RunAsync();
