using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

/// <summary>Reads from standbys, as long as each of them has everything that was committed.</summary>
/// <remarks>
/// The primary is asked: at the start, every few seconds while reads are made, and after a standby was lost. Until it says that all standbys are synchronous and have applied what was committed before, reads go to the
/// primary. No read waits for the question.
/// </remarks>
internal sealed class StandbyReads : IAsyncDisposable
{
    // Commits, and with its answer the standbys say what they have applied.
    private const string Mark = "SELECT pg_logical_emit_message(true, 'bookstore', '')";

    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DoubtPause = TimeSpan.FromSeconds(1);

    private readonly Database _primary;
    private readonly int _standbys;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _check = Task.CompletedTask;
    private long _checkedAt;
    private int _isChecking;
    private int _doubts;
    private int _isDisposed;
    private volatile bool _isTrusted;

    public StandbyReads(Database primary, ServerPool pool, int standbys, TimeProvider time, ILogger logger) =>
        (_primary, Pool, _standbys, _time, _logger, _checkedAt) = (primary, pool, standbys, time, logger, time.GetTimestamp());

    public ServerPool Pool { get; }

    /// <summary>Whether a read may go to a standby now.</summary>
    public bool MayRead()
    {
        var isTrusted = _isTrusted;
        if (_time.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= (isTrusted ? TrustedFor : DoubtPause) && Interlocked.Exchange(ref _isChecking, 1) == 0)
        {
            _check = Task.Run(CheckAsync);
        }

        return isTrusted;
    }

    /// <summary>Asks the primary at the start.</summary>
    /// <exception cref="BookstoreStoreException">A setting does not fit; the message names it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var doubts = Volatile.Read(ref _doubts);
        var status = await AskAsync(StandbyStatus.Beginning, cancellationToken).ConfigureAwait(false);
        if (status.FindWrongSetting(_standbys) is { } wrong)
        {
            throw new BookstoreStoreException(wrong);
        }

        Conclude(await FindLagAsync(status, cancellationToken).ConfigureAwait(false), doubts, isStart: true);
    }

    /// <summary>Has reads go to the primary until it has said that the standbys have everything: one was lost.</summary>
    public void Doubt(Exception fault)
    {
        Pool.Forget();
        lock (_lock)
        {
            _doubts++;
            Volatile.Write(ref _checkedAt, _time.GetTimestamp());
            if (!_isTrusted)
            {
                return;
            }

            _isTrusted = false;
        }

        PostgreSqlStoreLog.ReadsFromPrimary(_logger, "the connection to a standby was lost", fault);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Pool.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task CheckAsync()
    {
        var doubts = Volatile.Read(ref _doubts);
        try
        {
            var status = await AskAsync(StandbyStatus.Beginning, _stop.Token).ConfigureAwait(false);
            Conclude(status.FindWrongSetting(_standbys) ?? await FindLagAsync(status, _stop.Token).ConfigureAwait(false), doubts);
        }
        catch (BookstoreStoreException fault)
        {
            Conclude("the primary could not be asked about its standbys", doubts, fault);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The store ends.
        }
        finally
        {
            Volatile.Write(ref _checkedAt, _time.GetTimestamp());
            Volatile.Write(ref _isChecking, 0);
        }
    }

    // What was committed while a standby was away may have been committed without it, and it applies that later: it is asked what it has.
    private async Task<string?> FindLagAsync(StandbyStatus status, CancellationToken cancellationToken)
    {
        if (status.Synchronous >= _standbys && !_isTrusted)
        {
            await _primary.ReadWorkAsync(new Query(Mark), static _ => true, cancellationToken).ConfigureAwait(false);
            status = await AskAsync(status.Position, cancellationToken).ConfigureAwait(false);
        }

        return status.Synchronous >= _standbys ? null : $"of {_standbys} standbys only {status.Synchronous} are synchronous and have everything";
    }

    private void Conclude(string? problem, int doubts, Exception? fault = null, bool isStart = false)
    {
        lock (_lock)
        {
            var wasTrusted = _isTrusted;
            _isTrusted = problem is null && doubts == _doubts;
            if (wasTrusted == _isTrusted && !(isStart && problem is not null))
            {
                return;
            }
        }

        if (problem is null)
        {
            PostgreSqlStoreLog.ReadsFromStandbys(_logger, _standbys);
        }
        else
        {
            PostgreSqlStoreLog.ReadsFromPrimary(_logger, problem, fault);
        }
    }

    private async Task<StandbyStatus> AskAsync(string applied, CancellationToken cancellationToken) =>
        (await _primary.ReadWorkAsync(StandbyStatus.Ask(applied), StandbyStatus.Read, cancellationToken).ConfigureAwait(false))[0];
}
