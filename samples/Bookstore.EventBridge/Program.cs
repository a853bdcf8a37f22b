using System.Net;
using Bookstore.Client;
using Bookstore.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;

const int Done = 0;
const int Failed = 1;
const int BadInput = 2;
const string FirstLook = "first look";
var firstLookLimit = TimeSpan.FromSeconds(5);

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

BridgeOptions options;
try
{
    options = BridgeOptions.Parse(args);
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n\n{BridgeOptions.Usage}");
    return BadInput;
}

if (options.IsHelp)
{
    Console.WriteLine(BridgeOptions.Usage);
    return Done;
}

try
{
    var services = new ServiceCollection();
    services.AddBookstoreClient(client => (client.BaseAddress, client.ApiKey) = (options.Address, options.ApiKey));
    services.AddBookstoreClient(FirstLook, client =>
    {
        (client.BaseAddress, client.ApiKey) = (options.Address, options.ApiKey);
        client.Resilience.TotalTimeout = client.Resilience.AttemptTimeout = firstLookLimit;
    });
    await using var provider = services.BuildServiceProvider();

    // Following waits for a host that is away. A first look says at once that there is none, or that it does not take the key.
    await provider.GetRequiredKeyedService<IBookstoreApi>(FirstLook).ListEventsAsync(limit: 1, cancellationToken: stop.Token);
    await using var connection = new NatsConnection(new NatsOpts { Url = options.Broker.ToString(), Name = "bookstore-bridge", RetryOnInitialConnect = false });
    await connection.ConnectAsync();
    await new EventBridge(provider.GetRequiredService<BookstoreClient>(), new NatsJSContext(connection), options).RunAsync(stop.Token);
    return Done;
}
catch (BookstoreApiException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n{Advice(fault)}");
    return Failed;
}
catch (NatsException fault)
{
    Console.Error.WriteLine($"The NATS server at {options.Broker.Host}:{options.Broker.Port} cannot be used: {fault.Message}\nStart one with: nats-server -js\nOr say with --nats where it is.");
    return Failed;
}
catch (OptionsValidationException)
{
    Console.Error.WriteLine("BOOKSTORE_API_KEY is 1 to 500 visible ASCII characters, and --url is an address such as http://localhost:5001, without a user and a query.");
    return BadInput;
}
catch (FormatException fault)
{
    Console.Error.WriteLine(fault.Message);
    return BadInput;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"{options.PositionPath} cannot be used: {fault.Message}");
    return BadInput;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped. The next run goes on after the last event that was stored.");
    return Done;
}

string Advice(BookstoreApiException fault) => fault switch
{
    { Fault: BookstoreApiFault.Unreachable or BookstoreApiFault.CircuitOpen or BookstoreApiFault.TimedOut } => "Start the host with: dotnet run --project samples/Bookstore.Host\nOr say with --url where it is.",
    { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => "Set BOOKSTORE_API_KEY to a key of the host that has the role events.read.",
    { StatusCode: HttpStatusCode.Gone } => $"Events behind the position in {options.PositionPath} were removed. Fetch the current state of what you keep, then delete the file to begin with the oldest event.",
    { StatusCode: HttpStatusCode.Conflict } => "The host writes no events: set Bookstore:Events:Enabled to true.",
    { Fault: BookstoreApiFault.UnexpectedAnswer or BookstoreApiFault.Redirected } => "Another program may listen there. Say with --url where the host is.",
    _ => "Start the program again: it goes on after the last event that was stored.",
};
