using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>The shop is copied while it sells: whole or not at all.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private const int Books = 8_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database = new();

    private string Target => Path.Combine(_database.Folder, "backup.db");

    [Fact]
    public async Task BackupAsync_while_orders_are_placed_copy_verifies_and_holds_all_that_was_answered_before()
    {
        await FillAsync(_database.OpenStore());
        await using var shop = Shop(_database.Path);
        var before = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            before.Add(await PlaceAsync(shop));
        }

        var during = 0;
        var hooked = new Hook(_ => during += PlaceAsync(shop).Result == Guid.Empty ? 0 : 1);
        await shop.GetRequiredService<SqliteBackup>().BackupAsync(Target, hooked).WaitAsync(Patience);

        during.ShouldBeGreaterThan(2, "orders are placed between the steps");
        await using var copy = Shop(Target);
        foreach (var id in before)
        {
            (await copy.GetRequiredService<ISalesService>().FindOrderAsync(id)).ShouldNotBeNull();
        }

        var report = await copy.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(before.Count);
        await PlaceAsync(copy);
        Scalar(Target, "PRAGMA integrity_check").ShouldBe("ok");
        Scalar(Target, "PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task BackupAsync_reports_pages_that_only_increase_to_all()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var reports = new List<SqliteBackupProgress>();

        await store.BackupAsync(Target, new Hook(reports.Add), CancellationToken.None);

        reports.Count.ShouldBeGreaterThan(2);
        reports.Zip(reports.Skip(1)).ShouldAllBe(static pair => pair.First.PagesDone < pair.Second.PagesDone);
        reports[^1].PagesDone.ShouldBe(reports[^1].PagesTotal);
        (reports[^1].PagesTotal * 4_096L).ShouldBe(new FileInfo(Target).Length);
    }

    [Fact]
    public async Task BackupAsync_own_commits_do_not_start_it_again()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var steps = 0;
        var time = new Pauses(() => steps++);
        var other = _database.OpenStore(time: time);
        var number = Books;

        await other.BackupAsync(Target, new Hook(_ => SaveAsync(other, ++number).Wait(Patience)), CancellationToken.None);

        steps.ShouldBeLessThanOrEqualTo((int)(new FileInfo(Target).Length / 4_096 / 32) + 1);
        Scalar(Target, "SELECT count(*) FROM books").ShouldBe((long)number - 1, "all but the book that is saved after the last step");
    }

    [Fact]
    public async Task BackupAsync_another_connection_writes_a_few_times_copy_is_whole()
    {
        await FillAsync(_database.OpenStore());
        using var connection = _database.Connect();
        var writes = 0;
        var store = _database.OpenStore(time: new Pauses(() => writes += writes < 5 ? Touch(connection) : 0));
        var reports = new List<SqliteBackupProgress>();

        await store.BackupAsync(Target, new Hook(reports.Add), CancellationToken.None);

        writes.ShouldBe(5);
        reports.Zip(reports.Skip(1)).ShouldAllBe(static pair => pair.First.PagesDone < pair.Second.PagesDone);
        Scalar(Target, "PRAGMA integrity_check").ShouldBe("ok");
        Scalar(Target, "SELECT count(*) FROM books WHERE title LIKE '%!!!!!'").ShouldBe(1L);
    }

    [Fact]
    public async Task BackupAsync_another_connection_writes_all_the_time_fails_and_says_what_to_do()
    {
        await FillAsync(_database.OpenStore());
        using var connection = _database.Connect();
        var store = _database.OpenStore(time: new Pauses(() => Touch(connection)));

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Target, null, CancellationToken.None).WaitAsync(Patience));

        fault.Failure.ShouldBe(SqliteBackupFailure.WrittenByOthers);
        fault.Message.ShouldContain("was started again 17 times and found the file locked 0 times");
        fault.Message.ShouldContain("call BackupAsync in the process that writes most");
        ShouldLeaveNothing();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task BackupAsync_target_is_there_refuses_and_leaves_it_alone(string suffix)
    {
        var store = _database.OpenStore();
        await SaveAsync(store, 1);
        await File.WriteAllTextAsync(Target + suffix, "kept");

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Target, null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetExists);
        fault.Message.ShouldContain("another name");
        (await File.ReadAllTextAsync(Target + suffix)).ShouldBe("kept");
    }

    [Fact]
    public async Task BackupAsync_target_appears_meanwhile_refuses_and_leaves_it_alone()
    {
        var store = _database.OpenStore();
        await FillAsync(store);

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Target, new Hook(_ => File.WriteAllText(Target, "kept")), CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetExists);
        (await File.ReadAllTextAsync(Target)).ShouldBe("kept");
        Directory.GetFiles(_database.Folder, ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task BackupAsync_folder_is_missing_says_so()
    {
        var store = _database.OpenStore();
        await SaveAsync(store, 1);

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(_database.Folder, "missing", "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        fault.Message.ShouldContain("check that its folder exists");
    }

    [UnixFact]
    public async Task BackupAsync_file_in_place_of_the_folder_says_so()
    {
        var store = _database.OpenStore();
        await SaveAsync(store, 1);

        // A file is no folder, also for a user who may write everywhere.
        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(_database.Path, "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        await SaveAsync(store, 2);
    }

    [UnixFact]
    public async Task BackupAsync_no_rights_in_the_folder_says_so()
    {
        var store = _database.OpenStore();
        await SaveAsync(store, 1);
        using var folder = new ForbiddenFolder(_database.Folder);

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(folder.Path, "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        fault.Message.ShouldContain("that this process may write there");
        await SaveAsync(store, 2);
    }

    [Theory]
    [InlineData(1, "the first sync, of a part of the copy")]
    [InlineData(2, "the second, of another part or of the whole copy")]
    [InlineData(0, "the last, of the folder")]
    public async Task BackupAsync_a_sync_fails_says_so_and_leaves_nothing(int failing, string because)
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var syncs = await CountSyncsAsync(store);
        syncs.ShouldBeGreaterThanOrEqualTo(2);
        var sync = 0;
        store.BackupSyncFault = () =>
        {
            if (++sync == (failing == 0 ? syncs : failing))
            {
                throw new IOException("No space left on device.");
            }
        };

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Target, null, CancellationToken.None), because);

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable, because);
        fault.Message.ShouldContain("No space left on device");
        ShouldLeaveNothing();
        store.BackupSyncFault = null;
        await store.BackupAsync(Target, null, CancellationToken.None);
    }

    [Fact]
    public async Task DisposeAsync_in_a_progress_callback_that_waits_for_it_ends_the_backup_and_leaves_nothing()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var isDisposed = false;
        var backup = store.BackupAsync(Target, new Hook(_ => isDisposed = store.DisposeAsync().AsTask().Wait(Patience)), CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => backup.WaitAsync(2 * Patience));

        isDisposed.ShouldBeTrue();
        ShouldLeaveNothing();
    }

    [UnixFact]
    public async Task BackupAsync_makes_a_file_that_only_its_owner_reads()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var modes = new List<UnixFileMode>();

        await store.BackupAsync(Target, new Hook(_ => modes.AddRange(Directory.GetFiles(_database.Folder, ".*").Select(Mode))), CancellationToken.None);

        modes.Add(Mode(Target));
        modes.Count.ShouldBeGreaterThan(2);
        modes.ShouldAllBe(static mode => mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task BackupAsync_cancelled_leaves_nothing_and_can_be_repeated()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        using var cancellation = new CancellationTokenSource();

        var fault = await Should.ThrowAsync<OperationCanceledException>(() => store.BackupAsync(Target, new Hook(_ => cancellation.Cancel()), cancellation.Token));

        fault.CancellationToken.ShouldBe(cancellation.Token);
        ShouldLeaveNothing();
        await store.BackupAsync(Target, null, CancellationToken.None);
    }

    [Fact]
    public async Task BackupAsync_while_one_runs_is_refused()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        Task? second = null;

        await store.BackupAsync(Target, new Hook(_ => second ??= store.BackupAsync(Target + "2", null, CancellationToken.None)), CancellationToken.None);

        (await Should.ThrowAsync<SqliteBackupException>(() => second!)).Failure.ShouldBe(SqliteBackupFailure.AlreadyRunning);
        await store.BackupAsync(Target + "2", null, CancellationToken.None);
    }

    [Fact]
    public async Task DisposeAsync_during_a_backup_ends_it_and_leaves_nothing()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        Task? disposing = null;
        var backup = store.BackupAsync(Target, new Hook(_ => disposing ??= Task.Run(async () => await store.DisposeAsync())), CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => backup.WaitAsync(Patience));
        await disposing!.WaitAsync(Patience);

        ShouldLeaveNothing();
        await Should.ThrowAsync<ObjectDisposedException>(() => store.BackupAsync(Target, null, CancellationToken.None));
    }

    [Fact]
    public async Task BackupAsync_commit_fails_meanwhile_ends_with_its_connection()
    {
        var store = _database.OpenStore();
        await FillAsync(store);
        var hook = new Hook(_ =>
        {
            store.CommitFault = static isAfter => isAfter ? 0 : SQLitePCL.raw.SQLITE_IOERR;
            Should.Throw<Exception>(() => SaveAsync(store, Books + 1).Wait(Patience));
            store.CommitFault = null;
        });

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Target, hook, CancellationToken.None).WaitAsync(Patience));

        fault.Failure.ShouldBe(SqliteBackupFailure.Interrupted);
        ShouldLeaveNothing();
        await SaveAsync(store, Books + 2);
        await store.BackupAsync(Target, null, CancellationToken.None);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static Task SaveAsync(SqliteStore store, int number) => Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(number), $"Title {number}"));

    private static Task FillAsync(SqliteStore store) =>
        Samples.SaveBooksAsync(store, [.. Enumerable.Range(1, Books).Select(static number => Samples.Book(Samples.Isbn(number), $"Title {number} {new string('x', 200)}"))]);

    private static ServiceProvider Shop(string path)
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSqlite($"Data Source={path}").UseSimulatedPayments();
        return services.BuildServiceProvider();
    }

    private static async Task<Guid> PlaceAsync(ServiceProvider shop)
    {
        await shop.GetRequiredService<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = Samples.Isbn(1), Quantity = 1, Reason = "delivery" }).ConfigureAwait(false);
        var placed = await shop.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = Samples.Id().ToString(),
            Lines = [new PlaceOrderLine(Samples.Isbn(1), 1)],
            Payment = new PaymentToken("4242424242424242"),
        }).ConfigureAwait(false);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return placed.Order!.Id;
    }

    private async Task<int> CountSyncsAsync(SqliteStore store)
    {
        var syncs = 0;
        store.BackupSyncFault = () => syncs++;
        await store.BackupAsync(Target + "1", null, CancellationToken.None);
        File.Delete(Target + "1");
        return syncs;
    }

    private static int Touch(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE books SET title = title || '!' WHERE isbn = (SELECT min(isbn) FROM books)";
        return command.ExecuteNonQuery();
    }

    private static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void ShouldLeaveNothing() => Directory.GetFiles(_database.Folder).Select(Path.GetFileName).ShouldAllBe(static name => name!.StartsWith("shop.db", StringComparison.Ordinal));

    // The rights of a folder do not stop a privileged user, but nobody can make a file in the kernel's own.
    private sealed class ForbiddenFolder : IDisposable
    {
        private readonly bool _isOurs;

        public ForbiddenFolder(string parent)
        {
            _isOurs = !OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess;
            Path = !OperatingSystem.IsWindows() && _isOurs ? Directory.CreateDirectory(System.IO.Path.Combine(parent, "forbidden"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName : "/sys";
        }

        public string Path { get; }

        public void Dispose()
        {
            if (_isOurs)
            {
                Directory.Delete(Path);
            }
        }
    }

    private sealed class Hook(Action<SqliteBackupProgress> act) : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => act(value);
    }

    // Each pause is over at once; something is done in it.
    private sealed class Pauses(Action act) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            act();
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
        }
    }
}
