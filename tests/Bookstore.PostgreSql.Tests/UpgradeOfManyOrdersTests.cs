using System.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>Upgrades of a database with many orders: in slices, with progress in the log, and without a statement that reads a whole table while nobody can sell.</summary>
public sealed class UpgradeOfManyOrdersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int SliceDone = 6106;
    private const long MostMemory = 256L << 20;

    private readonly string _schema = TestServer.NewSchema();

    // More than two slices.
    private static int Orders => LongRun.MigratedOrders ?? LongForm;

    private static int LongForm => LongRun.IsOn ? 300_000 : (2 * SliceRun.Rows) + 1_000;

    public static TheoryData<int> Versions => [.. Enumerable.Range(2, DatabaseSchema.Latest - 1)];

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Initialize_many_orders_of_the_first_version_are_migrated_in_slices_and_verify()
    {
        await FillAsync(Orders);
        var connectionString = await TestServer.ConnectionStringAsync();
        using var logs = new RecordingLogs();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs).AddFilter("Npgsql", LogLevel.Warning))
            .AddBookstore().UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connectionString, _schema)).Services.BuildServiceProvider();

        var before = PeakMemory();
        var clock = Stopwatch.StartNew();
        await services.GetRequiredService<IBookstoreStore>().InitializeAsync(default);
        output.WriteLine($"{Orders} orders were migrated in {clock.Elapsed.TotalSeconds:F1} s; the process grew by {(PeakMemory() - before) >> 20} MiB");
        if (LongRun.MigratedOrders is not null)
        {
            // Asked for by its number, it runs alone.
            (PeakMemory() - before).ShouldBeLessThan(MostMemory);
        }

        logs.Entries.Count(entry => entry.Id == SliceDone).ShouldBe(Slices(Orders));
        foreach (var line in logs.Texts.Where(text => text.Contains(_schema, StringComparison.Ordinal)))
        {
            output.WriteLine(line);
        }

        clock.Restart();
        var report = await services.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        output.WriteLine($"{report.Checked} records were verified in {clock.Elapsed.TotalSeconds:F1} s");
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(Orders);

        var run = await services.GetRequiredService<IBookstoreAudit>().RunAsync(Guid.CreateVersion7());
        (run.IsComplete, run.Checked, run.Findings.Count).ShouldBe((true, report.Checked, 0));
        await ShouldListAllWorkAsync(Orders);
    }

    [Fact]
    public async Task Initialize_is_ended_between_two_slices_refuses_older_hosts_and_is_continued_by_the_next_host()
    {
        var orders = (2 * SliceRun.Rows) + 1_000;
        await FillAsync(orders);
        using var stop = new CancellationTokenSource();
        using var logs = new RecordingLogs { OnLog = id => CancelAfterASlice(stop, id) };
        await using (var ended = await NewStoreAsync(logs))
        {
            await Should.ThrowAsync<OperationCanceledException>(async () => await ended.InitializeAsync(stop.Token));
        }

        (await TestServer.ExecuteAsync($"SELECT done FROM {_schema}.{SliceRun.Progress}")).ShouldBe((long)SliceRun.Rows);
        (await TestServer.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).ShouldBe(4);
        (await Should.ThrowAsync<PostgresException>(() => TestServer.ExecuteAsync($"INSERT INTO {_schema}.writers (writer, batch, at) VALUES (gen_random_uuid(), 1, 1)")))
            .SqlState.ShouldBe(PostgresErrorCodes.UndefinedColumn);

        using var next = new RecordingLogs();
        await using var store = await NewStoreAsync(next);
        await store.InitializeAsync(default);
        next.Entries.Count(entry => entry.Id == SliceDone).ShouldBe(Slices(orders) - 1);
        await ShouldListAllWorkAsync(orders);
    }

    [Fact]
    public async Task Initialize_newer_version_is_written_in_slices_is_refused()
    {
        await using (var store = await NewStoreAsync(new RecordingLogs()))
        {
            await store.InitializeAsync(default);
        }

        var newer = DatabaseSchema.Latest + 1;
        await TestServer.ExecuteAsync($"{SliceRun.Begin(_schema, newer)} INSERT INTO {_schema}.schema_version (version) VALUES ({newer})");
        await using var older = await NewStoreAsync(new RecordingLogs());
        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await older.InitializeAsync(default));
        refused.Message.ShouldContain("newer");
        refused.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Initialize_several_hosts_share_the_slices()
    {
        var orders = (2 * SliceRun.Rows) + 1_000;
        await FillAsync(orders);
        using var logs = new RecordingLogs();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var store = await NewStoreAsync(logs);
            await store.InitializeAsync(default);
        })));
        logs.Entries.Count(entry => entry.Id == SliceDone).ShouldBe(Slices(orders));
        await ShouldListAllWorkAsync(orders);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Change_tables_have_rows_reads_none_while_writes_wait(int version)
    {
        const int Rows = 200;
        await OldDatabase.CreateAsync(_schema, 1);
        await OldDatabase.FillAsync(_schema, Rows, books: 10);
        for (var before = 2; before < version; before++)
        {
            await TestServer.ExecuteAsync(OldDatabase.Change(_schema, before));
        }

        var migration = Migration.To(version, _schema);
        if (migration.Indexes is { } plan)
        {
            await TestServer.ExecuteAsync($"{plan.Before}; {string.Concat(plan.Indexes.Select(index => $"CREATE {(index.IsUnique ? "UNIQUE" : string.Empty)} INDEX {index.Name} ON {index.On};"))}");
        }

        // A connection of its own, which has counted nothing yet.
        await using var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await using var change = new NpgsqlCommand(
            $"""
            BEGIN; {migration.Change};
            SELECT coalesce(string_agg(relname || ' ' || seq_tup_read + coalesce(idx_tup_fetch, 0), ', '), '') FROM pg_stat_xact_user_tables
            WHERE schemaname = '{_schema}' AND seq_tup_read + coalesce(idx_tup_fetch, 0) > 0
            """,
            connection);
        (await change.ExecuteScalarAsync()).ShouldBe(string.Empty);
    }

    // Of orders, of their deliveries, and of carts.
    private static int Slices(int orders) => new[] { orders, orders - (orders / OldDatabase.OneInSoMany), orders / 10 }.Sum(rows => (rows + SliceRun.Rows - 1) / SliceRun.Rows);

    private static void CancelAfterASlice(CancellationTokenSource stop, int id)
    {
        if (id == SliceDone)
        {
            stop.Cancel();
        }
    }

    private async Task FillAsync(int orders)
    {
        await OldDatabase.CreateAsync(_schema, 1);
        await OldDatabase.FillAsync(_schema, orders, books: 500);
    }

    private async Task<PostgreSqlStore> NewStoreAsync(ILoggerProvider logs)
    {
        var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        return new PostgreSqlStore(await TestServer.OptionsAsync(_schema), factory, TimeProvider.System);
    }

    private async Task ShouldListAllWorkAsync(int orders)
    {
        var each = orders / OldDatabase.OneInSoMany;
        (await TestServer.ExecuteAsync($"SELECT string_agg(kind || ':' || rows, ' ' ORDER BY kind) FROM (SELECT kind, count(*) AS rows FROM {_schema}.due GROUP BY kind) AS due")).ShouldBe($"0:{each} 1:{each}");
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = '{_schema}' AND tablename = '{SliceRun.Progress}'")).ShouldBe(0L);
    }
}
