using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>How long callers wait while the store is away: from their submission, with any operations before them.</summary>
public sealed class WaitingTimeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly WritePath _path = new();
    private readonly TaskCompletionSource _opened = new();
    private GroupCommit _commit = null!;

    [Fact]
    public async Task SubmitAsync_store_hangs_the_batch_and_those_behind_it_wait_for_retry_timeout_and_no_longer()
    {
        var hangs = Hang();
        var first = _commit.SubmitAsync(new Receive(1), default);
        await _opened.Task;
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _commit.SubmitAsync(new Receive(1), default)).Append(first).ToArray();

        _time.Advance(TimeSpan.FromSeconds(4.9));
        waiting.ShouldAllBe(task => !task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.6));

        foreach (var task in waiting)
        {
            (await Should.ThrowAsync<BookstoreStoreException>(() => task)).IsTransient.ShouldBeTrue();
        }

        _commit.Waiting.ShouldBe(0);
        hangs.SetResult();
        (await _commit.SubmitAsync(new Receive(1, begins: false), default)).ShouldBe(1, "what its caller was told had failed was not written");
    }

    [Fact]
    public async Task SubmitAsync_store_hangs_each_operation_of_the_batch_waits_for_its_own_time()
    {
        var (entered, release) = _path.HoldUp();
        var leading = _commit.SubmitAsync(new Receive(1), default);
        await entered;
        var early = _commit.SubmitAsync(new Receive(1), default);
        _time.Advance(TimeSpan.FromSeconds(2));
        var late = _commit.SubmitAsync(new Receive(1), default);
        var hangs = Hang();
        release.SetResult();
        (await leading).ShouldBe(1);
        await _opened.Task;

        _time.Advance(TimeSpan.FromSeconds(3.5));
        (await Should.ThrowAsync<BookstoreStoreException>(() => early)).IsTransient.ShouldBeTrue();
        late.IsCompleted.ShouldBeFalse();

        hangs.SetResult();
        (await late).ShouldBe(2);
    }

    [Fact]
    public async Task SubmitAsync_store_hangs_is_asked_to_give_up_and_the_next_batch_is_not()
    {
        var openedAgain = new TaskCompletionSource();
        Task<int> next;
        await using (await _path.Store.OpenAsync(new RecordKeys(), default))
        {
            // One unit at a time: the next one waits for it, or until it is to give up.
            _path.Store.OnOpen = _ =>
            {
                if (!_opened.TrySetResult())
                {
                    openedAgain.SetResult();
                }

                return ValueTask.CompletedTask;
            };
            var first = _commit.SubmitAsync(new Receive(1), default);
            await _opened.Task;
            _time.Advance(TimeSpan.FromSeconds(5));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            (await Should.ThrowAsync<BookstoreStoreException>(() => first)).IsTransient.ShouldBeTrue();

            next = _commit.SubmitAsync(new Receive(1, begins: false), default);
            await openedAgain.Task;
            next.IsCompleted.ShouldBeFalse();
        }

        (await next).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_store_hangs_and_then_refuses_the_batch_that_has_its_answers_continues_with_the_next()
    {
        var hangs = new TaskCompletionSource();
        _path.Store.OnOpen = async _ =>
        {
            _opened.TrySetResult();
            await hangs.Task;
        };
        var first = _commit.SubmitAsync(new Receive(1), default);
        await _opened.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        (await Should.ThrowAsync<BookstoreStoreException>(() => first)).IsTransient.ShouldBeTrue();

        _path.Store.OnOpen = null;
        hangs.SetException(new InvalidOperationException("refused"));
        (await _commit.SubmitAsync(new Receive(1, begins: false), default)).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_store_hangs_while_it_commits_is_never_said_to_have_failed()
    {
        var committing = new TaskCompletionSource();
        var hangs = new TaskCompletionSource();
        _path.Store.OnCommit = async (_, commit) =>
        {
            committing.SetResult();
            await hangs.Task;
            await commit();
        };
        var submitted = _commit.SubmitAsync(new Receive(1), default);
        await committing.Task;
        for (var waited = 0; waited < 20; waited++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        submitted.IsCompleted.ShouldBeFalse();
        hangs.SetResult();
        (await submitted).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_last_batch_has_failed_and_the_next_one_has_not_succeeded_refuses_what_begins_at_once()
    {
        _path.Store.OnOpen = _ =>
        {
            _opened.TrySetResult();
            throw new BookstoreStoreException("disk full") { IsTransient = true };
        };
        var first = _commit.SubmitAsync(new Receive(1), default);

        // One whose time is up in the queue says nothing about the store.
        await _opened.Task;
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
        // The time of the first one may have been up while its batch was in progress, or between two tries.
        refused.InnerException.ShouldBeOfType<BookstoreStoreException>().IsTransient.ShouldBeTrue();
        (await probe).ShouldBe(1);
        (await finishing).ShouldBe(2);
        (await _commit.SubmitAsync(new Receive(1), default)).ShouldBe(3);
    }

    private TaskCompletionSource Hang()
    {
        var hangs = new TaskCompletionSource();
        _path.Store.OnOpen = async _ =>
        {
            _opened.TrySetResult();
            await hangs.Task;
        };
        return hangs;
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
