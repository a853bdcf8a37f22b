using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class RoundsTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly SemaphoreSlim _rounds = new(0);
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task RunAsync_RoundFails_TheNextOneComes()
    {
        var running = RunAsync(_ => throw new InvalidOperationException("a bug"));
        await _rounds.WaitAsync();

        await NextRoundAsync();
        await NextRoundAsync();

        running.IsCompleted.ShouldBeFalse();
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_RoundIsCancelledByItself_TheNextOneComes()
    {
        var running = RunAsync(_ => throw new OperationCanceledException("a time-out of its own"));
        await _rounds.WaitAsync();

        await NextRoundAsync();

        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_ToldToStopDuringARound_TheRoundIsToldAndItEnds()
    {
        var running = RunAsync(stop => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        await _rounds.WaitAsync();

        await _stop.CancelAsync();

        await running;
        running.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task ForEachAsync_AnItemFails_BeginsNoMoreAndThrowsOnceThoseUnderWayHaveEnded()
    {
        var release = new TaskCompletionSource();
        List<int> begun = [];
        var ended = 0;

        var working = Rounds.ForEachAsync([0, 1, 2, 3], WorkAsync, 2, default);
        working.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await Should.ThrowAsync<InvalidTimeZoneException>(() => working)).Message.ShouldBe("a bug");
        begun.ShouldBe([0, 1]);
        ended.ShouldBe(1);

        async ValueTask<bool> WorkAsync(int item)
        {
            begun.Add(item);
            if (item == 1)
            {
                throw new InvalidTimeZoneException("a bug");
            }

            await release.Task;
            ended++;
            return true;
        }
    }

    [Fact]
    public async Task ForEachAsync_CancelledDuringAnItem_BeginsNoMore()
    {
        List<int> begun = [];

        await Should.ThrowAsync<OperationCanceledException>(() => Rounds.ForEachAsync([0, 1, 2], WorkAsync, 1, _stop.Token));

        begun.ShouldBe([0]);

        async ValueTask<bool> WorkAsync(int item)
        {
            begun.Add(item);
            await _stop.CancelAsync();
            return true;
        }
    }

    [Fact]
    public async Task ForEachAsync_SomeAnswerNo_CountsTheOthers() =>
        (await Rounds.ForEachAsync([0, 1, 2, 3, 4], item => ValueTask.FromResult(item % 2 == 0), 2, default)).ShouldBe(3);

    public void Dispose()
    {
        _stop.Dispose();
        _rounds.Dispose();
    }

    private Task RunAsync(Func<CancellationToken, Task> round) => Rounds.RunAsync(
        "test",
        stop =>
        {
            _rounds.Release();
            return round(stop);
        },
        Interval,
        _time,
        NullLogger.Instance,
        _stop.Token);

    // The timer may be waited for a moment after the round has ended; a tick before that counts all the same.
    private async Task NextRoundAsync()
    {
        _time.Advance(Interval);
        await _rounds.WaitAsync();
    }
}
