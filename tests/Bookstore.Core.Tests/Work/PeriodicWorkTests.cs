using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class PeriodicWorkTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly SemaphoreSlim _rounds = new(0);
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task RunAsync_round_fails_the_next_one_comes()
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
    public async Task RunAsync_round_cancels_itself_the_next_one_runs()
    {
        var running = RunAsync(_ => throw new OperationCanceledException("a time-out of its own"));
        await _rounds.WaitAsync();

        await NextRoundAsync();

        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_stopped_during_a_round_cancels_the_round_and_ends()
    {
        var running = RunAsync(stop => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        await _rounds.WaitAsync();

        await _stop.CancelAsync();

        await running;
        running.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_log_provider_fails_the_next_round_comes()
    {
        var log = new RecordingLogs { OnLog = _ => throw new InvalidOperationException("no disk for the log") };
        var running = RunAsync(_ => throw new InvalidTimeZoneException("a bug"), new FaultlessLogger(log));
        await _rounds.WaitAsync();

        await NextRoundAsync();

        await _stop.CancelAsync();
        await running;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _rounds.Dispose();
    }

    private Task RunAsync(Func<CancellationToken, Task> round, ILogger? logger = null) => PeriodicWork.RunAsync(
        "test",
        stop =>
        {
            _rounds.Release();
            return round(stop);
        },
        Interval,
        _time,
        logger ?? NullLogger.Instance,
        _stop.Token);

    // The timer may be waited for a moment after the round has ended; a tick before that counts all the same.
    private async Task NextRoundAsync()
    {
        _time.Advance(Interval);
        await _rounds.WaitAsync();
    }
}
