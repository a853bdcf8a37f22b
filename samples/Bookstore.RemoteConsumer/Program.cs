using Bookstore.Client;
using Bookstore.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

    Terminal.Open();
    var services = new ServiceCollection();
    services.AddBookstoreClient(client => (client.BaseAddress, client.ApiKey) = (options.Address, options.ApiKey));
    services.AddBookstoreClient(FirstLook.ClientName, client =>
    {
        (client.BaseAddress, client.ApiKey) = (options.Address, options.ApiKey);
        client.Resilience.TotalTimeout = client.Resilience.AttemptTimeout = FirstLook.Limit;
    });
    await using var provider = services.BuildServiceProvider();
    var client = provider.GetRequiredService<BookstoreClient>();

    var catalogue = UploadRows.Read(options.CataloguePath);
    await FirstLook.TakeAsync(provider.GetRequiredKeyedService<IBookstoreApi>(FirstLook.ClientName), stop.Token);
    var import = await new CatalogueUpload(client, options).RunAsync(catalogue.Rows, catalogue.Refused, stop.Token);
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
    Console.Error.WriteLine($"{fault.Message}\n{FirstLook.Advice(fault)}");
    return Failed;
}
catch (OptionsValidationException)
{
    Console.Error.WriteLine("BOOKSTORE_API_KEY is 1 to 500 visible ASCII characters, and --url is an address such as http://localhost:5001, without a user and a query.");
    return BadInput;
}
catch (CatalogueFileException fault)
{
    Console.Error.WriteLine(fault.Message);
    return BadInput;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return Interrupted;
}
