using Bookstore.Client;
using Bookstore.Samples;
using Microsoft.Extensions.DependencyInjection;

const int Done = 0;
const int Failed = 1;
const int BadInput = 2;
const int Interrupted = 130;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    var options = ConsumerOptions.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(ConsumerOptions.Usage);
        return Done;
    }

    var services = new ServiceCollection();
    services.AddBookstoreClient(client =>
    {
        client.BaseAddress = options.Address;
        client.ApiKey = options.ApiKey;
    });
    await using var provider = services.BuildServiceProvider();
    var client = provider.GetRequiredService<BookstoreClient>();

    var import = await new CatalogueUpload(client, options).RunAsync(stop.Token);
    var orders = await new OrderRush(client, options, import.Isbns).RunAsync(stop.Token);
    var delivered = await DeliveryWatch.FollowAsync(client, orders.FirstCreated, stop.Token);
    SummaryTable.Show(import, orders);
    Console.WriteLine($"imported={import.Isbns.Count} refused={import.Refused} orders={orders.Placed} created={orders.Created} delivered={(delivered ? 1 : 0)}");
    return Done;
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n\n{ConsumerOptions.Usage}");
    return BadInput;
}
catch (BookstoreApiException fault)
{
    Console.Error.WriteLine(fault.Message);
    return Failed;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"The catalogue cannot be read: {fault.Message}");
    return BadInput;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return Interrupted;
}
