using Bookstore.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>How long callers wait for a file that another process keeps locked.</summary>
public sealed class WaitingTimeTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Write_file_is_locked_by_another_process_is_answered_after_retry_timeout_and_not_after_busy_timeout() =>
        await HangingWrites.ShouldBeAnsweredInTimeAsync(_database.OpenStore(options => options.BusyTimeout = TimeSpan.FromSeconds(60)), () => new FileLock(_database.Connect()));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private sealed class FileLock : IAsyncDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteTransaction _transaction;

        public FileLock(SqliteConnection connection)
        {
            _connection = connection;
            _transaction = connection.BeginTransaction(deferred: false);
        }

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
