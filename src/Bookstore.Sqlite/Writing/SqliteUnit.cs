using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The open transaction of the writer. It ends with its commit, or when it is disposed.</summary>
internal sealed class SqliteUnit(SqliteWriter writer, WriterThread thread, WorkingSet records) : IStoreTransaction
{
    public WorkingSet Records => records;

    /// <summary>Whether the transaction is over. Set on the writer thread.</summary>
    public bool HasEnded { get; set; }

    public ValueTask CommitAsync(CommitToken mark)
    {
        var commit = thread.RunNowAsync(_ => writer.Commit(this, mark));
        return commit.IsCompletedSuccessfully ? default : new ValueTask(commit.AsTask());
    }

    public ValueTask DisposeAsync()
    {
        if (HasEnded)
        {
            return default;
        }

        var end = thread.RunNowAsync(_ => writer.Abandon(this));
        return end.IsCompletedSuccessfully ? default : EndAsync(end);
    }

    // A closed store has rolled its unit back.
    private static async ValueTask EndAsync(ValueTask<bool> end)
    {
        try
        {
            await end.ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
