using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A backup that is cancelled, disposed of or loses its connection leaves nothing behind.</summary>
public sealed class InterruptedBackupTests : IAsyncLifetime
{
    private readonly BackedUpDatabase _database = new();

    [Fact]
    public async Task DisposeAsync_in_a_progress_callback_that_waits_for_it_ends_the_backup_and_leaves_nothing()
    {
        var store = await _database.OpenFilledAsync();
        var isDisposed = false;
        var backup = store.BackupAsync(_database.Target, new BackupHook(_ => isDisposed = store.DisposeAsync().AsTask().Wait(BackedUpDatabase.Patience)), CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => backup.WaitAsync(2 * BackedUpDatabase.Patience));

        isDisposed.ShouldBeTrue();
        _database.ShouldLeaveNothing();
    }

    [Fact]
    public async Task BackupAsync_cancelled_leaves_nothing_and_can_be_repeated()
    {
        var store = await _database.OpenFilledAsync();
        using var cancellation = new CancellationTokenSource();

        var fault = await Should.ThrowAsync<OperationCanceledException>(() => store.BackupAsync(_database.Target, new BackupHook(_ => cancellation.Cancel()), cancellation.Token));

        fault.CancellationToken.ShouldBe(cancellation.Token);
        _database.ShouldLeaveNothing();
        await store.BackupAsync(_database.Target, null, CancellationToken.None);
    }

    [Fact]
    public async Task DisposeAsync_during_a_backup_ends_it_and_leaves_nothing()
    {
        var store = await _database.OpenFilledAsync();
        Task? disposing = null;
        var backup = store.BackupAsync(_database.Target, new BackupHook(_ => disposing ??= Task.Run(async () => await store.DisposeAsync())), CancellationToken.None);

        await Should.ThrowAsync<ObjectDisposedException>(() => backup.WaitAsync(BackedUpDatabase.Patience));
        await disposing!.WaitAsync(BackedUpDatabase.Patience);

        _database.ShouldLeaveNothing();
        await Should.ThrowAsync<ObjectDisposedException>(() => store.BackupAsync(_database.Target, null, CancellationToken.None));
    }

    [Fact]
    public async Task BackupAsync_commit_fails_meanwhile_ends_with_its_connection()
    {
        var store = await _database.OpenFilledAsync();
        var hook = new BackupHook(_ =>
        {
            store.CommitFault = static isAfter => isAfter ? 0 : SQLitePCL.raw.SQLITE_IOERR;
            Should.Throw<Exception>(() => BackedUpDatabase.SaveAsync(store, BackedUpDatabase.Books + 1).Wait(BackedUpDatabase.Patience));
            store.CommitFault = null;
        });

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(_database.Target, hook, CancellationToken.None).WaitAsync(BackedUpDatabase.Patience));

        fault.Failure.ShouldBe(SqliteBackupFailure.Interrupted);
        _database.ShouldLeaveNothing();
        await BackedUpDatabase.SaveAsync(store, BackedUpDatabase.Books + 2);
        await store.BackupAsync(_database.Target, null, CancellationToken.None);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
