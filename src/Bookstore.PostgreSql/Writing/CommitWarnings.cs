using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Listens for the warnings that come with a commit.</summary>
/// <remarks>
/// A commit that stops waiting for its synchronous standby succeeds with a warning: it is durable here and nowhere else, so its outcome is unknown until a later
/// commit was replicated. The warning is known by its place in the server's source, since its text depends on the server's language. What a trigger raises says nothing about
/// the commit. After any other warning the store asks whether the commit took effect, and relies on the result. The transaction has the server send warnings, regardless of the role's settings
/// (<see cref="UnitStatements"/>).
/// </remarks>
internal sealed class CommitWarnings : IDisposable
{
    private const string StandbyLost = "syncrep.c";
    private const string RaisedByFunction = "pl_exec.c";

    private readonly NpgsqlConnection _connection;

    public CommitWarnings(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += OnNotice;
    }

    /// <summary>The first warning that makes the outcome unknown; <see langword="null"/> when there was none.</summary>
    public string? First { get; private set; }

    /// <summary>The first warning that the commit may exist on one server only; <see langword="null"/> when there was none.</summary>
    public string? NotReplicated { get; private set; }

    public void Dispose() => _connection.Notice -= OnNotice;

    private void OnNotice(object sender, NpgsqlNoticeEventArgs arguments)
    {
        var notice = arguments.Notice;
        if (notice.InvariantSeverity != "WARNING" || notice.File == RaisedByFunction)
        {
            return;
        }

        First ??= notice.MessageText;

        // Without a place it may be any.
        if (notice.File is null or StandbyLost)
        {
            NotReplicated ??= notice.MessageText;
        }
    }
}
