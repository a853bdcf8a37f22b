using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>The writers' rows, by which the outcome of a commit is found out.</summary>
public sealed class RegisteredWriterTests : IAsyncLifetime
{
    private StoresOverAProxy _stores = null!;

    [Fact]
    public async Task RegisterWriter_more_writers_than_are_remembered_removes_those_that_were_silent_longest()
    {
        await StoresOverAProxy.CommitAsync(_stores.Direct, _stores.Mark);
        await TestServer.ExecuteAsync(
            $"INSERT INTO {_stores.Schema}.writers (writer, batch, committed_at) SELECT gen_random_uuid(), i, i FROM generate_series(1, {CommitToken.RememberedWriters + 50}) AS i");
        await _stores.Direct.RegisterWriterAsync(Guid.NewGuid(), default);
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_stores.Schema}.writers")).ShouldBe((long)CommitToken.RememberedWriters);
        (await TestServer.ExecuteAsync($"SELECT min(committed_at) FROM {_stores.Schema}.writers")).ShouldBe(53L);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeTrue();
    }

    [Fact]
    public async Task RegisterWriter_on_a_host_whose_clock_is_far_ahead_leaves_the_others_rows()
    {
        await StoresOverAProxy.CommitAsync(_stores.Patient, _stores.Mark);
        await using var next = _stores.NewStore(await TestServer.ConnectionStringAsync(), TimeSpan.FromMinutes(1));
        var later = new CommitToken(Guid.NewGuid(), 1, _stores.Mark.At.AddYears(1));
        await next.RegisterWriterAsync(later.Writer, default);
        await StoresOverAProxy.CommitAsync(next, later);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_answer_is_lost_and_the_writers_row_is_removed_stays_unknown()
    {
        await using var unit = await _stores.StageAsync();
        _stores.Proxy.HoldAnswers();
        await _stores.ShouldBeUnknownAsync(unit);
        (await _stores.AskAsync(_stores.Mark)).ShouldBeTrue();
        await TestServer.ExecuteAsync($"DELETE FROM {_stores.Schema}.writers");
        (await Should.ThrowAsync<BookstoreStoreException>(() => _stores.AskAsync(_stores.Mark))).IsOutcomeUnknown.ShouldBeTrue();
        (await Should.ThrowAsync<BookstoreStoreException>(() => _stores.AskAsync(_stores.Mark))).IsOutcomeUnknown.ShouldBeTrue();
    }

    public async Task InitializeAsync() => _stores = await StoresOverAProxy.OpenAsync();

    public async Task DisposeAsync() => await _stores.DisposeAsync();
}
