using Bookstore.Client;
using Bookstore.Samples;

const int Done = 0;
const int Failed = 1;
const int BadInput = 2;

try
{
    var options = ReceiverOptions.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(ReceiverOptions.Usage);
        return Done;
    }

    var endpoint = new Subscription(options);
    await using var app = Receiver.Build(options.ListenOn, endpoint.Secrets, Console.Out);
    await app.StartAsync();
    try
    {
        await endpoint.BeginAsync();
        Console.WriteLine($"Listening on {options.ListenOn}. Press Ctrl+C to stop.");
        EventTable.WriteHead(Console.Out);
        await app.WaitForShutdownAsync();
    }
    finally
    {
        await endpoint.EndAsync();
    }

    return Done;
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n\n{ReceiverOptions.Usage}");
    return BadInput;
}
catch (BookstoreApiException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n{Subscription.Advice(fault)}");
    return Failed;
}
catch (IOException fault)
{
    Console.Error.WriteLine($"{fault.Message} Choose another address with --listen, such as --listen http://localhost:5081.");
    return Failed;
}
