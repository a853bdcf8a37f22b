using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>How long callers wait while the store is away: from their submission, whatever stands before them.</summary>
public sealed class WaitingTimeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly WritePath _path = new();
    private readonly TaskCompletionSource _opened = new();
    private GroupCommit _commit = null!;

    [Fact]
    public async Task SubmitAsync_store_hangs_those_in_the_queue_wait_for_retry_timeout_and_no_longer()
    {
        var hangs = new TaskCompletionSource();
        _path.Store.OnOpen = async _ =>
        {
            _opened.TrySetResult();
            await hangs.Task;
        };
        var first = _commit.SubmitAsync(new Receive(1), default);
        await _opened.Task;
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _commit.SubmitAsync(new Receive(1), default)).ToArray();

        _time.Advance(TimeSpan.FromSeconds(4.9));
        waiting.ShouldAllBe(task => !task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.6));

        foreach (var task in waiting)
        {
            (await Should.ThrowAsync<BookstoreStoreException>(() => task)).IsTransient.ShouldBeTrue();
        }

        _commit.Waiting.ShouldBe(0);
        hangs.SetResult();
        (await first).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_last_batch_has_failed_and_the_next_one_has_not_succeeded_refuses_what_begins_at_once()
    {
        _path.Store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        var first = _commit.SubmitAsync(new Receive(1), default);
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _path.Store.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        var probe = _commit.SubmitAsync(new Receive(1), default);
        await entered.Task;

        var refused = await Should.ThrowAsync<BookstoreStoreException>(() => _commit.SubmitAsync(new Receive(1), default));
        var finishing = _commit.SubmitAsync(new Receive(1, begins: false), default);
        release.SetResult();

        refused.IsTransient.ShouldBeTrue();
        refused.InnerException!.Message.ShouldBe("disk full");
        (await probe).ShouldBe(1);
        (await finishing).ShouldBe(2);
        (await _commit.SubmitAsync(new Receive(1), default)).ShouldBe(3);
    }

    public Task InitializeAsync()
    {
        _commit = new GroupCommit(_path.Store, new WritePathOptions(), WritePath.ClockOf(_path.Store, _time), NullLogger<GroupCommit>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _commit.DisposeAsync();
        await _path.DisposeAsync();
    }
}
