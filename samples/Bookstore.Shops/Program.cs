using System.Net.Sockets;
using Bookstore;
using Bookstore.Samples;
using Microsoft.Extensions.Options;

// Every shop of the section Bookstore:Shops, each a cell of its own: store, clients and keys, background work, health, metrics, payments.
try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.ListenByDefaultOn("http://localhost:5010");
    var shops = ShopSettings.ReadAll(builder.Configuration);
    foreach (var shop in shops)
    {
        builder.AddShop(shop);
    }

    var app = builder.Build();
    foreach (var shop in shops)
    {
        app.CheckKeys(shop);
        app.MapShop(shop);
    }

    app.MapGet("/shops", context => context.Response.WriteAsync(string.Concat(shops.Select(static shop => $"/shops/{shop.Name}/api\n"))));
    app.MapGet("/health/live", static context => context.Response.WriteAsync("Healthy"));
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is ShopSetupException or OptionsValidationException or BookstoreStoreException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Choose another address with --urls, such as --urls http://localhost:5011.");
    return 1;
}
