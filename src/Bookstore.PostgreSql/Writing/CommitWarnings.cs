using Npgsql;

namespace Bookstore.Storage;

/// <summary>Listens for the warnings that come with a commit.</summary>
/// <remarks>
/// A commit that stops waiting for its synchronous standby succeeds with a warning: it is durable here and nowhere else. So a warning makes the outcome unknown until a later commit
/// was replicated. What a function or a trigger of the database raises says nothing of the commit, and is left out: it may come with every commit.
/// </remarks>
internal sealed class CommitWarnings : IDisposable
{
    // The server's own routine behind RAISE in PL/pgSQL; it is not translated.
    private const string RaisedByAFunction = "exec_stmt_raise";

    private readonly NpgsqlConnection _connection;

    public CommitWarnings(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += OnNotice;
    }

    /// <summary>The first warning; <see langword="null"/> when there was none.</summary>
    public string? First { get; private set; }

    public void Dispose() => _connection.Notice -= OnNotice;

    private void OnNotice(object sender, NpgsqlNoticeEventArgs arguments)
    {
        if (arguments.Notice.InvariantSeverity == "WARNING" && arguments.Notice.Routine != RaisedByAFunction)
        {
            First ??= arguments.Notice.MessageText;
        }
    }
}
