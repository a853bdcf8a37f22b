using Bookstore;
using Bookstore.Samples;

const int Done = 0;
const int PromiseBroken = 1;
const int BadInput = 2;
const int Interrupted = 130;

using var stop = new StopSignal();
try
{
    var options = SampleOptions.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(SampleOptions.Usage);
        return Done;
    }

    var figures = await RunAsync(options, stop.Token);
    Console.WriteLine(figures);
    return figures.Violations == 0 ? Done : PromiseBroken;
}
catch (FormatException fault)
{
    Console.Error.WriteLine(fault.Message);
    Console.Error.WriteLine();
    Console.Error.WriteLine(SampleOptions.Usage);
    return BadInput;
}
catch (Exception fault) when (fault is CatalogueFileException or BookstoreException)
{
    Console.Error.WriteLine(fault.Message);
    return BadInput;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return Interrupted;
}

static async Task<Figures> RunAsync(SampleOptions options, CancellationToken cancellationToken)
{
    using var file = CatalogueFile.Open(options.CataloguePath);
    var screen = Screen.Open();
    Introduction.Say(screen, options);
    await using var shop = await Shop.OpenAsync(options, cancellationToken);
    return await new ShopRun(options, screen, shop).RunAsync(file, cancellationToken);
}
