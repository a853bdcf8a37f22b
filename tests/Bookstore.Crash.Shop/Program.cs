using System.Globalization;
using Bookstore.Crash;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// scenario <folder> <name> <crash point>
// load <folder> <run> <callers> <seconds that pass at its start>
// catalogue <folder>
// backup <folder> <target>
// migrate <folder>
// rush <folder> <process> <callers> <at a time> <callers with one key>
using var output = new Output();
var files = new ShopFiles(args[1]);
await (args[0] switch
{
    "scenario" => PlayScenarioAsync(args[2], new CrashPoint(args[3], output.WriteLine)),
    "load" => RunLoadAsync(args[2], Number(3), TimeSpan.FromSeconds(Number(4))),
    "catalogue" => KeepCatalogueAsync(),
    "backup" => BackUpAsync(args[2]),
    "migrate" => MigrateAsync(),
    "rush" => RunRushAsync(args[2], Number(3), Number(4), Number(5)),
    _ => throw new ArgumentException($"There is no command '{args[0]}'.", nameof(args)),
});
output.WriteLine("end");

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);

async Task PlayScenarioAsync(string name, CrashPoint crash)
{
    // The order's deadline counts from its creation: what is sent again half an hour later is to come before it.
    await using var shop = new Shop(files, crash: crash, configure: options => options.RecoveryGrace = TimeSpan.FromHours(1));
    await new Scenario(shop, name).PlayAsync();
}

async Task RunLoadAsync(string run, int callers, TimeSpan passed)
{
    await using var shop = new Shop(files, off: passed);
    await shop.StartAsync();
    shop.Time.Advance(passed);
    using var stop = new CancellationTokenSource();
    var load = new Load(shop, output.WriteLine, run).RunAsync(callers, stop.Token);
    await Console.In.ReadLineAsync();
    await stop.CancelAsync();
    await load;
    await shop.StopAsync();
}

// Saves and finds books as the lines of its input say, and writes down what it found.
async Task KeepCatalogueAsync()
{
    await using var shop = new Shop(files);
    output.WriteLine(CatalogueDesk.HasIcu ? "icu" : "invariant");
    while (await Console.In.ReadLineAsync() is { } line)
    {
        output.WriteLine(await new CatalogueDesk(shop).DoAsync(line));
    }
}

// Says each step of the backup and goes on with it when it is told to.
async Task BackUpAsync(string target)
{
    await using var shop = new Shop(files);
    await shop.Backup.BackupAsync(target, new StepByStep(output.WriteLine));
}

// Opens the file with the newest version, and says each version that it is brought to.
async Task MigrateAsync()
{
    await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(new LogLines(output.WriteLine))
        .AddBookstore().UseSqlite($"Data Source={files.Database}").Services.BuildServiceProvider();
    await services.GetRequiredService<IBookstoreStore>().InitializeAsync(CancellationToken.None);
}

async Task RunRushAsync(string process, int callers, int atATime, int together)
{
    await using var shop = new Shop(files, configure: Shop.BePatient);
    await shop.StartAsync();
    var rush = new Rush(shop, process);
    output.WriteLine("ready");
    await Console.In.ReadLineAsync();
    foreach (var outcome in await rush.BuyAsync(callers, atATime))
    {
        output.WriteLine($"bought {outcome}");
    }

    output.WriteLine("ready");
    await Console.In.ReadLineAsync();
    foreach (var answer in await rush.BuyTogetherAsync(together))
    {
        output.WriteLine($"shared {answer.Outcome} {answer.Order?.Id}");
    }

    await shop.StopAsync();
}
