using System.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Sqlite;

/// <summary>An upgrade of a file with many orders, from the first version.</summary>
public sealed class UpgradeOfManyOrdersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Migrating = 6006;
    private const long MostMemory = 256L << 20;

    private readonly TestDatabase _database = new();

    private static int Orders => LongRun.MigratedOrders ?? (LongRun.IsOn ? 300_000 : 5_000);

    private static int KilledOrders => LongRun.MigratedOrders ?? (LongRun.IsOn ? 100_000 : 4_000);

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Open_many_orders_of_the_first_version_are_migrated_with_a_line_in_the_log_for_each_version_and_verify()
    {
        OldFile.Make(_database, Orders);
        using var logs = new RecordingLogs();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs))
            .AddBookstore().UseSqlite($"Data Source={_database.Path}").Services.BuildServiceProvider();

        var before = PeakMemory();
        var clock = Stopwatch.StartNew();
        await services.GetRequiredService<IBookstoreStore>().InitializeAsync(CancellationToken.None);
        output.WriteLine($"{Orders} orders were migrated in {clock.Elapsed.TotalSeconds:F1} s; the process grew by {(PeakMemory() - before) >> 20} MiB");
        if (LongRun.MigratedOrders is not null)
        {
            // Asked for by its number, it runs alone.
            (PeakMemory() - before).ShouldBeLessThan(MostMemory);
        }

        logs.Entries.Count(entry => entry.Id == Migrating).ShouldBe(DatabaseSchema.Version - 1);

        clock.Restart();
        var report = await services.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        output.WriteLine($"{report.Checked} records were verified in {clock.Elapsed.TotalSeconds:F1} s");
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(Orders);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Open_migration_whose_process_is_killed_is_continued_by_the_next_process(int versions)
    {
        OldFile.Make(_database, KilledOrders);
        using (var killed = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [System.IO.Path.Combine(AppContext.BaseDirectory, "Bookstore.Crash.Shop.dll"), "migrate", _database.Folder])
        { RedirectStandardOutput = true })!)
        {
            // Said before the version's transaction: it is killed within it.
            var migrating = 0;
            while (migrating < versions && await killed.StandardOutput.ReadLineAsync() is { } line)
            {
                migrating += line == "6006" ? 1 : 0;
            }

            migrating.ShouldBe(versions);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        await using var services = new ServiceCollection().AddBookstore().UseSqlite($"Data Source={_database.Path}").Services.BuildServiceProvider();
        await services.GetRequiredService<IBookstoreStore>().InitializeAsync(CancellationToken.None);

        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
        _database.Scalar("PRAGMA integrity_check").ShouldBe("ok");
        var report = await services.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(KilledOrders);
    }

    [Fact]
    public async Task Open_new_file_logs_no_migration()
    {
        using var logs = new RecordingLogs();
        await _database.OpenStore(logger: new Logger<SqliteStore>(LoggerFactory.Create(logging => logging.AddProvider(logs)))).InitializeAsync(CancellationToken.None);
        logs.Entries.ShouldNotContain(entry => entry.Id == Migrating);
    }
}
