using System.Diagnostics;
using System.Globalization;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Commits whose answer is lost, late or never sent.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private static readonly Isbn First = Records.Isbn(1);

    private readonly string _schema = TestServer.NewSchema();
    private readonly CommitToken _mark = new(Guid.NewGuid(), 1, Records.Time);
    private TcpProxy _proxy = null!;
    private string _throughProxy = null!;
    private PostgreSqlStore _store = null!;
    private PostgreSqlStore _direct = null!;

    public async Task InitializeAsync()
    {
        var options = await TestServer.OptionsAsync(_schema);
        var server = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var port = server.Host!.Split(':') is [_, var number] ? int.Parse(number) : server.Port;
        _proxy = new TcpProxy(port);
        server.Host = "127.0.0.1";
        server.Port = _proxy.Port;
        _throughProxy = server.ConnectionString;
        _direct = NewStore(options.ConnectionString, TimeSpan.FromMinutes(1));
        _store = NewStore(_throughProxy, TimeSpan.FromSeconds(2));
        await _direct.RegisterWriterAsync(_mark.Writer, default);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _store.DisposeAsync();
        await _direct.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Commit_answer_is_lost_is_found_committed()
    {
        await using var unit = await StageAsync();
        _proxy.HoldAnswers();
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeTrue();
        (await LevelAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commit_request_comes_too_late_is_found_not_committed_for_good()
    {
        await using var unit = await StageAsync();
        _proxy.HoldRequests();
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeFalse();

        _proxy.LetGo();
        await (await StageAsync(_store, Records.Isbn(2))).DisposeAsync();
        (await AskAsync(_mark)).ShouldBeFalse();
        (await LevelAsync()).ShouldBeNull();
    }

    // The server waits for the rest of the statements, which no time-out of its own ends: the rows and the outcome would be locked up for as long as the connection lasts.
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(1_000)]
    public async Task Commit_host_is_cut_off_in_the_middle_of_its_request_is_found_not_committed_and_its_rows_are_free(int bytes)
    {
        await using var unit = await StageAsync();
        _proxy.HoldRequestsAfter(bytes);
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeFalse();

        await (await StageAsync(_direct, First)).DisposeAsync();
        _proxy.LetGo();
        (await LevelAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Commit_request_arrives_while_it_is_asked_for_is_waited_for_and_found_committed()
    {
        await using var unit = await StageAsync();
        _proxy.HoldRequests();
        await ShouldBeUnknownAsync(unit);
        var asked = AskAsync(_mark);
        (await Task.WhenAny(asked, Task.Delay(100))).ShouldNotBe(asked);
        _proxy.LetGo();
        (await asked).ShouldBeTrue();
        (await LevelAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commit_connection_is_given_up_for_a_later_one_is_not_answered_before_its_transaction_ends()
    {
        // With two connections for writes, one may be kept for an outcome that is not known.
        await using var store = NewStore(_throughProxy + ";Maximum Pool Size=4", TimeSpan.FromSeconds(1), maxOpenUnits: 1, idleTimeout: TimeSpan.FromMinutes(1));
        var later = new CommitToken(Guid.NewGuid(), 1, _mark.At.AddSeconds(1));
        await _direct.RegisterWriterAsync(later.Writer, default);
        await using var unit = await StageAsync(store, First);
        await using var laterUnit = await StageAsync(store, Records.Isbn(2));
        _proxy.HoldRequests();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(_mark));
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await laterUnit.CommitAsync(later));

        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.WasCommittedAsync(_mark, default))).IsTransient.ShouldBeTrue();
        _proxy.LetGo();

        (await UntilAnsweredAsync(() => store.WasCommittedAsync(_mark, default))).ShouldBeTrue();
        (await _direct.AuditStockAsync(null, 10, default)).ShouldContain(audit => audit.Level!.Isbn == First);
    }

    [Fact]
    public async Task Commit_connection_is_cut_is_found_not_committed()
    {
        await using var unit = await StageAsync();
        _proxy.Cut();
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeFalse();
        await using var again = await StageAsync();
        await again.CommitAsync(_mark);
    }

    [Fact]
    public async Task Commit_session_was_ended_by_the_server_is_found_not_committed()
    {
        await using var unit = await StageAsync();
        await TestServer.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_schema}' AND state = 'idle in transaction'");
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeFalse();
    }

    [Fact]
    public async Task Commit_statement_is_cancelled_is_proved_not_committed_at_once()
    {
        await FailAsync("57014", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()");
        await using (var unit = await StageAsync())
        {
            await Should.ThrowAsync<StoreConflictException>(async () => await unit.CommitAsync(_mark));
        }

        (await _store.WasCommittedAsync(_mark, default)).ShouldBeFalse();
        (await LevelAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("XX000", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    [InlineData("58030", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    [InlineData("57014", "CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON {0}.stock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    public async Task Commit_error_that_ends_the_transaction_or_the_connection_is_found_not_committed(string state, string trigger)
    {
        await FailAsync(state, trigger);
        await using var unit = await StageAsync();
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeFalse();
        (await LevelAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Open_rows_are_locked_by_a_host_that_does_nothing_gets_them_when_its_time_is_up()
    {
        await using (var first = await StageAsync())
        {
            await first.CommitAsync(_mark);
        }

        await using var frozen = await StageAsync();
        await using var next = await OpenInTimeAsync();
        next.Records.Stock.Put(First, Records.Level(First, 9, 0, 2));
        await next.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        await ShouldBeUnknownAsync(frozen);
        (await AskAsync(_mark with { Batch = 2 })).ShouldBeFalse();
        (await LevelAsync())!.OnHand.ShouldBe(9);
    }

    [Fact]
    public async Task Commit_row_is_inserted_by_a_transaction_that_does_not_end_is_a_conflict()
    {
        await using var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync());
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO {_schema}.stock VALUES ({First.ToInt64()}, 1, 0, 0)", connection);
        await insert.ExecuteNonQueryAsync();
        await using var unit = await StageAsync();
        await Should.ThrowAsync<StoreConflictException>(async () => await unit.CommitAsync(_mark));
    }

    [Fact]
    public async Task RegisterWriter_more_writers_than_are_remembered_removes_those_that_were_silent_longest()
    {
        await CommitAsync(_direct, _mark);
        await TestServer.ExecuteAsync(
            $"INSERT INTO {_schema}.writers (writer, batch, committed_at) SELECT gen_random_uuid(), i, i FROM generate_series(1, {CommitToken.RememberedWriters + 50}) AS i");
        await _direct.RegisterWriterAsync(Guid.NewGuid(), default);
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.writers")).ShouldBe((long)CommitToken.RememberedWriters);
        (await TestServer.ExecuteAsync($"SELECT min(committed_at) FROM {_schema}.writers")).ShouldBe(53L);
        (await AskAsync(_mark)).ShouldBeTrue();
    }

    [Fact]
    public async Task RegisterWriter_on_a_host_whose_clock_is_far_ahead_leaves_the_others_rows()
    {
        await CommitAsync(_store, _mark);
        await using var next = NewStore(await TestServer.ConnectionStringAsync(), TimeSpan.FromMinutes(1));
        var later = new CommitToken(Guid.NewGuid(), 1, _mark.At.AddYears(1));
        await next.RegisterWriterAsync(later.Writer, default);
        await CommitAsync(next, later);
        (await AskAsync(_mark)).ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_answer_is_lost_and_the_writers_row_is_removed_stays_unknown()
    {
        await using var unit = await StageAsync();
        _proxy.HoldAnswers();
        await ShouldBeUnknownAsync(unit);
        (await AskAsync(_mark)).ShouldBeTrue();
        await TestServer.ExecuteAsync($"DELETE FROM {_schema}.writers");
        (await Should.ThrowAsync<BookstoreStoreException>(() => AskAsync(_mark))).IsOutcomeUnknown.ShouldBeTrue();
        (await Should.ThrowAsync<BookstoreStoreException>(() => AskAsync(_mark))).IsOutcomeUnknown.ShouldBeTrue();
    }

    [Theory]
    [InlineData("CREATE TRIGGER noisy AFTER INSERT OR UPDATE ON {0}.writers FOR EACH ROW EXECUTE FUNCTION {0}.warn()")]
    [InlineData("CREATE CONSTRAINT TRIGGER noisy AFTER INSERT OR UPDATE ON {0}.writers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {0}.warn()")]
    public async Task Commit_trigger_raises_a_warning_each_time_is_known_and_can_be_asked_for(string trigger)
    {
        await TestServer.ExecuteAsync($"CREATE FUNCTION {_schema}.warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'look at me'; RETURN NULL; END $$");
        await TestServer.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, trigger, _schema));
        await using var unit = await StageAsync();
        await unit.CommitAsync(_mark);
        (await _store.WasCommittedAsync(_mark, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Read_pooled_connection_is_dead_is_made_over_a_new_one()
    {
        (await UntilAnsweredAsync(() => _store.FindOrderAsync(Records.Id(1), default))).ShouldBeNull();
        _proxy.Cut();
        (await _store.FindOrderAsync(Records.Id(1), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_no_answer_is_a_transient_fault()
    {
        _proxy.HoldAll();
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await _store.FindOrderAsync(Records.Id(1), default))).IsTransient.ShouldBeTrue();
        _proxy.LetGo();
        (await UntilAnsweredAsync(() => _store.FindOrderAsync(Records.Id(1), default))).ShouldBeNull();
    }

    private async Task FailAsync(string state, string trigger)
    {
        await TestServer.ExecuteAsync($"CREATE FUNCTION {_schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$");
        await TestServer.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, trigger, _schema));
    }

    private Task<bool> AskAsync(CommitToken mark) => UntilAnsweredAsync(() => _store.WasCommittedAsync(mark, default));

    // As the core does: whoever is told that a row or an answer is not to be had yet tries again.
    private static async Task<T> UntilAnsweredAsync<T>(Func<ValueTask<T>> ask)
    {
        for (var asked = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await ask();
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient && asked.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Yield();
            }
        }
    }

    private static async Task CommitAsync(PostgreSqlStore store, CommitToken mark)
    {
        await using var unit = await OpenAsync(store, First);
        unit.Records.Stock.Put(First, Records.Level(First, 1, 0, mark.Batch));
        await unit.CommitAsync(mark);
    }

    private async Task<IStoreTransaction> OpenInTimeAsync()
    {
        while (true)
        {
            try
            {
                return await OpenAsync(_direct, First);
            }
            catch (StoreConflictException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<IStoreTransaction> OpenAsync(PostgreSqlStore store, Isbn isbn)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        return await store.OpenAsync(keys, default);
    }

    private PostgreSqlStore NewStore(string connectionString, TimeSpan commandTimeout, int maxOpenUnits = 3, TimeSpan? idleTimeout = null) => new(
        new PostgreSqlStoreOptions
        {
            ConnectionString = connectionString + $";Application Name={_schema};Cancellation Timeout=100;Timeout=2",
            Schema = _schema,
            CommandTimeout = commandTimeout,
            LockTimeout = TimeSpan.FromMilliseconds(500),
            IdleTransactionTimeout = idleTimeout ?? TimeSpan.FromSeconds(8),
            MaxOpenUnits = maxOpenUnits,
        },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    private Task<IStoreTransaction> StageAsync() => StageAsync(_store, First);

    private static async Task<IStoreTransaction> StageAsync(PostgreSqlStore store, Isbn isbn)
    {
        var unit = await UntilAnsweredAsync(() => new ValueTask<IStoreTransaction>(OpenAsync(store, isbn)));
        unit.Records.Stock.Put(isbn, Records.Level(isbn, 5));
        return unit;
    }

    private async Task ShouldBeUnknownAsync(IStoreTransaction unit) =>
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(_mark));

    private async Task<StockLevel?> LevelAsync() => (await _direct.AuditStockAsync(null, 10, default)).SingleOrDefault()?.Level;
}
