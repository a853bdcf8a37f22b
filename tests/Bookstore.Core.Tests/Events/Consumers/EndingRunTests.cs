using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>A run that ends keeps its consumer until its tries have ended, and no longer than it takes.</summary>
public sealed class EndingRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new(static consumer => consumer with { Timeout = TimeSpan.FromHours(1) });
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConsumeOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task RunOnceAsync_consumer_that_stops_is_stored_as_stopped_at_once_and_kept_until_its_other_tries_have_ended()
    {
        var saves = new SemaphoreSlim(0);
        _consumer.Answer = async (happened, _, _) =>
        {
            if (happened.Position == 1)
            {
                _begun.SetResult();
                return await _answer.Task;
            }

            await _begun.Task;
            return happened.Position == 3 ? ConsumeOutcome.Stop("gone") : ConsumeOutcome.Done;
        };
        await using var shop = await TestShop.OpenAsync(
            decorate: memory => new CommitWatchingStore(memory, records =>
            {
                if (records.Documents.Touched.Any(static entry => entry.Key.Kind == "event-consumer" && entry.Current!.State == ConsumerDocuments.Stopped))
                {
                    saves.Release();
                }
            }),
            register: _consumer.Register);

        var run = shop.Consumers.RunOnceAsync(default);
        (await saves.WaitAsync(Patience)).ShouldBeTrue();
        for (var passed = 0; passed < 6; passed++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(3.5));
            (await saves.WaitAsync(Patience)).ShouldBeTrue();
        }

        (await BodyAsync(shop)).ShouldSatisfyAllConditions(body => body.Until.ShouldBeGreaterThan(shop.Time.GetUtcNow()), static body => body.Holder.ShouldNotBeNull(), static body => body.Position.ShouldBeNull());
        run.IsCompleted.ShouldBeFalse();
        (await shop.Consumers.ResumeAsync("test", default)).ShouldBeTrue();
        _answer.SetResult(ConsumeOutcome.Done);
        await run.WaitAsync(Patience);

        (await BodyAsync(shop)).ShouldSatisfyAllConditions(static body => body.Holder.ShouldBeNull(), static body => body.Position.ShouldBe(1), static body => body.LastError.ShouldBe("gone"));
        (await shop.EventConsumers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(EventConsumerState.Idle, "it was resumed meanwhile");
    }

    [Fact]
    public async Task RunOnceAsync_that_is_cancelled_ends_also_while_the_store_is_away()
    {
        var isAway = false;
        _consumer.Answer = async (happened, _, _) =>
        {
            if (happened.Position == 1)
            {
                _begun.SetResult();
                return await _answer.Task;
            }

            return ConsumeOutcome.Done;
        };
        await using var shop = await TestShop.OpenAsync(decorate: memory => new AwayStore((InMemoryStore)memory, () => Volatile.Read(ref isAway)), register: _consumer.Register);
        using var cancelled = new CancellationTokenSource();
        var steps = new ConsumerSteps(shop, longest: Pause.After(int.MaxValue));
        var run = shop.Consumers.RunOnceAsync(cancelled.Token);
        await _begun.Task.WaitAsync(Patience);

        Volatile.Write(ref isAway, true);
        await cancelled.CancelAsync();
        _answer.SetResult(ConsumeOutcome.Done);
        await steps.UntilAsync(run);

        Volatile.Write(ref isAway, false);
        _consumer.Clear();
        _consumer.Answer = static (_, _, _) => new(ConsumeOutcome.Done);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Positions.ShouldContain(1, "what could not be stored comes again");
    }

    [Fact]
    public async Task RunOnceAsync_host_whose_store_is_away_asks_its_tries_to_end_when_its_lease_is_over()
    {
        var isAway = false;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _consumer.Answer = async (happened, _, cancellationToken) =>
        {
            if (happened.Position == 1)
            {
                _begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                told.SetResult();
            }

            return ConsumeOutcome.Done;
        };
        await using var shop = await TestShop.OpenAsync(decorate: memory => new AwayStore((InMemoryStore)memory, () => Volatile.Read(ref isAway)), register: _consumer.Register);
        var steps = new ConsumerSteps(shop);
        shop.Time.Advance(TimeSpan.FromSeconds(55));
        var run = shop.Consumers.RunOnceAsync(default);
        await _begun.Task.WaitAsync(Patience);

        Volatile.Write(ref isAway, true);
        shop.Time.Advance(TimeSpan.FromSeconds(11));
        await steps.UntilAsync(told.Task);
        await new ConsumerSteps(shop, longest: Pause.After(int.MaxValue)).UntilAsync(run);
    }

    [Fact]
    public async Task RunOnceAsync_host_that_cannot_renew_its_lease_asks_its_tries_to_end_before_another_host_may_begin()
    {
        var isAway = false;
        DateTimeOffset? told = null;
        TestShop? open = null;
        _consumer.Answer = (happened, _, cancellationToken) =>
        {
            if (happened.Position == 1)
            {
                cancellationToken.Register(() => told = open!.Time.GetUtcNow());
                return new(_answer.Task);
            }

            return new(ConsumeOutcome.Done);
        };
        await using var shop = open = await TestShop.OpenAsync(
            static options => options.WritePath.ContinuesInline = true, memory => new AwayStore((InMemoryStore)memory, () => isAway), _consumer.Register);
        var until = default(DateTimeOffset);

        // All on one thread, without a context that would have others continue: what follows from a moment has happened before the next one.
        await Task.Run(async () =>
        {
            var run = shop.Consumers.RunOnceAsync(default);
            until = (await BodyAsync(shop)).Until;
            isAway = true;
            while (shop.Time.GetUtcNow() < until && told is null)
            {
                shop.Time.Advance(TimeSpan.FromMilliseconds(50));
            }

            _answer.SetResult(ConsumeOutcome.Done);
            for (var second = 0; second < 60 && !run.IsCompleted; second++)
            {
                shop.Time.Advance(TimeSpan.FromSeconds(1));
            }

            await run.WaitAsync(TimeSpan.FromSeconds(20));
        });

        told.ShouldNotBeNull().ShouldBe(until - TimeSpan.FromSeconds(2), ConsumerRun.Tick);
    }

    private static async Task<ConsumerBody> BodyAsync(TestShop shop) =>
        ConsumerDocuments.Consumers.Read((await shop.Store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf("test")), default)).ShouldNotBeNull());
}
