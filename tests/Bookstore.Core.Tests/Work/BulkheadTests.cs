using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

[Collection(nameof(BlocksThreads))]
public sealed class BulkheadTests : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private readonly CancellationTokenSource _timeout = new();
    private readonly SemaphoreSlim _begun = new(0);

    [Fact]
    public async Task CallAsync_call_blocks_its_thread_caller_continues_and_gives_up_in_time()
    {
        var bulkhead = new Bulkhead(isInline: false);

        var call = bulkhead.CallAsync(1, Block, _timeout.Token).AsTask();
        await _begun.WaitAsync();
        call.IsCompleted.ShouldBeFalse();
        await _timeout.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public async Task CallAsync_more_calls_block_than_the_pool_may_lend_the_others_begin_on_threads_of_their_own_up_to_the_limit()
    {
        const int threads = 3;
        var bulkhead = new Bulkhead(isInline: false, threads);
        var most = Bulkhead.MaxOnPool + threads;
        var calls = Enumerable.Range(0, most + 2).Select(number => bulkhead.CallAsync(number, Block, _timeout.Token).AsTask()).ToArray();
        for (var i = 0; i < most; i++)
        {
            await _begun.WaitAsync();
        }

        await _timeout.CancelAsync();
        foreach (var call in calls)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        // Those that found no thread in time never begin.
        _gate.Set();
        (await bulkhead.CallAsync(7, static (number, _) => ValueTask.FromResult(number), CancellationToken.None)).ShouldBe(7);
        _begun.CurrentCount.ShouldBe(0);
    }

    [Fact]
    public async Task CallAsync_calls_that_blocked_have_returned_there_is_room_again()
    {
        var bulkhead = new Bulkhead(isInline: false, maxThreads: 1);
        var calls = Enumerable.Range(0, Bulkhead.MaxOnPool + 1).Select(number => bulkhead.CallAsync(number, Block, CancellationToken.None).AsTask()).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            await _begun.WaitAsync();
        }

        _gate.Set();
        (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(0, calls.Length));
        var more = Enumerable.Range(0, 4 * calls.Length).Select(number => bulkhead.CallAsync(number, Block, CancellationToken.None).AsTask()).ToArray();

        (await Task.WhenAll(more)).ShouldBe(Enumerable.Range(0, more.Length));
    }

    [Fact]
    public async Task CallAsync_call_throws_before_its_first_await_the_caller_gets_it()
    {
        static ValueTask<int> Throw(int number, CancellationToken stop) => throw new InvalidTimeZoneException("a bug");
        var bulkhead = new Bulkhead(isInline: false, maxThreads: 1);

        for (var i = 0; i < 2 * Bulkhead.MaxOnPool; i++)
        {
            await Should.ThrowAsync<InvalidTimeZoneException>(async () => await bulkhead.CallAsync(1, Throw, CancellationToken.None));
        }
    }

    [Fact]
    public async Task CallAsync_time_is_up_before_the_call_begins_it_never_does()
    {
        await _timeout.CancelAsync();
        var bulkhead = new Bulkhead(isInline: false);

        await Should.ThrowAsync<OperationCanceledException>(async () => await bulkhead.CallAsync(1, Block, _timeout.Token));

        _begun.CurrentCount.ShouldBe(0);
    }

    [Fact]
    public async Task CallAsync_inline_begins_on_the_callers_thread()
    {
        var bulkhead = new Bulkhead(isInline: true);
        var caller = Environment.CurrentManagedThreadId;

        var callee = bulkhead.CallAsync(1, static (_, _) => ValueTask.FromResult(Environment.CurrentManagedThreadId), CancellationToken.None);

        callee.IsCompleted.ShouldBeTrue();
        (await callee).ShouldBe(caller);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallAsync_call_that_throws_when_it_is_cancelled_is_left_behind(bool isInline)
    {
        var bulkhead = new Bulkhead(isInline);
        var isCancelled = new TaskCompletionSource();

        var call = bulkhead.CallAsync(1, WaitForCancellation, _timeout.Token).AsTask();
        await _begun.WaitAsync();
        _timeout.Cancel(throwOnFirstException: false);

        await Should.ThrowAsync<OperationCanceledException>(call);
        await isCancelled.Task;

        async ValueTask<int> WaitForCancellation(int number, CancellationToken stop)
        {
            await using var throws = stop.Register(() =>
            {
                isCancelled.SetResult();
                throw new InvalidTimeZoneException("a bug");
            });
            _begun.Release();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return number;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallAsync_calls_that_block_when_they_are_cancelled_keep_no_caller_waiting(bool continues)
    {
        var bulkhead = new Bulkhead(isInline: false);
        Func<int, CancellationToken, ValueTask<int>> block = continues ? BlockAfter : BlockWithin;
        var calls = Enumerable.Range(0, 2 * ForeignCancellations.MaxThreads).Select(number => bulkhead.CallAsync(number, block, _timeout.Token).AsTask()).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            await _begun.WaitAsync();
        }

        // Returns, though the code that is cancelled does not.
        _timeout.Cancel();

        foreach (var call in calls)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        async ValueTask<int> BlockWithin(int number, CancellationToken stop)
        {
            await using var blocks = stop.Register(() => _gate.Wait(CancellationToken.None));
            _begun.Release();
            await Task.Delay(Timeout.Infinite, stop);
            return number;
        }

        async ValueTask<int> BlockAfter(int number, CancellationToken stop)
        {
            _begun.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            catch (OperationCanceledException)
            {
                _gate.Wait(CancellationToken.None);
            }

            return number;
        }
    }

    [Fact]
    public async Task CallStoppableAsync_call_is_asked_to_end_and_waited_for_and_is_told_nothing_after_its_end()
    {
        var bulkhead = new Bulkhead(isInline: true);
        using var asked = new CancellationTokenSource();
        CancellationToken ended = default;
        var told = new TaskCompletionSource<int>();

        (await bulkhead.CallStoppableAsync(1, (number, stop) => End(number, ended = stop), _timeout.Token, asked.Token)).ShouldBe(1);
        var call = bulkhead.CallStoppableAsync(2, Wait, _timeout.Token, asked.Token).AsTask();
        asked.Cancel();
        call.IsCompleted.ShouldBeFalse();
        told.SetResult(3);

        (await call).ShouldBe(3);
        ended.IsCancellationRequested.ShouldBeFalse();

        static ValueTask<int> End(int number, CancellationToken stop) => new(number);

        async ValueTask<int> Wait(int number, CancellationToken stop)
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await told.Task;
        }
    }

    [Fact]
    public async Task CallAsync_many_calls_are_cancelled_at_once_each_is_told()
    {
        var bulkhead = new Bulkhead(isInline: false);
        using var told = new CountdownEvent(1_000);
        var calls = Enumerable.Range(0, told.InitialCount).Select(number => bulkhead.CallAsync(number, TellAsync, _timeout.Token).AsTask()).ToArray();
        for (var i = 0; i < calls.Length; i++)
        {
            await _begun.WaitAsync();
        }

        await _timeout.CancelAsync();

        told.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();

        async ValueTask<int> TellAsync(int number, CancellationToken stop)
        {
            _begun.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            catch (OperationCanceledException)
            {
                told.Signal();
            }

            return number;
        }
    }

    public void Dispose()
    {
        _gate.Set();
        _timeout.Dispose();
    }

    private ValueTask<int> Block(int number, CancellationToken stop)
    {
        _begun.Release();
        _gate.Wait(CancellationToken.None);
        return ValueTask.FromResult(number);
    }
}
