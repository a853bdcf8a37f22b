using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>What a handler's token tells it, and that what is registered on it hurts nobody else.</summary>
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
        var run = shop.Consumers.RunOnceAsync(default);
        foreach (var _ in hanging)
        {
            (await begun.WaitAsync(Patience)).ShouldBeTrue();
        }

        // On a thread of its own: the timers fire there.
        await Task.Run(() => shop.Time.Advance(TimeSpan.FromSeconds(2))).WaitAsync(Patience);
        await run.WaitAsync(Patience);
        await _told.Task.WaitAsync(Patience);
        var parked = (await shop.Parked.ListAsync("test", null, 10, default)).Select(static one => one.Event.Position).ToArray();
        hanging.ShouldBeSubsetOf(parked);
    }
}
