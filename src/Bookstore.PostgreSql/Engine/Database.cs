using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.Storage;

/// <summary>The connections to the server that takes writes, and reads over them.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public Database(PostgreSqlStoreOptions options, ILoggerFactory loggers)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionDefaults.Apply(options));
        builder.UseLoggerFactory(loggers);
        options.ConfigureDataSource?.Invoke(builder);

        // With one host there is nothing to choose. Reads go to the primary too: what a caller has written, it reads.
        _source = builder.ConnectionStringBuilder.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.Build();
    }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Reads all rows, or throws in the store's terms. Tries once more where a pooled connection turned out as dead.</summary>
    public async ValueTask<List<T>> ReadAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(query, read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsDeadConnection(fault))
        {
            ForgetConnections(fault);
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException)
        {
            ForgetConnections(fault);
            throw PostgreSqlFaults.Translate(fault);
        }

        try
        {
            return await ReadOnceAsync(query, read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException)
        {
            throw PostgreSqlFaults.Translate(fault);
        }
    }

    /// <summary>Drops the idle connections when a fault says that they lead nowhere: to a server that is gone, or is no primary any more.</summary>
    public void ForgetConnections(Exception fault)
    {
        if (PostgreSqlFaults.EndsConnections(fault))
        {
            _source.Clear();
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // Not a time-out: the next one would take as long again.
    private static bool IsDeadConnection(Exception fault) =>
        fault is NpgsqlException { InnerException: not TimeoutException } && PostgreSqlFaults.EndsConnections(fault);

    private async Task<List<T>> ReadOnceAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = query.ToCommand(connection);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<T>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }

                    return rows;
                }
            }
        }
    }
}
