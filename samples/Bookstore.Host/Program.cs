using Bookstore;
using Bookstore.Samples;
using Microsoft.Extensions.Options;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.ListenByDefaultOn("http://localhost:5001");
    builder.SetDefaults();
    builder.KeepSecretsOutOfTheLog();
    builder.Services
        .AddBookstore()
        .UseStoreOf(builder.Configuration)
        .UseLocalCourier()
        .UsePaymentsOf(builder.Configuration, builder.Environment);
    builder.Services.AddBookstoreApi(options => ClientSetup.AddEnvironmentKey(options, builder.Configuration, builder.Environment));
    builder.AcceptBearerTokens();

    var app = builder.Build();
    ClientSetup.CheckKeys(app);
    app.ForbidSniffing();
    app.MapBookstoreApi();
    app.MapBookstoreHealth();
    app.MapApiDocument();
    app.MapUnknownAddresses();
    await OriginalBooks.SeedAsync(app.Services);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is HostSetupException or OptionsValidationException or BookstoreStoreException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (InvalidOperationException exception) when (exception.InnerException is FormatException or ArgumentException)
{
    // A value of the configuration that is none of its type; the message names it.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
