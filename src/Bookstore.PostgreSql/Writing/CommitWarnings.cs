using Npgsql;

namespace Bookstore.Storage;

/// <summary>Listens for the warnings that come with a commit.</summary>
/// <remarks>
/// A commit that stops waiting for its synchronous standby succeeds with a warning: it is durable here and nowhere else. The store's
/// statements cause no other warning, so any one makes the outcome unknown until a later commit was replicated.
/// </remarks>
internal sealed class CommitWarnings : IDisposable
{
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
        if (arguments.Notice.InvariantSeverity == "WARNING")
        {
            First ??= arguments.Notice.MessageText;
        }
    }
}
