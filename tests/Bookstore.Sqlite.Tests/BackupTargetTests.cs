using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Backups to a place that is taken, missing or cannot be written, and the rights of their files.</summary>
public sealed class BackupTargetTests : IAsyncLifetime
{
    private readonly BackedUpDatabase _database = new();

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public async Task BackupAsync_target_is_there_refuses_and_leaves_it_alone(string suffix)
    {
        var store = _database.OpenStore();
        await BackedUpDatabase.SaveAsync(store, 1);
        await File.WriteAllTextAsync(_database.Target + suffix, "kept");

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(_database.Target, null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetExists);
        fault.Message.ShouldContain("another name");
        (await File.ReadAllTextAsync(_database.Target + suffix)).ShouldBe("kept");
    }

    [Fact]
    public async Task BackupAsync_target_appears_meanwhile_refuses_and_leaves_it_alone()
    {
        var store = await _database.OpenFilledAsync();

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(_database.Target, new BackupHook(_ => File.WriteAllText(_database.Target, "kept")), CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetExists);
        (await File.ReadAllTextAsync(_database.Target)).ShouldBe("kept");
        Directory.GetFiles(_database.Folder, ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task BackupAsync_folder_is_missing_says_so()
    {
        var store = _database.OpenStore();
        await BackedUpDatabase.SaveAsync(store, 1);

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(_database.Folder, "missing", "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        fault.Message.ShouldContain("check that its folder exists");
    }

    [UnixFact]
    public async Task BackupAsync_file_in_place_of_the_folder_says_so()
    {
        var store = _database.OpenStore();
        await BackedUpDatabase.SaveAsync(store, 1);

        // A file is no folder, also for a user who may write everywhere.
        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(_database.Path, "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        await BackedUpDatabase.SaveAsync(store, 2);
    }

    [UnixFact]
    public async Task BackupAsync_no_rights_in_the_folder_says_so()
    {
        var store = _database.OpenStore();
        await BackedUpDatabase.SaveAsync(store, 1);
        using var folder = new ForbiddenFolder(_database.Folder);

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(Path.Combine(folder.Path, "backup.db"), null, CancellationToken.None));

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable);
        fault.Message.ShouldContain("that this process may write there");
        await BackedUpDatabase.SaveAsync(store, 2);
    }

    [Theory]
    [InlineData(1, "the first sync, of a part of the copy")]
    [InlineData(2, "the second, of another part or of the whole copy")]
    [InlineData(0, "the last, of the folder")]
    public async Task BackupAsync_a_sync_fails_says_so_and_leaves_nothing(int failing, string because)
    {
        var store = await _database.OpenFilledAsync();
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

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(_database.Target, null, CancellationToken.None), because);

        fault.Failure.ShouldBe(SqliteBackupFailure.TargetNotWritable, because);
        fault.Message.ShouldContain("No space left on device");
        _database.ShouldLeaveNothing();
        store.BackupSyncFault = null;
        await store.BackupAsync(_database.Target, null, CancellationToken.None);
    }

    [UnixFact]
    public async Task BackupAsync_makes_a_file_that_only_its_owner_reads()
    {
        var store = await _database.OpenFilledAsync();
        var modes = new List<UnixFileMode>();

        await store.BackupAsync(_database.Target, new BackupHook(_ => modes.AddRange(Directory.GetFiles(_database.Folder, ".*").Select(Mode))), CancellationToken.None);

        modes.Add(Mode(_database.Target));
        modes.Count.ShouldBeGreaterThan(2);
        modes.ShouldAllBe(static mode => mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private async Task<int> CountSyncsAsync(SqliteStore store)
    {
        var syncs = 0;
        store.BackupSyncFault = () => syncs++;
        await store.BackupAsync(_database.Target + "1", null, CancellationToken.None);
        File.Delete(_database.Target + "1");
        return syncs;
    }

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
}
