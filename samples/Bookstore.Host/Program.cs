using System.Net.Sockets;
using Bookstore;
using Bookstore.Samples;
using Microsoft.Extensions.Options;

if (CommandLine.AsksForHelp(args))
{
    Console.WriteLine(FirstPage.Usage);
    return 0;
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.ListenByDefaultOn("http://localhost:5001");
    builder.SetDefaults();
    builder.KeepSecretsOutOfTheLog();
    var start = StartLog.Of(builder.Logging);
    builder.Services
        .AddBookstore()
        .UseStoreOf(builder.Configuration)
        .UseLocalCourier()
        .AddWebhooksOf(builder.Configuration)
        .UsePaymentsOf(builder.Configuration, builder.Environment);
    builder.Services.AddBookstoreApi(options => ClientSetup.AddEnvironmentKey(options, builder.Configuration, builder.Environment));
    builder.Services.AddBookstoreConsole();
    builder.AcceptBearerTokens();

    var app = builder.Build();
    start.Watch(app);
    ClientSetup.CheckKeys(app);
    app.RestrictBrowsers();
    app.ExplainRefusals();
    app.MapBookstoreApi();
    app.MapBookstoreHealth();
    app.MapBookstoreWebhookReceivers();
    app.MapConsole();
    app.MapApiDocument();
    app.MapFirstPage();
    SimulatedBank.MapTo(app);
    app.AnswerUnknownAddresses();
    await OriginalBooks.SeedAsync(app.Services);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is HostSetupException or OptionsValidationException or BookstoreException)
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
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException or FormatException)
{
    // A file that cannot be used, or an address that cannot be listened on: it is in use, not this machine's, or none.
    var isFile = exception is UnauthorizedAccessException or IOException { InnerException: null };
    await Console.Error.WriteLineAsync(isFile ? exception.Message : $"{exception.Message} Choose another address with --urls, such as --urls http://localhost:5002.");
    return 1;
}
