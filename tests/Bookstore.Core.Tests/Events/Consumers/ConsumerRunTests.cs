using System.Collections.Concurrent;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>Runs under way: several at a time, time-outs, slices, leases, and what is in the way.</summary>
public sealed class ConsumerRunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new();

    [Fact]
    public async Task RunOnceAsync_deals_with_as_many_resources_at_a_time_as_it_may_and_with_one_event_of_each()
    {
        _consumer.Consumer = _consumer.Consumer with { Concurrency = 2 };
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (underWay, most) = (new ConcurrentDictionary<string, bool>(), 0);
        var two = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _consumer.Answer = async (happened, _, _) =>
        {
            underWay.TryAdd(happened.Resource, true).ShouldBeTrue();
            InterlockedMax(ref most, underWay.Count);
            if (underWay.Count == 2)
            {
                two.TrySetResult();
            }

            await release.Task;
            underWay.TryRemove(happened.Resource, out _);
            return ConsumeOutcome.Done;
        };
        await using var shop = await OpenAsync();

        var run = shop.Consumers.RunOnceAsync(default);
        await two.Task.WaitAsync(Patience);
        _consumer.Tries.Count.ShouldBe(2);
        release.SetResult();

        (await run.WaitAsync(Patience)).ShouldBe(6);
        most.ShouldBe(2);
        foreach (var (first, second) in ((long, long)[])[(1, 2), (3, 4), (5, 6)])
        {
            _consumer.Positions.ToList().IndexOf(first).ShouldBeLessThan(_consumer.Positions.ToList().IndexOf(second));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunOnceAsync_try_that_hangs_has_failed_when_its_time_is_up(bool blocksItsThread)
    {
        _consumer.Consumer = _consumer.Consumer with { Timeout = TimeSpan.FromSeconds(2), Concurrency = 1 };
        using var blocked = new BlockedCall();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _consumer.Answer = (happened, _, _) =>
        {
            if (happened.Position != 3)
            {
                return new(ConsumeOutcome.Done);
            }

            begun.SetResult();
            return blocksItsThread ? blocked.Hold(() => new ValueTask<ConsumeOutcome>(ConsumeOutcome.Done)) : new(new TaskCompletionSource<ConsumeOutcome>().Task);
        };
        await using var shop = await OpenAsync();

        var run = shop.Consumers.RunOnceAsync(default);
        await begun.Task.WaitAsync(Patience);
        shop.Time.Advance(TimeSpan.FromSeconds(2));
        (await run.WaitAsync(Patience)).ShouldBe(4);

        var parked = await shop.Parked.ListAsync("test", null, 10, default);
        parked.Select(static one => (one.Event.Position, one.State)).ShouldBe([(3, ParkedEventState.Retrying), (4, ParkedEventState.Waiting)]);
        parked[0].LastError.ShouldBe("It took longer than 00:00:02.");
    }

    [Fact]
    public async Task RunOnceAsync_exception_is_a_failed_try_and_its_text_is_kept_as_far_as_it_can_be()
    {
        _consumer.Answer = (happened, _, _) => happened.Position == 3 ? throw new TimeZoneNotFoundException("no\0where" + new string('x', 1_000)) : new(ConsumeOutcome.Done);
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);

        var error = (await shop.Parked.ListAsync("test", null, 10, default))[0].LastError.ShouldNotBeNull();
        error.ShouldStartWith("TimeZoneNotFoundException: nowherexxx");
        error.Length.ShouldBe(500);
    }

    [Fact]
    public async Task RunOnceAsync_asked_pause_counts_when_it_is_longer_than_the_schedules()
    {
        _consumer.Answer = (happened, _, _) => new(happened.Position == 5 ? ConsumeOutcome.Failed("busy", TimeSpan.FromHours(2)) : ConsumeOutcome.Done);
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);

        (await shop.Parked.ListAsync("test", null, 10, default))[0].DueAt.ShouldBe(shop.Time.GetUtcNow().AddHours(2));
    }

    [Fact]
    public async Task RunOnceAsync_stores_the_position_in_slices_and_never_before_the_events_are_done()
    {
        var done = new ConcurrentDictionary<long, bool>();
        var stored = new ConcurrentQueue<long>();
        _consumer.Answer = (happened, _, _) =>
        {
            done[happened.Position] = true;
            return new(ConsumeOutcome.Done);
        };
        await using var shop = await TestShop.OpenAsync(
            decorate: memory => new CommitWatchingStore(memory, records =>
            {
                foreach (var entry in records.Documents.Touched.Where(static entry => entry.Key.Kind == "event-consumer"))
                {
                    var position = ConsumerDocuments.Consumers.Read(entry.Current!).Position ?? 0;
                    Enumerable.Range(1, (int)position).ShouldAllBe(passed => done.ContainsKey(passed));
                    stored.Enqueue(position);
                }
            }),
            register: _consumer.Register);
        for (var change = 0; change < 1_500; change++)
        {
            await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });
        }

        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(1_506);

        stored.ShouldBeInOrder();
        stored.Last().ShouldBe(1_506);
        stored.Count.ShouldBeInRange(3, 8);
    }

    [Fact]
    public async Task RunOnceAsync_without_room_for_parked_events_pauses_and_goes_on_when_there_is_some()
    {
        _consumer.Consumer = _consumer.Consumer with { MaxParked = 2 };
        _consumer.Fail(1, 3);
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);
        var parked = await shop.Parked.ListAsync("test", null, 10, default);
        parked.Count.ShouldBe(2);
        (await BodyAsync(shop)).ShouldSatisfyAllConditions(static body => body.IsPaused.ShouldBeTrue(), static body => body.Parked.ShouldBe(2), static body => (body.Position ?? 0).ShouldBeLessThan(4));
        _consumer.Fail();
        shop.Time.Advance(TimeSpan.FromSeconds(12));
        await shop.Consumers.RunOnceAsync(default);

        (await BodyAsync(shop)).ShouldSatisfyAllConditions(static body => body.IsPaused.ShouldBeFalse(), static body => body.Parked.ShouldBe(0), static body => body.Position.ShouldBe(6));
        _consumer.Positions.Distinct().Order().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task RunOnceAsync_host_that_lost_its_lease_stores_nothing_and_the_other_one_gets_every_event()
    {
        var memory = new InMemoryStore();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<ConsumeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = new RecordingConsumer
        {
            Answer = (happened, _, _) =>
            {
                if (happened.Position != 1)
                {
                    return new(ConsumeOutcome.Done);
                }

                begun.SetResult();
                return new(answer.Task);
            },
        };
        await using var first = await TestShop.OpenAsync(decorate: _ => new SharedStore(memory), register: stuck.Register);
        await using var second = await TestShop.OpenAsync(decorate: _ => new SharedStore(memory), register: _consumer.Register);
        var run = first.Consumers.RunOnceAsync(default);
        await begun.Task.WaitAsync(Patience);

        (await second.Consumers.RunOnceAsync(default)).ShouldBe(0, "the first host has the consumer");
        second.Time.Advance(TimeSpan.FromSeconds(30));
        (await second.Consumers.RunOnceAsync(default)).ShouldBe(9, "the shop was opened twice: its books are the same, and its stock has grown");
        answer.SetResult(ConsumeOutcome.Failed("too late"));
        await run.WaitAsync(Patience);

        (await second.Parked.ListAsync("test", null, 10, default)).ShouldBeEmpty();
        (await BodyAsync(second)).ShouldSatisfyAllConditions(static body => body.Position.ShouldBe(9), static body => body.LastError.ShouldBeNull());
    }

    [Fact]
    public async Task StartAsync_keeps_its_lease_while_a_try_takes_long_and_lets_it_go_when_the_host_stops()
    {
        _consumer.Consumer = _consumer.Consumer with { Timeout = TimeSpan.FromMinutes(10) };
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isAskedToEnd = false;
        _consumer.Answer = async (happened, _, cancellationToken) =>
        {
            if (happened.Position == 3)
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isAskedToEnd = true;
                cancellationToken.ThrowIfCancellationRequested();
            }

            return ConsumeOutcome.Done;
        };
        await using var shop = await TestShop.OpenAsync(static options => options.WritePath.ContinuesInline = true, register: _consumer.Register);
        var steps = new ConsumerSteps(shop);

        // The run renews the lease on its own thread: it has done so before it sets its timer for the next step, however busy the machine is.
        await Task.Run(async () =>
        {
            await shop.Consumers.StartAsync(default);
            await begun.Task.WaitAsync(Patience);
            await steps.ForAsync(2 * new BookstoreOptions().RecoveryGrace / ConsumerRun.Tick);
        });

        isAskedToEnd.ShouldBeFalse();
        (await BodyAsync(shop)).Until.ShouldBeGreaterThan(shop.Time.GetUtcNow());
        await shop.Consumers.StopAsync(default).WaitAsync(Patience);
        isAskedToEnd.ShouldBeTrue();
        (await BodyAsync(shop)).ShouldSatisfyAllConditions(static body => body.Holder.ShouldBeNull(), static body => body.Position.ShouldBe(2));
        (await shop.Parked.ListAsync("test", null, 10, default)).ShouldBeEmpty("what was asked to end has not failed");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var before = Volatile.Read(ref most); before < value; before = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, before);
        }
    }

    private static async Task<ConsumerBody?> FindAsync(TestShop shop) =>
        await shop.Store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf("test")), default) is { } document ? ConsumerDocuments.Consumers.Read(document) : null;

    private static async Task<ConsumerBody> BodyAsync(TestShop shop) => (await FindAsync(shop)).ShouldNotBeNull();

    private Task<TestShop> OpenAsync() => TestShop.OpenAsync(register: _consumer.Register);
}
