using System.Text.Json;
using Bookstore.Bench;
using Bookstore.Bench.Ceilings;
using Bookstore.Bench.Events;

CellOptions options;
try
{
    options = CellOptions.Parse(args);
}
catch (FormatException fault)
{
    await Console.Error.WriteLineAsync($"{fault.Message}\n\n{CellOptions.Usage}");
    return 2;
}

var folder = Directory.CreateDirectory(options.Folder ?? Path.Combine(Path.GetTempPath(), "bookstore-bench-" + Guid.NewGuid().ToString("N")));
try
{
    var result = options switch
    {
        { IsCeiling: true } => await CeilingCell.RunAsync(options, folder.FullName),
        { Load: "feed" } => await FeedCell.RunAsync(options, folder.FullName),
        { Load: "otherhost" } => await OtherHostCell.RunAsync(options, folder.FullName),
        { Load: "webhooks" or "webhooks-slow" } => await WebhookCell.RunAsync(options, folder.FullName),
        { Load: "handler" } => await HandlerCell.RunAsync(options, folder.FullName),
        _ => await ShopCell.RunAsync(options, folder.FullName),
    };
    Console.WriteLine(JsonSerializer.Serialize(result, CellResultContext.Default.CellResult));
    return 0;
}
finally
{
    if (options.Folder is null)
    {
        folder.Delete(recursive: true);
    }
}
