using System.Diagnostics;
using Bookstore.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Files that are moved, deleted, replaced or overwritten under an open store are noticed before the next answer of a write, and soon by reads.</summary>
public sealed class FileGuardTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly SteppedTime _time = new();
    private readonly CriticalLog _log = new();

    public static TheoryData<string> Losses { get; } = new(Harm.Keys);

    private static Dictionary<string, Action<string>> Harm => new()
    {
        ["all files deleted"] = static path =>
        {
            File.Delete(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        },
        ["database deleted"] = File.Delete,
        ["log deleted"] = static path => File.Delete(path + "-wal"),
        ["index deleted"] = static path => File.Delete(path + "-shm"),
        ["database moved"] = static path => File.Move(path, path + ".old"),
        ["database replaced"] = static path =>
        {
            File.Copy(path, path + ".copy");
            File.Move(path + ".copy", path, overwrite: true);
        },
        ["log replaced"] = static path =>
        {
            File.Copy(path + "-wal", path + ".copy");
            File.Move(path + ".copy", path + "-wal", overwrite: true);
        },
        ["folder renamed"] = static path => Directory.Move(Path.GetDirectoryName(path)!, Path.GetDirectoryName(path) + "-renamed"),
    };

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task Commit_files_lost_is_refused_with_a_critical_log_and_so_is_all_that_follows(string harm)
    {
        var (store, path) = await OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);

        Harm[harm](path);

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        first.IsTransient.ShouldBeFalse();

        // Another file in the database's place is seen before the commit, which looks at its content.
        first.IsOutcomeUnknown.ShouldBe(harm != "database replaced");
        foreach (var next in (Func<Task>[])
        [
            () => Samples.ReceiveAsync(store, Samples.Isbn(1), 1),
            () => store.FindBookAsync(Samples.Isbn(1), CancellationToken.None).AsTask(),
            () => store.InitializeAsync(CancellationToken.None).AsTask(),
            () => store.WasCommittedAsync(Samples.Mark(), CancellationToken.None).AsTask(),
        ])
        {
            var lost = await Should.ThrowAsync<BookstoreStoreException>(next);
            lost.Message.ShouldContain("Stop this process");
            lost.IsUnavailable.ShouldBeTrue();
        }

        _log.Count.ShouldBe(1);
    }

    [LinuxTheory]
    [InlineData("emptied")]
    [InlineData("salts overwritten")]
    public async Task Commit_log_overwritten_in_place_is_refused_with_a_critical_log(string harm)
    {
        var (store, path) = await OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using (var log = new FileStream(path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (harm == "emptied")
            {
                log.SetLength(0);
            }
            else
            {
                log.Position = 16;
                log.Write([0, 0, 0, 0, 0, 0, 0, 0]);
            }
        }

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));

        // What is wrong before the commit is not written.
        first.IsOutcomeUnknown.ShouldBeFalse();
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsUnavailable.ShouldBeTrue();
        _log.Count.ShouldBe(1);
    }

    [LinuxTheory]
    [InlineData("of this log")]
    [InlineData("of an earlier log")]
    public async Task Commit_older_copy_of_the_log_put_back_in_place_is_refused_with_a_critical_log(string copy)
    {
        var store = _database.OpenStore(static options => options.CheckpointPages = 100, _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var log = _database.Path + "-wal";
        var older = await ReadAsync(log);
        var isEarlier = copy == "of an earlier log";
        for (var i = 0; i < 10 || (isEarlier && BeginsAs(await ReadAsync(log), older)); i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        using (var file = new FileStream(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            await file.WriteAsync(older);
        }

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));

        first.IsOutcomeUnknown.ShouldBeFalse();
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsUnavailable.ShouldBeTrue();
        _log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_another_connection_emptied_the_log_or_began_it_anew_goes_on()
    {
        var store = _database.OpenStore(time: _time, logger: _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        foreach (var work in (string[])
        [
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "UPDATE stock SET on_hand = on_hand; PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA wal_checkpoint(RESTART); UPDATE stock SET on_hand = on_hand",
            "PRAGMA wal_checkpoint(TRUNCATE); UPDATE stock SET on_hand = on_hand",
        ])
        {
            command.CommandText = work;
            command.ExecuteNonQuery();
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(9);
        _log.Count.ShouldBe(0);
    }

    // What cp does: the same file with another content. The log is left.
    [LinuxTheory]
    [InlineData("by VACUUM INTO")]
    [InlineData("by SqliteBackup")]
    [InlineData("by cp")]
    [InlineData("cut off")]
    [InlineData("emptied")]
    public async Task Commit_database_overwritten_in_place_with_an_older_backup_is_refused_with_a_critical_log(string backup)
    {
        var store = _database.OpenStore(static options => options.CheckpointPages = 100, _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var path = await BackUpAsync(store, backup);
        await WriteUntilCopiedAsync(store);

        await CopyAsync(path, _database.Path);

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).Message.ShouldContain("Stop this process");
        _log.Count.ShouldBe(1);
    }

    [LinuxFact]
    public async Task Read_database_overwritten_in_place_is_refused_after_a_second_at_the_latest()
    {
        var store = _database.OpenStore(static options => options.CheckpointPages = 100, _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var path = await BackUpAsync(store, "by VACUUM INTO");
        await WriteUntilCopiedAsync(store);
        await CopyAsync(path, _database.Path);

        _time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));
        _log.Count.ShouldBe(1);
    }

    // The log that a killed process left is copied first: until then nobody knows what the file has to hold.
    [LinuxFact]
    public async Task Commit_after_a_kill_database_overwritten_in_place_is_refused()
    {
        var killed = _database.OpenStore();
        await Samples.ReceiveAsync(killed, Samples.Isbn(1), 1);
        var backup = await BackUpAsync(killed, "by VACUUM INTO");
        await Samples.ReceiveAsync(killed, Samples.Isbn(1), 1);
        var path = Path.Combine(_database.Folder, "killed.db");
        await CopyAsync(_database.Path, path);
        await CopyAsync(_database.Path + "-wal", path + "-wal");
        var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={path}", _time, _log);
        var copied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Checkpointer.Copied = copied.SetResult;
        await store.InitializeAsync(CancellationToken.None);
        await copied.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await CopyAsync(backup, path);

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        _log.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_another_connection_writes_checkpoints_vacuums_or_backs_up_goes_on()
    {
        var store = _database.OpenStore(static options => options.CheckpointPages = 100, _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        foreach (var work in (string[])
        [
            "PRAGMA wal_checkpoint(PASSIVE)",
            "PRAGMA wal_checkpoint(FULL)",
            "CREATE TABLE notes (text BLOB); INSERT INTO notes VALUES (zeroblob(1000000)); PRAGMA wal_checkpoint(PASSIVE)",
            "DROP TABLE notes; VACUUM",
            "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
            $"VACUUM INTO '{_database.Path}.vacuumed'",
            "PRAGMA wal_checkpoint(RESTART); PRAGMA user_version",
            "BEGIN IMMEDIATE; UPDATE stock SET on_hand = on_hand; ROLLBACK; PRAGMA wal_checkpoint(FULL)",
        ])
        {
            command.CommandText = work;
            command.ExecuteNonQuery();
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            File.SetLastWriteTimeUtc(_database.Path, DateTime.UtcNow);
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(17);
        _log.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_beside_connections_that_write_and_checkpoint_all_the_time_goes_on()
    {
        const int Commits = 300;
        var store = _database.OpenStore(static options => options.CheckpointPages = 100, _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var isOver = new CancellationTokenSource();
        var writer = Task.Run(() => Repeat("UPDATE stock SET on_hand = on_hand", isOver.Token));
        var copier = Task.Run(() => Repeat("PRAGMA wal_checkpoint(TRUNCATE)", isOver.Token));
        var passive = Task.Run(() => Repeat("PRAGMA wal_checkpoint(PASSIVE); VACUUM", isOver.Token));

        for (var i = 1; i < Commits; i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await isOver.CancelAsync();
        await Task.WhenAll(writer, copier, passive);
        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(Commits);
        _log.Count.ShouldBe(0);
    }

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task AfterIdle_files_lost_nothing_is_written(string harm)
    {
        var (store, path) = await OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        Harm[harm](path);

        _time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsOutcomeUnknown.ShouldBeFalse();
        _log.Count.ShouldBe(1);
    }

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task Read_files_lost_is_refused_after_a_second_at_the_latest(string harm)
    {
        var (store, path) = await OpenInAFolderAsync(harm);
        await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None);
        Harm[harm](path);

        _time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));
    }

    [LinuxFact]
    public async Task Commit_symbolic_link_leads_elsewhere_is_refused()
    {
        var link = Path.Combine(_database.Folder, "link.db");
        File.CreateSymbolicLink(link, _database.Path);
        var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={link}", _time, _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);

        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_database.Folder, "other.db"));

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        File.Exists(Path.Combine(_database.Folder, "other.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Commit_two_stores_on_one_file_and_one_closes_goes_on()
    {
        var one = _database.OpenStore(time: _time, logger: _log);
        await Samples.ReceiveAsync(one, Samples.Isbn(1), 1);
        await using (var two = _database.OpenStore())
        {
            await Samples.ReceiveAsync(two, Samples.Isbn(1), 1);
        }

        _time.Advance(TimeSpan.FromSeconds(2));

        await Samples.ReceiveAsync(one, Samples.Isbn(1), 1);
        (await Samples.LoadStockAsync(one, Samples.Isbn(1)))!.OnHand.ShouldBe(3);
        _log.Count.ShouldBe(0);
    }

    [LinuxFact]
    public async Task WasCommittedAsync_file_replaced_meanwhile_does_not_open_the_other()
    {
        var store = _database.OpenStore(time: _time, logger: _log);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        File.Delete(_database.Path);

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.WasCommittedAsync(Samples.Mark(), CancellationToken.None));

        File.Exists(_database.Path).ShouldBeFalse("no new database is made in its place");
        _log.Count.ShouldBe(1);
    }

    // No order is confirmed, and each caller has an answer.
    [LinuxFact]
    public async Task PlaceAsync_files_deleted_confirms_no_order()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSimulatedPayments().UseSqlite($"Data Source={_database.Path}");
        await using var shop = services.BuildServiceProvider();
        var inventory = shop.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(Samples.Book(Samples.Isbn(1)));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Samples.Isbn(1), Quantity = 100, Reason = "delivery" });
        Harm["all files deleted"](_database.Path);

        var request = new PlaceOrderRequest { CustomerId = "ann", Lines = [new PlaceOrderLine(Samples.Isbn(1), 1)], Payment = new PaymentToken("4111111111111111") };
        for (var i = 0; i < 10; i++)
        {
            await Should.ThrowAsync<BookstoreStoreException>(() => shop.GetRequiredService<IOrderWorkflow>().PlaceAsync(request).WaitAsync(TimeSpan.FromSeconds(60)));
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private async Task<(SqliteStore Store, string Path)> OpenInAFolderAsync(string harm)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_database.Folder, harm)).FullName;
        var path = Path.Combine(folder, "shop.db");
        var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={path}", _time, _log);
        await store.InitializeAsync(CancellationToken.None);
        return (store, path);
    }

    private async Task<string> BackUpAsync(SqliteStore store, string how)
    {
        var path = _database.Path + ".backup";
        switch (how)
        {
            case "by VACUUM INTO":
                _database.Scalar($"VACUUM INTO '{path}'");
                break;
            case "by SqliteBackup":
                await store.BackupAsync(path, null, CancellationToken.None);
                break;
            case "by cp":
                _database.Scalar("PRAGMA wal_checkpoint(PASSIVE)");
                await CopyAsync(_database.Path, path);
                break;
            default:
                await File.WriteAllBytesAsync(path, how == "emptied" ? [] : new byte[WriteAheadLog.PageSize]);
                break;
        }

        return path;
    }

    // Until the background has copied the log a second time, which has grown the file.
    private static async Task WriteUntilCopiedAsync(SqliteStore store)
    {
        var rounds = 0;
        store.Checkpointer.Copied = () => Interlocked.Increment(ref rounds);
        for (var i = 2; Volatile.Read(ref rounds) < 2; i++)
        {
            i.ShouldBeLessThan(50_000);
            await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(i), $"Title {i}"));
        }

        // What is written beside a round is taken for the round's.
        store.Checkpointer.Suspend();
    }

    // A process of its own, as it would be: closing a file here would drop SQLite's locks.
    private static async Task CopyAsync(string from, string to)
    {
        using var process = Process.Start("cp", [from, to]);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
    }

    private void Repeat(string work, CancellationToken isOver)
    {
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = work;
        while (!isOver.IsCancellationRequested)
        {
            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
            {
                Thread.Yield();
            }
        }
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static bool BeginsAs(byte[] log, byte[] other) => log.AsSpan(0, 32).SequenceEqual(other.AsSpan(0, 32));

    private sealed class CriticalLog : ILogger<SqliteStore>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Critical)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }

    private sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Files are told apart by their inodes on Linux.";
    }

    private sealed class LinuxTheoryAttribute : TheoryAttribute
    {
        public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Files are told apart by their inodes on Linux.";
    }
}
