using System.Text.Json;
using Bookstore.Bench;
using Bookstore.Bench.Ceilings;

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
    var result = options.IsCeiling ? await CeilingCell.RunAsync(options, folder.FullName) : await ShopCell.RunAsync(options, folder.FullName);
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
