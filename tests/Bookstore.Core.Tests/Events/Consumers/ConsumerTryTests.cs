using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>What a handler's token tells it, and that what is registered on it hurts nobody else.</summary>
/// <remarks>Time goes on tick by tick: to a run that reads its clocks meanwhile, a longer step would look as if the machine had slept.</remarks>
[Collection(nameof(BlocksThreads))]
public sealed class ConsumerTryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _gate = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingConsumer _consumer = new(static consumer => consumer with { Timeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task RunOnceAsync_handler_that_waits_with_its_token_is_told_that_its_time_is_up()
    {
        await RunThroughTimeoutAsync(async (_, cancellationToken) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _told.SetResult();
            }
        });
    }

    [Fact]
    public async Task RunOnceAsync_handler_that_throws_when_it_is_told_hurts_nobody()
    {
        await RunThroughTimeoutAsync(async (_, cancellationToken) =>
        {
            cancellationToken.Register(() =>
            {
                _told.SetResult();
                throw new InvalidTimeZoneException("a bug");
            });
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        });
    }

    [Fact]
    public async Task RunOnceAsync_handler_that_blocks_when_it_is_told_keeps_no_other_from_being_told()
    {
        await RunThroughTimeoutAsync(
            async (position, cancellationToken) =>
            {
                cancellationToken.Register(() =>
                {
                    if (position == 3)
                    {
                        _gate.Wait();
                    }
                    else
                    {
                        _told.SetResult();
                    }
                });
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            },
            3,
            5);
    }

    [Fact]
    public async Task RunOnceAsync_no_thread_is_free_for_the_handler_the_event_counts_as_not_tried()
    {
        // As many calls as can block, two of them on threads of the consumer's own.
        var most = Bulkhead.MaxOnPool + 2;
        var (begun, timeouts) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        using var logs = new RecordingLogs();
        _consumer.Consumer = _consumer.Consumer with { Timeout = TimeSpan.FromSeconds(2.5), Concurrency = 1, ParkAfter = most + 1, RetryAfter = static _ => TimeSpan.Zero, Filter = EventFilter.Of(["stock.changed"]) };
        _consumer.Answer = (happened, _, _) =>
        {
            if (happened.Position == 2)
            {
                begun.Release();
                _gate.Wait(CancellationToken.None);
            }

            return new(ConsumeOutcome.Done);
        };
        await using var shop = await TestShop.OpenAsync(
            static options => options.RecoveryGrace = TimeSpan.FromMinutes(1), register: services => _consumer.Register(services.AddLogging(logging => logging.AddProvider(logs))));
        shop.Time.OnTimer = due =>
        {
            if (due == _consumer.Consumer.Timeout)
            {
                timeouts.Release();
            }
        };

        await shop.Consumers.MoveAsync("test", 0, default);
        var steps = new ConsumerSteps(shop);
        var run = shop.Consumers.RunOnceAsync(default);
        for (var call = 0; call < most; call++)
        {
            (await begun.WaitAsync(Patience)).ShouldBeTrue();
            await steps.ForAsync(_consumer.Consumer.Timeout / ConsumerRun.Tick);
        }

        // The events 4 and 6 were tried once, and this one is tried once more than it could begin.
        for (var tried = 0; tried < 2 + most + 1; tried++)
        {
            (await timeouts.WaitAsync(Patience)).ShouldBeTrue();
        }

        await steps.ForAsync(_consumer.Consumer.Timeout / ConsumerRun.Tick);
        await run.WaitAsync(Patience);

        _consumer.Positions.Count(static position => position == 2).ShouldBe(most);
        (await shop.Parked.ListAsync("test", null, 10, default))[0].ShouldSatisfyAllConditions(
            static parked => parked.Event.Position.ShouldBe(2), static parked => parked.State.ShouldBe(ParkedEventState.Retrying), parked => parked.Attempts.ShouldBe(most));
        logs.Entries.Count(static entry => entry.Id == EventIds.Consumers.ConsumerBlocked).ShouldBe(1);

        _gate.Set();
        _consumer.Clear();
        await shop.Consumers.RunOnceAsync(default).WaitAsync(Patience);
        _consumer.Tries[0].ShouldBe((2, most + 1), "that is the try that could not begin");
    }

    public void Dispose()
    {
        _gate.Set();
        _gate.Dispose();
    }

    // The handler hangs at these positions, until their time is up.
    private async Task RunThroughTimeoutAsync(Func<long, CancellationToken, Task> hang, params long[] positions)
    {
        long[] hanging = positions is [] ? [3] : positions;
        var begun = new SemaphoreSlim(0);
        _consumer.Answer = async (happened, _, cancellationToken) =>
        {
            if (hanging.Contains(happened.Position))
            {
                var hangs = hang(happened.Position, cancellationToken);
                begun.Release();
                await hangs;
            }

            return ConsumeOutcome.Done;
        };
        await using var shop = await TestShop.OpenAsync(register: _consumer.Register);
        var steps = new ConsumerSteps(shop);
        var run = shop.Consumers.RunOnceAsync(default);
        foreach (var _ in hanging)
        {
            (await begun.WaitAsync(Patience)).ShouldBeTrue();
        }

        await steps.ForAsync(TimeSpan.FromSeconds(2) / ConsumerRun.Tick);
        await run.WaitAsync(Patience);
        await _told.Task.WaitAsync(Patience);
        var parked = (await shop.Parked.ListAsync("test", null, 10, default)).Select(static one => one.Event.Position).ToArray();
        hanging.ShouldBeSubsetOf(parked);
    }
}
