using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The connections to the server that takes writes, and reads over them or from standbys.</summary>
/// <remarks>
/// There are two pools, so that lists that are slow or many never keep a write, what it looks up first, or the question about its outcome, from its connection. Lists and searches go to the primary too, or to standbys that
/// each commit waits for (<see cref="StandbyReads"/>): what a caller has written, it reads.
/// </remarks>
internal sealed class Database : IAsyncDisposable
{
    // The server ends a read first, which leaves the connection as it was; this host gives up only on a server that does not answer at all.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    // How long a read waits until one of several servers takes writes: a restart, or a promotion.
    private static readonly TimeSpan PrimaryWait = TimeSpan.FromSeconds(5);

    // What another program has locked for longer is left to a later round.
    private static readonly TimeSpan WorkLockWait = TimeSpan.FromSeconds(1);

    private readonly ServerPool _writes;
    private readonly ServerPool _reads;
    private readonly StandbyReads? _standbys;
    private readonly ReadGate _gate;
    private readonly ReadGate _feedGate;
    private readonly ReadGate _workGate;
    private readonly ReadGate _timeGate;
    private readonly LookUpGates _lookUpGates;
    private readonly TimeProvider _time;
    private readonly string _statementTimeout;
    private readonly TimeSpan _primaryWait;
    private readonly TimeSpan _readPatience;

    public Database(PostgreSqlStoreOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        var sizes = PoolSizes.Of(options, ConnectionDefaults.ReadMaximumPoolSize(options.ConnectionString));
        var limit = options.ReadTimeout < options.CommandTimeout ? options.ReadTimeout : options.CommandTimeout;
        MostUnknownOutcomes = Math.Clamp(sizes.Writes / 2, options.MaxOpenUnits, PoolSizes.UnitsOf(options));
        _writes = new ServerPool(options, sizes.Writes, loggers);
        _reads = new ServerPool(options, sizes.Reads + sizes.Feed, loggers);
        _gate = new ReadGate(sizes.Reads, options.ReadQueueTimeout, time);
        _feedGate = sizes.Feed == 0 ? _gate : new ReadGate(sizes.Feed, options.ReadQueueTimeout, time);
        _workGate = new ReadGate(sizes.Work, options.ReadQueueTimeout, time);
        _timeGate = new ReadGate(1, options.ReadQueueTimeout, time);
        _lookUpGates = new LookUpGates(sizes.LookUps, _gate, connections => new ReadGate(connections, options.ReadQueueTimeout, time));
        _time = time;
        if (options.ReadFrom == PostgreSqlReadFrom.Standbys)
        {
            var standbys = ServerPool.CountHosts(new NpgsqlConnectionStringBuilder(options.ConnectionString).Host!) - 1;
            _standbys = new StandbyReads(this, new ServerPool(options, sizes.Reads, loggers, ofStandbys: true), standbys, time, loggers.CreateLogger<StandbyReads>());
        }

        _statementTimeout = Milliseconds(limit);
        _primaryWait = limit < PrimaryWait ? limit : PrimaryWait;
        _readPatience = limit + AnswerTime;
        Calls = new ServerCalls(time);
    }

    /// <summary>What is asked of the server ends in time by these.</summary>
    public ServerCalls Calls { get; }

    /// <summary>How many connections may be kept by commits that were not answered, so that some are left for the next units.</summary>
    public int MostUnknownOutcomes { get; }

    /// <summary>Opens a connection for a unit, for the question about an outcome, or for the schema.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _writes.OpenAsync(cancellationToken);

    /// <summary>Finds out whether standbys can be read, where they are to be.</summary>
    /// <exception cref="BookstoreStoreException">A setting of the database does not fit; the message names it.</exception>
    public Task StartStandbyReadsAsync(CancellationToken cancellationToken) => _standbys?.StartAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Reads all rows, or throws in the store's terms, never a conflict.</summary>
    /// <exception cref="BookstoreStoreException">The read failed, took too long, or found too many others in progress.</exception>
    public ValueTask<List<T>> ReadAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(_gate, ListPool, query, read, lockWait: null, cancellationToken);

    /// <summary>Reads events of the feed, beside the lists and searches and not before them.</summary>
    /// <inheritdoc cref="ReadAsync{T}(Query, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    public ValueTask<List<T>> ReadFeedAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(_feedGate, _reads, query, read, lockWait: null, cancellationToken);

    /// <summary>Looks up what a write may need first, over a connection that is kept for look-ups or over one of the readers': the first that is free.</summary>
    /// <inheritdoc cref="ReadAsync{T}(Query, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    /// <param name="kind">What is looked up.</param>
    /// <param name="query">The read.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<List<T>> LookUpAsync<T>(LookUp kind, Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var gate = await ReadGate.EnterAnyAsync(_lookUpGates.Of(kind), cancellationToken).ConfigureAwait(false);
        return await ReadAndLeaveAsync(gate, gate == _gate ? ListPool : _writes, query, read, lockWait: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the work that is left to do, beside the customers' reads and not behind them, over a few of the writes' connections.</summary>
    /// <inheritdoc cref="ReadAsync{T}(Query, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    public ValueTask<List<T>> ReadWorkAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadWorkAsync(query, read, WorkLockWait, cancellationToken);

    /// <inheritdoc cref="ReadWorkAsync{T}(Query, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    /// <param name="query">The read.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="lockWait">How long to wait for what is locked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<List<T>> ReadWorkAsync<T>(Query query, Func<NpgsqlDataReader, T> read, TimeSpan lockWait, CancellationToken cancellationToken) =>
        ReadAsync(_workGate, _writes, query, read, lockWait, cancellationToken);

    /// <summary>Reads the time, which no lock can hold up: apart from the lists, which others wait behind.</summary>
    /// <inheritdoc cref="ReadAsync{T}(Query, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    public ValueTask<List<T>> ReadTimeAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(_timeGate, _writes, query, read, lockWait: null, cancellationToken);

    /// <summary>Drops the idle connections when a fault says that they lead nowhere: to a server that is gone, or is no primary any more.</summary>
    public void ForgetConnections(Exception fault)
    {
        if (LostConnections.Includes(fault))
        {
            _writes.Forget();
            _reads.Forget();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_standbys is not null)
        {
            await _standbys.DisposeAsync().ConfigureAwait(false);
        }

        await _reads.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
    }

    private ServerPool ListPool => _standbys is not null && _standbys.MayRead() ? _standbys.Pool : _reads;

    private async ValueTask<List<T>> ReadAsync<T>(
        ReadGate gate, ServerPool pool, Query query, Func<NpgsqlDataReader, T> read, TimeSpan? lockWait, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAndLeaveAsync(gate, pool, query, read, lockWait, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<T>> ReadAndLeaveAsync<T>(
        ReadGate gate, ServerPool pool, Query query, Func<NpgsqlDataReader, T> read, TimeSpan? lockWait, CancellationToken cancellationToken)
    {
        var ended = Task.CompletedTask;
        try
        {
            var retry = new ReadRetry(pool, _primaryWait, _time);
            while (true)
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var from = pool;
                    var call = Calls.Begin(token => ReadOnceAsync(from, query, read, lockWait, token));
                    ended = call.Ended;
                    return await call.WaitAsync(_readPatience, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception fault) when (pool == _standbys?.Pool && LeavesStandbys(fault))
                {
                    (pool, retry) = (_reads, new ReadRetry(_reads, _primaryWait, _time));
                }
                catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException)
                {
                    ForgetConnections(fault);
                    if (!await retry.WaitAsync(fault, cancellationToken).ConfigureAwait(false))
                    {
                        throw PostgreSqlFaults.TranslateRead(fault);
                    }
                }
            }
        }
        finally
        {
            gate.LeaveAfter(ended);
        }
    }

    // The primary can do what a standby cannot, because it is lost or had to apply what was in the read's way. What took too long would take long there too.
    private bool LeavesStandbys(Exception fault)
    {
        if (LostConnections.Includes(fault) || LostConnections.IsWithoutHost(fault))
        {
            _standbys!.Doubt(fault);
            return true;
        }

        return ReadRetry.IsConflict(fault);
    }

    private async Task<List<T>> ReadOnceAsync<T>(ServerPool pool, Query query, Func<NpgsqlDataReader, T> read, TimeSpan? lockWait, CancellationToken cancellationToken)
    {
        var connection = await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            await using (batch.ConfigureAwait(false))
            {
                // The statements are one transaction of the server's, whose end takes the setting back: it reaches no other client behind a pooler.
                AddLimits(batch, lockWait);
                query.AddTo(batch);
                var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
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

    private void AddLimits(NpgsqlBatch batch, TimeSpan? lockWait)
    {
        if (lockWait is { } wait)
        {
            batch.Add("SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)").Bind(_statementTimeout).Bind(Milliseconds(wait));
        }
        else
        {
            batch.Add("SELECT set_config('statement_timeout', $1, true)").Bind(_statementTimeout);
        }
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
