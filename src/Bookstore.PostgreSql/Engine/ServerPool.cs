using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A pool of connections to the server that takes writes, or to those that follow it, found among the hosts of the connection string.</summary>
internal sealed class ServerPool : IAsyncDisposable
{
    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly NpgsqlDataSource _source;

    public ServerPool(PostgreSqlStoreOptions options, int connections, ILoggerFactory loggers, bool ofStandbys = false)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionDefaults.Apply(options, connections));
        builder.UseLoggerFactory(new NpgsqlLoggers(loggers));
        options.ConfigureDataSource?.Invoke(builder);
        if (CountHosts(builder.ConnectionStringBuilder.Host!) > 1)
        {
            // All standbys have their share of the reads.
            builder.ConnectionStringBuilder.LoadBalanceHosts |= ofStandbys;
            _hosts = builder.BuildMultiHost();
            _source = _hosts.WithTargetSession(ofStandbys ? TargetSessionAttributes.Standby : TargetSessionAttributes.ReadWrite);
        }
        else
        {
            // With one host there is nothing to choose.
            _source = builder.Build();
        }
    }

    /// <summary>How many servers a connection string names.</summary>
    public static int CountHosts(string host) => host.AsSpan().Count(',') + 1;

    /// <summary>Whether the connection string names several servers, of which another one may take the writes over.</summary>
    public bool HasSeveralHosts => _hosts is not null;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Drops the idle connections, and looks at each host anew: one dead connection marks its host as offline.</summary>
    public void Forget()
    {
        _source.Clear();
        LookAgain();
    }

    /// <summary>Checks each host again, regardless of its last known state.</summary>
    public void LookAgain() => _hosts?.ClearDatabaseStates();

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        if (_hosts is not null)
        {
            await _hosts.DisposeAsync().ConfigureAwait(false);
        }
    }
}
