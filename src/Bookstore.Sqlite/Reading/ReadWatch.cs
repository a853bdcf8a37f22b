namespace Bookstore.Sqlite;

/// <summary>The read that a connection is at: when it began, and whether it has to end before it is done.</summary>
/// <remarks>It belongs to one connection. The read asks it at each row, and SQLite asks it within a statement; any thread may end the read.</remarks>
internal sealed class ReadWatch(SqliteDatabase database)
{
    private CancellationToken _cancellationToken;
    private volatile Func<Exception>? _reason;

    public SqliteDatabase Database { get; } = database;

    /// <summary>When the read began, as a timestamp of the store's time.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Whether the read has to end. Asked by SQLite every few hundred steps of a statement.</summary>
    public bool MustEnd => _reason is not null || _cancellationToken.IsCancellationRequested;

    public void Begin(long startedAt, CancellationToken cancellationToken)
    {
        StartedAt = startedAt;
        _cancellationToken = cancellationToken;
        _reason = null;
    }

    /// <summary>Ends the read at its next row or step, with an exception for its caller.</summary>
    public void End(Func<Exception> reason) => _reason ??= reason;

    /// <summary>Throws when the read has to end.</summary>
    /// <exception cref="OperationCanceledException">Its caller has cancelled it.</exception>
    public void ThrowIfEnded()
    {
        if (_reason is { } reason)
        {
            throw reason();
        }

        _cancellationToken.ThrowIfCancellationRequested();
    }
}
