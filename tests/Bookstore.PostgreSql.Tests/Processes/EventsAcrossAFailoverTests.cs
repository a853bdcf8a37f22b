using System.Diagnostics;
using System.Globalization;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts that write the same resources, one that follows, a transaction of another program that stays open, and the loss of the primary.</summary>
[Collection(nameof(TwoHostTests))]
[OwnServers]
public sealed class EventsAcrossAFailoverTests(ITestOutputHelper output)
{
    private const int Resources = 8, PerCommit = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, long> _sequences = [];
    private readonly TaskCompletionSource _isLost = new();
    private long _read;

    // A multiple of what one commit of each resource has.
    private static int Events => LongRun.IsOn ? 1_000_000 : 20_000;

    private static TimeSpan Held => LongRun.IsOn ? TimeSpan.FromSeconds(10) : TimeSpan.Zero;

    [Fact]
    public async Task No_event_is_missing_and_each_resource_is_in_order()
    {
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await PostgresCluster.StartStandbyAsync(primary, "second");
        await primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'second'");
        await primary.ExecuteAsync("SELECT pg_reload_conf()");
        using var patience = new CancellationTokenSource(Patience);
        while ((string?)await primary.ExecuteAsync("SELECT sync_state FROM pg_stat_replication") != "sync")
        {
            await Task.Delay(Pause, patience.Token);
        }

        var hosts = PostgresCluster.ConnectionTo($"{primary.Host},{standby.Host}");
        await using var first = NewStore(hosts);
        await using var second = NewStore(hosts);
        await using var third = NewStore(hosts);
        await first.InitializeAsync(patience.Token);
        await using var late = new NpgsqlConnection(primary.ConnectionString + ";Pooling=false");
        await late.OpenAsync(patience.Token);
        await ExecuteAsync(late, $"BEGIN ISOLATION LEVEL REPEATABLE READ; {Insert()}");

        var begun = Stopwatch.GetTimestamp();
        var writing = Task.WhenAll(Enumerable.Range(0, 2 * Resources).Select(writer => Task.Run(() => WriteAsync(writer % 2 == 0 ? first : second, Records.Isbn((writer / 2) + 1), patience.Token))));
        var reading = Task.Run(() => FollowAsync(third, writing, patience.Token));
        await Task.Delay(Held, patience.Token);
        await ExecuteAsync(late, "COMMIT");
        while (Volatile.Read(ref _read) < Events / 4)
        {
            await Task.Delay(Pause, patience.Token);
        }

        var before = Volatile.Read(ref _read);
        primary.Kill();
        _isLost.SetResult();
        await standby.PromoteAsync();
        await writing;
        await reading;

        var took = Stopwatch.GetElapsedTime(begun);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_read} events in {took.TotalSeconds:0.0} s, {_read / took.TotalSeconds:0} a second, with a failover after {before}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reliability: events followed across the loss of a PostgreSQL primary, none missing={_read}"));
        _read.ShouldBe(Events + 1);
        _sequences.Count.ShouldBe(Resources + 1);
        _sequences["orders/late"].ShouldBe(1);
        _sequences.Values.Sum().ShouldBe(Events + 1);
    }

    // Each event has the position after that of the one before, and the next sequence of its resource.
    private async Task FollowAsync(PostgreSqlStore store, Task writing, CancellationToken cancellationToken)
    {
        while (_read <= Events)
        {
            try
            {
                var isWritten = writing.IsCompleted;
                if (isWritten)
                {
                    // What a host has left behind that did not learn that it had committed.
                    await store.NumberEventsAsync(cancellationToken);
                }

                var slice = await store.ReadEventsAsync(_read, 1_000, cancellationToken);
                foreach (var happened in slice.Events)
                {
                    happened.Position.ShouldBe(_read + 1);
                    var sequence = _sequences.GetValueOrDefault(happened.Resource) + 1;
                    happened.Sequence.ShouldBe(sequence, happened.Resource);
                    _sequences[happened.Resource] = sequence;
                    Interlocked.Increment(ref _read);
                }

                (isWritten && slice.Events.Count == 0).ShouldBeFalse($"all is written, and the feed ends at {_read}");
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    // The level has the sequence. Who does not know whether a commit took effect sees it there.
    private async Task WriteAsync(PostgreSqlStore store, Isbn isbn, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var keys = new RecordKeys();
                keys.Stock.Add(isbn);
                await using var unit = await store.OpenAsync(keys, cancellationToken);
                var level = unit.Records.Stock.Find(isbn) ?? StockLevel.Empty(isbn);
                var left = (Events / Resources) - level.EventCount;
                if (left == 0)
                {
                    return;
                }

                if (left == PerCommit && !_isLost.Task.IsCompleted)
                {
                    // The last commit of each is after the loss.
                    await unit.DisposeAsync();
                    await _isLost.Task.WaitAsync(cancellationToken);
                    continue;
                }

                for (var i = 1; i <= PerCommit; i++)
                {
                    unit.Records.Events.Append(Event(level.EventCount + i, $"books/{isbn}"));
                }

                unit.Records.Stock.Put(isbn, level with { EventCount = level.EventCount + PerCommit });
                await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
            }
            catch (Exception fault) when (fault is StoreConflictException or StoreOutcomeUnknownException or BookstoreStoreException { IsTransient: true })
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private static PostgreSqlStore NewStore(string hosts) =>
        new(new PostgreSqlStoreOptions { ConnectionString = hosts, MaxOpenUnits = Resources }, NullLoggerFactory.Instance, TimeProvider.System);

    private static string Insert() =>
        $"INSERT INTO bookstore.events (count, committed_at, body) VALUES (1, 0, decode('{Convert.ToHexString(EventBlock.Encode([Event(1, "orders/late")], 0, 1))}', 'hex'))";

    private static BookstoreEvent Event(long sequence, string resource) => new()
    {
        Id = Guid.NewGuid(),
        Position = 0,
        Type = EventTypes.StockChanged,
        Resource = resource,
        Sequence = sequence,
        OccurredAt = Records.Time,
        Data = "{}"u8.ToArray(),
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
