using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Commits that wait for a synchronous standby that is not there.</summary>
[OwnServers]
public sealed class SynchronousStandbyTests : IAsyncLifetime
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CommitToken _mark = new(Guid.NewGuid(), 1, Records.Time);
    private PostgresCluster _server = null!;
    private PostgreSqlStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresCluster.StartAsync();
        _store = NewStore(Patience);
        await _store.InitializeAsync(default);
        await SetStandbyAsync("nobody");
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Commit_standby_does_not_answer_is_unknown_and_asked_for_until_it_does()
    {
        await using var impatient = NewStore(TimeSpan.FromSeconds(2));
        await using var unit = await StageAsync(impatient);
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(_mark));
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await impatient.WasCommittedAsync(_mark, default))).IsTransient.ShouldBeTrue();
        await SetStandbyAsync(string.Empty);
        (await _store.WasCommittedAsync(_mark, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_waiting_for_the_standby_is_cancelled_is_unknown_although_it_succeeded()
    {
        await using var unit = await StageAsync(_store);
        var commit = unit.CommitAsync(_mark).AsTask();
        await CancelCommitAsync();

        var unknown = await Should.ThrowAsync<StoreOutcomeUnknownException>(() => commit);
        unknown.Message.ShouldContain("warning");
        await SetStandbyAsync(string.Empty);
        (await _store.WasCommittedAsync(_mark, default)).ShouldBeTrue();
    }

    // A store of its own: the connections that are open already keep the settings that they began with.
    [Theory]
    [InlineData("ALTER ROLE ALL SET client_min_messages = 'error'")]
    [InlineData("ALTER DATABASE postgres SET client_min_messages = 'error'")]
    public async Task Commit_waiting_for_the_standby_is_cancelled_is_unknown_where_warnings_are_turned_off(string turnOff)
    {
        await SetStandbyAsync(string.Empty);
        await _server.ExecuteAsync(turnOff);
        await using var store = NewStore(Patience);
        await store.InitializeAsync(default);
        await SetStandbyAsync("nobody");
        await using var unit = await StageAsync(store);
        var commit = unit.CommitAsync(_mark).AsTask();
        await CancelCommitAsync();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => commit);

        var question = store.WasCommittedAsync(_mark, default).AsTask();
        await CancelCommitAsync();
        (await Should.ThrowAsync<BookstoreStoreException>(() => question)).IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Positions_are_seen_when_the_standby_has_them_also_after_their_host_gave_up_or_ended(bool hasEnded)
    {
        await SetStandbyAsync(string.Empty);
        await _server.ExecuteAsync("INSERT INTO bookstore.events (count, committed_at, body) VALUES (1, 0, '')");
        await SetStandbyAsync("nobody");
        var impatient = NewStore(hasEnded ? Patience : TimeSpan.FromSeconds(2));
        var numbering = impatient.NumberEventsAsync(default).AsTask();
        if (hasEnded)
        {
            await WaitForCommitAsync();
            await impatient.DisposeAsync();
        }
        else
        {
            (await Should.ThrowAsync<BookstoreStoreException>(numbering)).IsTransient.ShouldBeTrue();
        }

        (await _store.ReadLastEventAsync(default)).ShouldBe(0);

        await SetStandbyAsync(string.Empty);
        await _store.NumberEventsAsync(default);
        (await _store.ReadLastEventAsync(default)).ShouldBe(1);
        await numbering.ContinueWith(static _ => { }, TaskScheduler.Default);
        await impatient.DisposeAsync();
    }

    private PostgreSqlStore NewStore(TimeSpan patience) => new(
        new PostgreSqlStoreOptions { ConnectionString = _server.ConnectionString, CommandTimeout = patience },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    private static async Task<IStoreTransaction> StageAsync(PostgreSqlStore store)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(First);
        var unit = await store.OpenAsync(keys, default);
        unit.Records.Stock.Put(First, Records.Level(First, 5));
        return unit;
    }

    private async Task WaitForCommitAsync()
    {
        while (await _server.ExecuteAsync("SELECT true FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'Bookstore'") is not true)
        {
            await Task.Yield();
        }
    }

    private async Task CancelCommitAsync()
    {
        while (await _server.ExecuteAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'Bookstore'") is not true)
        {
            await Task.Yield();
        }
    }

    private async Task SetStandbyAsync(string name)
    {
        await _server.ExecuteAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await _server.ExecuteAsync("SELECT pg_reload_conf()");
        while ((string?)await _server.ExecuteAsync("SHOW synchronous_standby_names") != name)
        {
            await Task.Yield();
        }
    }
}
