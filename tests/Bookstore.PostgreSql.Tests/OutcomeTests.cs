using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Commits whose response is lost, late or never sent.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private StoresOverAProxy _stores = null!;

    [Fact]
    public async Task Commit_answer_is_lost_is_found_committed()
    {
        await using var unit = await _stores.StageAsync();
        _stores.Proxy.HoldAnswers();
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeTrue();
        (await _stores.LevelAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commit_request_comes_too_late_is_found_not_committed_for_good()
    {
        await using var unit = await _stores.StageAsync();
        _stores.Proxy.HoldRequests();
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();

        _stores.Proxy.LetGo();
        await (await StoresOverAProxy.StageAsync(_stores.Impatient, Records.Isbn(2))).DisposeAsync();
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();
        (await _stores.LevelAsync()).ShouldBeNull();
    }

    // The server waits for the rest of the statements, which no time-out of its own ends: the rows and the outcome would be locked up for as long as the connection lasts.
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(1_000)]
    public async Task Commit_host_is_cut_off_in_the_middle_of_its_request_is_found_not_committed_and_its_rows_are_free(int bytes)
    {
        await using var unit = await _stores.StageAsync();
        _stores.Proxy.HoldRequestsAfter(bytes);
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();

        await (await StoresOverAProxy.StageAsync(_stores.Direct, StoresOverAProxy.First)).DisposeAsync();
        _stores.Proxy.LetGo();
        (await _stores.LevelAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Commit_request_arrives_while_it_is_asked_for_is_waited_for_and_found_committed()
    {
        await using var store = _stores.NewStore(_stores.ThroughProxy, TimeSpan.FromSeconds(2), idleTimeout: TimeSpan.FromMinutes(1));
        await using var unit = await StoresOverAProxy.StageAsync(store, StoresOverAProxy.First);
        _stores.Proxy.HoldRequests();
        await _stores.ShouldBeUnknownAsync(unit);
        var asked = StoresOverAProxy.UntilAnsweredAsync(() => store.WasCommittedAsync(_stores.Mark, default));
        (await Task.WhenAny(asked, Task.Delay(100))).ShouldNotBe(asked);
        _stores.Proxy.LetGo();
        (await asked).ShouldBeTrue();
        (await _stores.LevelAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commit_connection_is_given_up_for_a_later_one_is_not_answered_before_its_transaction_ends()
    {
        // With two connections for writes, one may be kept for an outcome that is not known.
        await using var store = _stores.NewStore(_stores.ThroughProxy + ";Maximum Pool Size=4", TimeSpan.FromSeconds(1), maxOpenUnits: 1, idleTimeout: TimeSpan.FromMinutes(1));
        var later = new CommitToken(Guid.NewGuid(), 1, _stores.Mark.At.AddSeconds(1));
        await _stores.Direct.RegisterWriterAsync(later.Writer, default);
        await using var unit = await StoresOverAProxy.StageAsync(store, StoresOverAProxy.First);
        await using var laterUnit = await StoresOverAProxy.StageAsync(store, Records.Isbn(2));
        _stores.Proxy.HoldRequests();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(_stores.Mark));
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await laterUnit.CommitAsync(later));

        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.WasCommittedAsync(_stores.Mark, default))).IsTransient.ShouldBeTrue();
        _stores.Proxy.LetGo();

        (await StoresOverAProxy.UntilAnsweredAsync(() => store.WasCommittedAsync(_stores.Mark, default))).ShouldBeTrue();
        (await _stores.Direct.AuditStockAsync(null, 10, default)).ShouldContain(audit => audit.Level!.Isbn == StoresOverAProxy.First);
    }

    [Fact]
    public async Task Commit_connection_is_cut_is_found_not_committed()
    {
        await using var unit = await _stores.StageAsync();
        _stores.Proxy.Cut();
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();
        await using var again = await StoresOverAProxy.StageAsync(_stores.Patient, StoresOverAProxy.First);
        await again.CommitAsync(_stores.Mark);
    }

    [Fact]
    public async Task Commit_session_was_ended_by_the_server_is_found_not_committed()
    {
        await using var unit = await _stores.StageAsync();

        // Until it has ended, which version 13 cannot wait for.
        while (await TestServer.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_stores.Schema}' AND state = 'idle in transaction'") is not 0L)
        {
        }

        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeFalse();
    }

    public async Task InitializeAsync() => _stores = await StoresOverAProxy.OpenAsync();

    public async Task DisposeAsync() => await _stores.DisposeAsync();
}
