using Bookstore.Support;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Storage;

/// <summary>The write path on a store that can do several batches at a time.</summary>
public sealed class SeveralWorkersTests : IAsyncLifetime
{
    private readonly WritePath _path = new();

    [Fact]
    public async Task SubmitAsync_store_of_several_units_what_leaves_stock_alone_does_not_wait_for_it()
    {
        var release = new TaskCompletionSource();
        await using var store = new ScriptedStore(new InMemoryStore()) { UnitsAtATime = 3, OnOpen = async keys => await (keys.Stock.Count > 0 ? release.Task : Task.CompletedTask) };
        var commit = _path.Open(store);
        var receiving = Enumerable.Range(0, 10).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();

        (await commit.SubmitAsync(new Look(), default)).ShouldBe(0);
        receiving.ShouldAllBe(task => !task.IsCompleted);
        release.SetResult();

        (await Task.WhenAll(receiving)).ShouldBe(Enumerable.Range(1, 10));
    }

    [Fact]
    public async Task SubmitAsync_store_of_several_units_one_book_has_one_batch_under_way_at_a_time()
    {
        var underWay = 0;
        var most = 0;
        await using var store = new ScriptedStore(new InMemoryStore())
        {
            UnitsAtATime = 3,
            OnOpen = async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref underWay));
                await Task.Yield();
            },
            OnDispose = () => Interlocked.Decrement(ref underWay),
        };
        var commit = _path.Open(store);

        var levels = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => commit.SubmitAsync(new Receive(1), default))));

        levels.Order().ShouldBe(Enumerable.Range(1, 500));
        most.ShouldBe(1);
    }

    [Fact]
    public async Task DisposeAsync_store_of_several_units_commits_what_waits_in_all_lanes()
    {
        await using var store = new ScriptedStore(new InMemoryStore()) { UnitsAtATime = 3 };
        var commit = _path.Open(store);
        var receiving = commit.SubmitAsync(new Receive(1), default);
        var looking = commit.SubmitAsync(new Look(), default);

        await commit.DisposeAsync();

        (await receiving).ShouldBe(1);
        (await looking).ShouldBe(0);
        await Should.ThrowAsync<ObjectDisposedException>(() => commit.SubmitAsync(new Receive(1), default));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _path.DisposeAsync();
}
