using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly WritePath _path = new();

    [Fact]
    public async Task SubmitAsync_while_a_commit_is_under_way_next_batch_takes_all_that_wait()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _path.Store.OnCommit = async (_, commit) =>
        {
            entered.TrySetResult();
            await release.Task;
            await commit();
        };
        var commit = _path.Open();

        var first = commit.SubmitAsync(new Receive(1), default);
        await entered.Task;
        var others = Enumerable.Range(0, 100).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();
        release.SetResult();
        await first;
        var levels = await Task.WhenAll(others);

        _path.Store.Commits.ShouldBe(2);
        levels.ShouldBe(Enumerable.Range(2, 100));
    }

    [Fact]
    public async Task SubmitAsync_queue_full_refuses_what_begins_and_takes_what_finishes()
    {
        var (entered, release) = _path.HoldUp();
        var commit = _path.Open(options => options.QueueCapacity = 2);
        var underWay = commit.SubmitAsync(new Receive(1), default);
        await entered;
        var waiting = new[] { commit.SubmitAsync(new Receive(1), default), commit.SubmitAsync(new Receive(1), default) };

        await Should.ThrowAsync<BookstoreOverloadedException>(() => commit.SubmitAsync(new Receive(1), default));
        var finishing = commit.SubmitAsync(new Receive(1, begins: false), default);
        release.SetResult();

        await underWay;
        await Task.WhenAll(waiting);
        (await finishing).ShouldBe(4);
    }

    [Fact]
    public async Task SubmitAsync_cancelled_while_waiting_is_not_written_and_ends_at_once()
    {
        var (entered, release) = _path.HoldUp();
        var commit = _path.Open();
        var underWay = commit.SubmitAsync(new Receive(1), default);
        await entered;
        using var cancellation = new CancellationTokenSource();
        var cancelled = commit.SubmitAsync(new Receive(10), cancellation.Token);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        release.SetResult();

        await underWay;
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(2);
    }

    [Fact]
    public async Task SubmitAsync_cancelled_after_it_was_gathered_is_written_and_answered()
    {
        var (entered, release) = _path.HoldUp();
        var commit = _path.Open();
        using var cancellation = new CancellationTokenSource();
        var gathered = commit.SubmitAsync(new Receive(1), cancellation.Token);
        await entered;

        await cancellation.CancelAsync();
        release.SetResult();

        (await gathered).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_nothing_staged_commits_nothing()
    {
        (await _path.Open().SubmitAsync(new Receive(0), default)).ShouldBe(0);
        _path.Store.Commits.ShouldBe(0);
    }

    [Fact]
    public async Task DisposeAsync_with_operations_waiting_commits_them_and_refuses_more()
    {
        var commit = _path.Open();
        var submitted = Enumerable.Range(0, 50).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();

        await commit.DisposeAsync();

        (await Task.WhenAll(submitted)).Length.ShouldBe(50);
        await Should.ThrowAsync<ObjectDisposedException>(() => commit.SubmitAsync(new Receive(1), default));
    }

    [Fact]
    public async Task SubmitAsync_more_waiting_than_a_batch_takes_commits_in_several()
    {
        var (entered, release) = _path.HoldUp();
        var commit = _path.Open(options => options.MaxBatchSize = 4);
        var first = commit.SubmitAsync(new Receive(1), default);
        await entered;
        var others = Enumerable.Range(0, 10).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();
        commit.Waiting.ShouldBe(10);
        release.SetResult();

        await first;
        await Task.WhenAll(others);

        _path.Store.Commits.ShouldBe(4);
        commit.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_refused_for_load_takes_no_room_and_later_ones_are_taken()
    {
        var (entered, release) = _path.HoldUp();
        var commit = _path.Open(options => options.QueueCapacity = 1);
        var underWay = commit.SubmitAsync(new Receive(1), default);
        await entered;
        var waiting = commit.SubmitAsync(new Receive(1), default);
        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<BookstoreOverloadedException>(() => commit.SubmitAsync(new Receive(1), default));
        }

        commit.Waiting.ShouldBe(1);
        release.SetResult();
        await Task.WhenAll(underWay, waiting);

        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(3);
    }

    [Fact]
    public async Task SubmitAsync_cancelled_before_is_not_even_queued()
    {
        var commit = _path.Open();

        var cancelled = commit.SubmitAsync(new Receive(1), new CancellationToken(canceled: true));

        cancelled.IsCanceled.ShouldBeTrue();
        commit.Waiting.ShouldBe(0);
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(1);
    }

    // A log provider that throws is the way into the last resort of the write path.
    [Fact]
    public async Task SubmitAsync_worker_fails_unexpectedly_callers_get_an_unknown_outcome_and_the_next_one_is_served()
    {
        using var logs = new RecordingLogs { OnLog = id => _ = id == 1001 ? throw new InvalidOperationException("a log provider with a bug") : 0 };
        using var factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var conflicts = 1;
        _path.Store.OnCommit = (_, commit) => conflicts-- > 0 ? throw new StoreConflictException() : commit();
        var commit = _path.Open(logger: factory.CreateLogger<GroupCommit>());

        var told = await Should.ThrowAsync<BookstoreStoreException>(() => commit.SubmitAsync(new Receive(5), default));

        told.IsOutcomeUnknown.ShouldBeTrue();
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(1);
    }

    [Fact]
    public async Task DisposeAsync_twice_and_with_nothing_submitted_ends()
    {
        var commit = _path.Open();

        await commit.DisposeAsync();
        await commit.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => commit.SubmitAsync(new Receive(1), default));
        commit.Waiting.ShouldBe(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _path.DisposeAsync();
}
