using Bookstore;
using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A host of the shop for tests that end it at any moment: Bookstore.PostgreSql.Shop <connection string> <schema> <ledger> <work> [...].
// It prints one line for each answer that a customer got, so that the test knows what was promised.
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions
{
    LedgerPath = args[2],
    Latency = TimeSpan.FromMilliseconds(5),
}));
var bookstore = builder.Services
    .AddBookstore(options =>
    {
        // Only where hosts are killed or frozen are their orders to be taken over soon.
        options.GatewayTimeout = args[3] is "shop" ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60);
        options.RecoveryGrace = TimeSpan.FromSeconds(3);
        options.PollInterval = TimeSpan.FromMilliseconds(200);
    })
    .UsePostgreSql(options =>
    {
        (options.ConnectionString, options.Schema) = (args[0], args[1]);
        options.CommandTimeout = TimeSpan.FromSeconds(5);
        options.LockTimeout = TimeSpan.FromSeconds(3);
        options.IdleTransactionTimeout = TimeSpan.FromSeconds(2);
    });
if (args[3] is "handle")
{
    builder.Services.AddSingleton<Action<string>>(Print).AddBookstoreEventHandler<PrintingHandler>("printing", options =>
    {
        options.StartAt = EventStart.Oldest;
        options.Concurrency = 2;
    });
}

if (args[3] is "webhooks")
{
    bookstore.AddWebhooks(options =>
    {
        options.SecretKey = Convert.ToBase64String(new byte[32]);
        options.AllowHttp = options.AllowPrivateAddresses = true;
        options.EndpointConcurrency = 2;
    });
}

using var host = builder.Build();
await host.StartAsync();
Print("ready");
var customers = new Customers(host.Services, Print);
await (args[3] switch
{
    "sale" => customers.BuyAsync(Isbn.Parse(args[4]), int.Parse(args[5])),
    "key" => customers.RepeatAsync(Isbn.Parse(args[4]), args[5], int.Parse(args[6])),
    "handle" or "webhooks" => Console.In.ReadToEndAsync(),
    _ => customers.ShopAsync(int.Parse(args[4]), int.Parse(args[5])),
});
Print("done");
await host.StopAsync();
return 0;

static void Print(string line)
{
    lock (Console.Out)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
