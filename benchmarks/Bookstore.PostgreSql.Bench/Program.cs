using System.Diagnostics;
using System.Globalization;
using Bookstore;
using Bookstore.PostgreSql;

// How many orders a second one server takes: through Bookstore, and by the same rows written by hand.
// Bookstore.PostgreSql.Bench shops [number] [seconds]
// Bookstore.PostgreSql.Bench [seconds a measurement] [batches in flight] [largest batch] [uniform|one] [single|batch|host|hosts ...]
if (args is ["host", var connectionString, .. var work])
{
    var numbers = Array.ConvertAll(work, word => int.Parse(word, CultureInfo.InvariantCulture));
    var rate = await ByBookstore.PlaceAsync(connectionString, numbers[0], TimeSpan.FromSeconds(numbers[1]), numbers[2], numbers[3]);
    Console.WriteLine(rate.ToString(CultureInfo.InvariantCulture));
    return;
}

if (args is ["shops", ..])
{
    await using var cell = await PostgresCluster.StartAsync("max_connections = 1000");
    Console.WriteLine($"{Environment.ProcessorCount} processors, {await cell.ExecuteAsync("SELECT version()")}");
    await IdleShops.MeasureAsync(cell, Number(1, 50), TimeSpan.FromSeconds(Number(2, 30)));
    return;
}

var seconds = Number(0, 10);
var batches = Number(1, new PostgreSqlStoreOptions().MaxOpenUnits);
var largest = Number(2, new WritePathOptions().MaxBatchSize);
var time = TimeSpan.FromSeconds(seconds);
await using var server = await PostgresCluster.StartAsync("max_wal_size = 4GB");
Console.WriteLine($"{Environment.ProcessorCount} processors, {seconds} s each, {batches} batches in flight of up to {largest}");
Console.WriteLine(await server.ExecuteAsync("SELECT version()"));
await Shelves.FillAsync(server.ConnectionString);
foreach (var titles in (int[])[Shelves.Titles, 1])
{
    if (!IsWanted(titles == 1 ? "one" : "uniform", ["uniform", "one"]))
    {
        continue;
    }

    Console.WriteLine(titles == 1 ? "one title:" : $"uniform over {titles} titles:");
    var one16 = await RunAsync("single", "  one transaction an order, 16 connections", () => ByHand.OneByOneAsync(server.ConnectionString, titles, 16, time));
    var one64 = await RunAsync("single", "  one transaction an order, 64 connections", () => ByHand.OneByOneAsync(server.ConnectionString, titles, 64, time));
    var batch = await RunAsync("batch", "  256 orders a transaction, 1 connection", () => ByHand.InBatchesAsync(server.ConnectionString, titles, 256, time));
    var host = await RunAsync("host", "  Bookstore, one host", () => PlaceAsync(titles, 1));
    var hosts = await RunAsync("hosts", "  Bookstore, two hosts", () => PlaceAsync(titles, 2));
    Compare("one host is {0:f1} times the better of one transaction an order", host / Math.Max(one16, one64));
    Compare("one host is {0:f2} of the batch", host / batch);
    Compare("two hosts are {0:f2} of one", hosts / host);
}

void Compare(string text, double ratio)
{
    if (!double.IsNaN(ratio))
    {
        Console.WriteLine("  " + string.Format(CultureInfo.InvariantCulture, text, ratio));
    }
}

// Of the words that could be said, either this one was said or none.
bool IsWanted(string word, string[] all) => args.Contains(word) || !args.Intersect(all).Any();

int Number(int position, int otherwise) => args.Length > position && int.TryParse(args[position], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

async Task<double> RunAsync(string kind, string name, Func<Task<double>> run)
{
    if (!IsWanted(kind, ["single", "batch", "host", "hosts"]))
    {
        return double.NaN;
    }

    await server.ExecuteAsync("CHECKPOINT");
    var rate = await run();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-45} {rate,9:n0} orders/s"));
    return rate;
}

async Task<double> PlaceAsync(int titles, int hosts)
{
    // All are warm before the first one begins.
    var processes = Enumerable.Range(0, hosts).Select(_ => StartHost(titles)).ToArray();
    await Task.WhenAll(processes.Select(process => process.StandardOutput.ReadLineAsync()));
    Array.ForEach(processes, process => process.StandardInput.Close());
    var rates = await Task.WhenAll(processes.Select(process => process.StandardOutput.ReadToEndAsync()));
    Array.ForEach(processes, process => process.Dispose());
    return rates.Sum(rate => double.Parse(rate, CultureInfo.InvariantCulture));
}

// Hosts are processes of their own, as in a shop.
Process StartHost(int titles)
{
    string[] command = [Environment.GetCommandLineArgs()[0], "host", server.ConnectionString, $"{titles}", $"{seconds}", $"{batches}", $"{largest}"];
    return Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
