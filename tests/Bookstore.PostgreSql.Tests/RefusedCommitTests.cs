using System.Globalization;
using Bookstore.Storage;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Commits that a statement, a trigger or another transaction keeps from happening.</summary>
public sealed class RefusedCommitTests : IAsyncLifetime
{
    private StoresOverAProxy _stores = null!;

    [Fact]
    public async Task Commit_statement_is_cancelled_is_proved_not_committed_at_once()
    {
        await _stores.FailAsync("57014", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()");
        await using (var unit = await StoresOverAProxy.StageAsync(_stores.Patient, StoresOverAProxy.First))
        {
            await Should.ThrowAsync<StoreConflictException>(async () => await unit.CommitAsync(_stores.Mark));
        }

        (await _stores.Patient.WasCommittedAsync(_stores.Mark, default)).ShouldBeFalse();
        (await _stores.LevelAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("XX000", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    [InlineData("58030", "CREATE TRIGGER fail AFTER INSERT ON {0}.stock FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    [InlineData("57014", "CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON {0}.stock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {0}.fail()")]
    public async Task Commit_error_that_ends_the_transaction_or_the_connection_is_found_not_committed(string state, string trigger)
    {
        await _stores.FailAsync(state, trigger);
        await using var unit = await _stores.StageAsync();
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();
        (await _stores.LevelAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Open_rows_are_locked_by_a_host_that_does_nothing_gets_them_when_its_time_is_up()
    {
        await using (var first = await StoresOverAProxy.StageAsync(_stores.Direct, StoresOverAProxy.First))
        {
            await first.CommitAsync(_stores.Mark);
        }

        await using var frozen = await _stores.StageAsync();
        await using var next = await OpenInTimeAsync();
        next.Records.Stock.Put(StoresOverAProxy.First, Records.Level(StoresOverAProxy.First, 9, 0, 2));
        await next.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        await _stores.ShouldBeUnknownAsync(frozen);
        (await _stores.AskAsync(_stores.Mark with { Batch = 2 })).ShouldBeFalse();
        (await _stores.LevelAsync())!.OnHand.ShouldBe(9);
    }

    [Fact]
    public async Task Commit_row_is_inserted_by_a_transaction_that_does_not_end_is_a_conflict()
    {
        await using var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync());
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO {_stores.Schema}.stock VALUES ({StoresOverAProxy.First.ToInt64()}, 1, 0, 0)", connection);
        await insert.ExecuteNonQueryAsync();
        await using var unit = await _stores.StageAsync();
        await Should.ThrowAsync<StoreConflictException>(async () => await unit.CommitAsync(_stores.Mark));
    }

    [Theory]
    [InlineData("CREATE TRIGGER noisy AFTER INSERT OR UPDATE ON {0}.writers FOR EACH ROW EXECUTE FUNCTION {0}.warn()")]
    [InlineData("CREATE CONSTRAINT TRIGGER noisy AFTER INSERT OR UPDATE ON {0}.writers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {0}.warn()")]
    public async Task Commit_trigger_raises_a_warning_each_time_is_known_and_can_be_asked_for(string trigger)
    {
        await TestServer.ExecuteAsync($"CREATE FUNCTION {_stores.Schema}.warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'look at me'; RETURN NULL; END $$");
        await TestServer.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, trigger, _stores.Schema));
        await using var unit = await StoresOverAProxy.StageAsync(_stores.Patient, StoresOverAProxy.First);
        await unit.CommitAsync(_stores.Mark);
        (await _stores.Patient.WasCommittedAsync(_stores.Mark, default)).ShouldBeTrue();
    }

    public async Task InitializeAsync() => _stores = await StoresOverAProxy.OpenAsync();

    public async Task DisposeAsync() => await _stores.DisposeAsync();

    private async Task<IStoreTransaction> OpenInTimeAsync()
    {
        while (true)
        {
            try
            {
                return await StoresOverAProxy.OpenAsync(_stores.Direct, StoresOverAProxy.First);
            }
            catch (StoreConflictException)
            {
                await Task.Yield();
            }
        }
    }
}
