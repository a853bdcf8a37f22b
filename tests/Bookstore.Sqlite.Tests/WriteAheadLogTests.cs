using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>The log is copied beside the writer and started anew, and a long reader is warned of and ended at its limit.</summary>
public sealed class WriteAheadLogTests : IAsyncLifetime
{
    private const int Pages = 100;
    private const long Limit = 8L * Pages * 4_096;
    private const int MostCommits = 50_000;
    private const int LogIsHeld = 6004;
    private const int LogIsFull = 6008;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database = new();
    private readonly Warnings _warnings = new();
    private readonly SteppedTime _time = new();

    private long LogSize => new FileInfo(_database.Path + "-wal").Length;

    [Fact]
    public async Task Commits_log_reaches_its_pages_starts_anew()
    {
        var store = Open(16 * Limit);
        const int Commits = (int)(2 * Limit / 4_096);
        for (var i = 1; i < Commits; i++)
        {
            await WriteAsync(store, i);
        }

        // A log that has never started anew holds a page of each commit, and never becomes shorter.
        await WriteUntilAsync(store, Commits, () => LogSize < Limit);
        _warnings.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task LongRead_log_reaches_its_limit_is_warned_of_once_and_ended_and_the_log_starts_anew()
    {
        var store = Open();
        await WriteAsync(store, 1);
        var (started, read) = StartSnapshot(store);
        await started.WaitAsync(Patience);

        var commits = await WriteUntilAsync(store, 2, () => LogSize > 2 * Limit);
        _warnings.Events.Count(static id => id == LogIsHeld).ShouldBe(1);
        read.IsCompleted.ShouldBeFalse("a read of a few seconds is let be");

        _time.Advance(LogCheckpointer.LongRead + TimeSpan.FromSeconds(1));
        commits = await WriteUntilAsync(store, commits, () => read.IsCompleted);
        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => read);
        fault.IsTransient.ShouldBeTrue();
        fault.Message.ShouldContain("MaxLogSize");

        await WriteUntilAsync(store, commits, () => LogSize < Limit);
        _warnings.Events.Count(static id => id == LogIsHeld).ShouldBe(1);
    }

    [Fact]
    public async Task ReaderOfAnotherProgram_is_warned_of_and_sales_continue()
    {
        var store = Open();
        await WriteAsync(store, 1);
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM books";
        command.ExecuteScalar();

        var commits = await WriteUntilAsync(store, 2, () => _warnings.Events.Contains(LogIsHeld));
        store.Warning.ShouldNotBeNull().ShouldMatch("more than half of its limit|reached its limit", "the log may have grown further since");
        commits = await WriteUntilAsync(store, commits, () => _warnings.Events.Contains(LogIsFull));
        store.Warning.ShouldNotBeNull().ShouldContain("reached its limit");
        commits = await WriteUntilAsync(store, commits, () => LogSize > 2 * Limit);
        _warnings.Events.ToArray().ShouldBe([LogIsHeld, LogIsFull], "each is logged once");

        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
        await WriteUntilAsync(store, commits, () => LogSize <= WriteAheadLog.SizeLimit(new SqliteStoreOptions { CheckpointPages = Pages }) && store.Warning is null);
    }

    [Fact]
    public async Task LongReaderOfAnotherProgram_ends_the_writer_copies_a_few_pages_at_a_time()
    {
        var store = Open();
        await WriteAsync(store, 1);
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM books";
        command.ExecuteScalar();
        var commits = await WriteUntilAsync(store, 2, () => LogSize > Limit);

        // The first round after the reader's end copies all of a long log, and more is written meanwhile than the writer may copy.
        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
        var (copying, mayEnd, next) = HoldNextRound(store);
        commits = await WriteUntilAsync(store, commits, () => copying.IsCompleted);
        var held = LogSize;
        commits = await WriteUntilAsync(store, commits, () => LogSize > held + (5L * Pages * 4_096));
        mayEnd.SetResult();

        // The background copies that as well, instead of the writer.
        commits = await WriteUntilAsync(store, commits, () => next.IsCompleted);
        (await next).ShouldBeLessThan(Pages);
        await WriteUntilAsync(store, commits, () => LogSize <= WriteAheadLog.SizeLimit(new SqliteStoreOptions { CheckpointPages = Pages }));
    }

    [LongFact]
    public async Task LongReaderOfAnotherProgram_ends_the_log_becomes_shorter_in_steps()
    {
        var store = Open();
        await WriteAsync(store, 1);
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM books";
        command.ExecuteScalar();
        for (var i = 0; LogSize < 2.5 * WriteAheadLog.MostCut; i++)
        {
            await Samples.SaveBooksAsync(store, [.. Enumerable.Range(i % 8 * 1_000, 1_000).Select(number => Samples.Book(Samples.Isbn(number + 1), $"Title {i} of {number}"))]);
        }

        var held = LogSize;
        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
        var commits = await WriteUntilAsync(store, 2, () => LogSize < held);

        LogSize.ShouldBeGreaterThan(held - (long)(1.5 * WriteAheadLog.MostCut));
        await WriteUntilAsync(store, commits, () => LogSize <= WriteAheadLog.SizeLimit(new SqliteStoreOptions { CheckpointPages = Pages }));
    }

    [Fact]
    public async Task Gauges_show_the_logs_size_and_the_oldest_reads_age()
    {
        var store = Open();
        await WriteAsync(store, 1);
        Measure(store)["bookstore.sqlite.log.size"].ShouldBe(LogSize);
        Measure(store)["bookstore.sqlite.read.oldest_age"].ShouldBe(0);

        var (started, read) = StartSnapshot(store);
        await started.WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(3));
        await WriteAsync(store, 2);
        Measure(store)["bookstore.sqlite.log.size"].ShouldBe(LogSize);
        Measure(store)["bookstore.sqlite.read.oldest_age"].ShouldBe(3);

        _time.Advance(LogCheckpointer.LongRead);
        await WriteUntilAsync(store, 3, () => read.IsCompleted);
        await Should.ThrowAsync<BookstoreStoreException>(() => read);
        Measure(store)["bookstore.sqlite.read.oldest_age"].ShouldBe(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static Dictionary<string, double> Measure(SqliteStore store)
    {
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == store.Meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }

    private static Task WriteAsync(SqliteStore store, int number) => Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(number), $"Title {number}"));

    private static async Task<int> WriteUntilAsync(SqliteStore store, int first, Func<bool> isOver)
    {
        var number = first;
        for (; !isOver(); number++)
        {
            (number - first).ShouldBeLessThan(MostCommits);
            await WriteAsync(store, number);
        }

        return number;
    }

    // The last tells how many pages the writer had copied at a time when the round after that one came.
    private static (Task Copying, TaskCompletionSource MayEnd, Task<long> Next) HoldNextRound(SqliteStore store)
    {
        var next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var copying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource();
        store.Checkpointer.Copied = () =>
        {
            if (copying.TrySetResult())
            {
                mayEnd.Task.Wait(Patience).ShouldBeTrue();
            }
            else
            {
                next.TrySetResult(store.MostPagesCopied);
            }
        };
        return (copying.Task, mayEnd, next.Task);
    }

    private static (Task Started, Task<long> Read) StartSnapshot(SqliteStore store)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = Task.Run(async () => await store.ReadAsync(
            started,
            static (database, started) => Snapshot.Read(database, started, static (database, started) =>
            {
                _ = database.Scalar("SELECT count(*) FROM books");
                started.SetResult();
                while (true)
                {
                    _ = database.Scalar("SELECT 1");
                    Thread.Yield();
                }
#pragma warning disable CS0162 // It gives the function its type.
                return 0L;
#pragma warning restore CS0162
            }),
            CancellationToken.None));
        return (started.Task, read);
    }

    private SqliteStore Open(long limit = Limit) => _database.OpenStore(
        options =>
        {
            options.CheckpointPages = Pages;
            options.MaxLogSize = limit;
        },
        _time,
        _warnings);

    private sealed class Warnings : ILogger<SqliteStore>
    {
        public ConcurrentQueue<int> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Events.Enqueue(eventId.Id);
            }
        }
    }
}
