using Bookstore;
using Bookstore.Samples;
using Microsoft.Extensions.DependencyInjection;

const int Done = 0;
const int Faulty = 1;
const int BadInput = 2;
const int Interrupted = 130;

using var stop = new StopSignal();
try
{
    var options = CatalogueOptions.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CatalogueOptions.Usage);
        return Done;
    }

    await using var shop = Shop.Open(options.Database, options.OtherArticles);
    var report = FileKind.IsOnix(options.Path)
        ? await OnixCommand.RunAsync(shop.GetRequiredService<Bookstore.Onix.IOnixImport>(), options, stop.Token)
        : await CsvCommand.RunAsync(shop.GetRequiredService<IInventoryService>(), options, stop.Token);
    await ReportFiles.ShowAsync(report, options.ReportPath, stop.Token);
    return report.Fault is null ? Done : Faulty;
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message}\n\n{CatalogueOptions.Usage}");
    return BadInput;
}
catch (Exception fault) when (fault is CatalogueFileException or BookstoreException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(fault.Message);
    return BadInput;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped. The same command continues where it was.");
    return Interrupted;
}
