using System.Collections.Concurrent;
using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class RoundItemsTests : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly RecordingLogs _logs = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<int> _begun = new();

    [Fact]
    public async Task ForEachAsync_an_item_fails_the_others_are_processed_and_it_is_logged()
    {
        var page = await Items(2).ForEachAsync([0, 1, 2, 3], ItemOf, FailOn(1), waits: true, _stop.Token);

        page.ShouldBe(new RoundPage(Done: 3, Moved: 3));
        _begun.Order().ShouldBe([0, 1, 2, 3]);
        _logs.Entries.ShouldBe([(2006, LogLevel.Error)]);
    }

    [Fact]
    public async Task ForEachAsync_an_item_that_failed_is_skipped_for_a_growing_time()
    {
        var items = Items(1);
        foreach (var pause in (int[])[1, 2, 4])
        {
            await items.ForEachAsync([1], ItemOf, FailOn(1), waits: true, _stop.Token);
            _time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            (await items.ForEachAsync([1], ItemOf, FailOn(1), waits: true, _stop.Token)).Moved.ShouldBe(0);
            _time.Advance(TimeSpan.FromTicks(1));
        }

        _begun.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ForEachAsync_an_item_succeeded_again_its_back_off_is_reset()
    {
        var items = Items(1);
        await items.ForEachAsync([1], ItemOf, FailOn(1), waits: true, _stop.Token);
        _time.Advance(FirstPause);
        await items.ForEachAsync([1], ItemOf, FailOn(1), waits: true, _stop.Token);
        _time.Advance(2 * FirstPause);
        (await items.ForEachAsync([1], ItemOf, FailOn(), waits: true, _stop.Token)).Moved.ShouldBe(1);

        await items.ForEachAsync([1], ItemOf, FailOn(1), waits: true, _stop.Token);
        _time.Advance(FirstPause);

        (await items.ForEachAsync([1], ItemOf, FailOn(), waits: true, _stop.Token)).Moved.ShouldBe(1);
    }

    [Fact]
    public async Task ForEachAsync_an_item_that_changed_since_it_failed_is_retried_in_the_next_round()
    {
        var items = Items(1);
        var fence = 3;
        RoundItem Listed(int item) => new(ItemOf(item).Id, fence);
        ValueTask<ItemOutcome> Fail(int item, RoundItem acquired)
        {
            // This host's own lease is no change.
            acquired.Fence = ++fence;
            return FailOn(item)(item, acquired);
        }

        await items.ForEachAsync([1], Listed, Fail, waits: true, _stop.Token);
        (await items.ForEachAsync([1], Listed, FailOn(), waits: true, _stop.Token)).Moved.ShouldBe(0);

        fence++;

        (await items.ForEachAsync([1], Listed, FailOn(), waits: true, _stop.Token)).Done.ShouldBe(1);
    }

    [Fact]
    public async Task ForEachAsync_more_items_fail_than_are_remembered_all_are_tried_and_memory_is_bounded()
    {
        var items = Items(8);
        var many = Enumerable.Range(0, Setbacks.MaxItems + 10).ToArray();
        await items.ForEachAsync(many, ItemOf, FailOn(many), waits: true, _stop.Token);
        _begun.Count.ShouldBe(many.Length);
        _begun.Clear();

        await items.ForEachAsync(many, ItemOf, FailOn(many), waits: true, _stop.Token);

        _begun.Count.ShouldBe(10);
    }

    [Fact]
    public async Task ForEachAsync_log_provider_fails_the_others_are_processed()
    {
        _logs.OnLog = _ => throw new InvalidOperationException("no disk for the log");

        (await Items(1).ForEachAsync([0, 1, 2], ItemOf, FailOn(0), waits: true, _stop.Token)).Done.ShouldBe(2);
    }

    [Fact]
    public async Task ForEachAsync_store_is_unavailable_ends_the_round_after_a_few_items_and_reports_it()
    {
        var items = Items(1);
        var many = Enumerable.Range(0, 100).ToArray();
        ValueTask<ItemOutcome> Away(int item, RoundItem _)
        {
            _begun.Enqueue(item);
            throw new BookstoreStoreException("disk full") { IsTransient = true };
        }

        await Should.ThrowAsync<BookstoreStoreException>(() => items.ForEachAsync(many, ItemOf, Away, waits: true, _stop.Token));

        _begun.Count.ShouldBe(16);
    }

    [Fact]
    public async Task ForEachAsync_store_refuses_some_items_the_others_are_processed()
    {
        var many = Enumerable.Range(0, 100).ToArray();
        ValueTask<ItemOutcome> Act(int item, RoundItem _) => item % 10 == 0 ? ValueTask.FromResult(ItemOutcome.Done) : throw new BookstoreStoreException("in the way") { IsTransient = true };

        (await Items(1).ForEachAsync(many, ItemOf, Act, waits: true, _stop.Token)).Done.ShouldBe(10);
    }

    [Fact]
    public async Task ForEachAsync_cancelled_during_an_item_begins_no_more()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Items(1).ForEachAsync([0, 1, 2], ItemOf, CancelAsync, waits: true, _stop.Token));

        _begun.ShouldBe([0]);

        async ValueTask<ItemOutcome> CancelAsync(int item, RoundItem _)
        {
            _begun.Enqueue(item);
            await _stop.CancelAsync();
            return ItemOutcome.Done;
        }
    }

    [Fact]
    public async Task ForEachAsync_an_item_cancels_itself_the_others_are_processed()
    {
        ValueTask<ItemOutcome> Act(int item, RoundItem _) => item == 0 ? throw new OperationCanceledException("a time-out of its own") : ValueTask.FromResult(ItemOutcome.Done);

        (await Items(1).ForEachAsync([0, 1], ItemOf, Act, waits: true, _stop.Token)).Done.ShouldBe(1);
    }

    [Fact]
    public async Task ForEachAsync_counts_the_results_of_the_items() =>
        (await Items(2).ForEachAsync([0, 1, 2, 3, 4], ItemOf, (item, _) => ValueTask.FromResult((ItemOutcome)(item % 3)), waits: true, _stop.Token)).ShouldBe(new RoundPage(Done: 1, Moved: 3));

    [Fact]
    public async Task ForEachAsync_an_item_hangs_a_round_that_does_not_wait_ends_and_later_ones_never_begin_it_again()
    {
        var items = Items(2);
        var held = new TaskCompletionSource<ItemOutcome>();

        (await items.ForEachAsync([0, 1, 2], ItemOf, HoldFirst(held), waits: false, _stop.Token)).ShouldBe(new RoundPage(Done: 2, Moved: 3));
        (await items.ForEachAsync([0, 3], ItemOf, HoldFirst(held), waits: false, _stop.Token)).ShouldBe(new RoundPage(Done: 1, Moved: 1));
        (await items.ForEachAsync([0, 4], ItemOf, HoldFirst(held), waits: true, _stop.Token)).ShouldBe(new RoundPage(Done: 1, Moved: 1));

        _begun.ShouldBe([0, 1, 2, 3, 4]);
        var idle = items.WaitUntilIdleAsync();
        idle.IsCompleted.ShouldBeFalse();
        held.SetResult(ItemOutcome.Postponed);
        await idle;
        (await items.ForEachAsync([0], ItemOf, HoldFirst(held), waits: false, _stop.Token)).Moved.ShouldBe(1);
        _begun.Count(item => item == 0).ShouldBe(2);
    }

    [Fact]
    public async Task ForEachAsync_store_is_unavailable_to_items_that_the_round_left_in_progress_each_is_logged_and_waits()
    {
        var items = Items(20);
        var many = Enumerable.Range(0, 20).ToArray();
        var held = new TaskCompletionSource<ItemOutcome>();
        ValueTask<ItemOutcome> Hold(int item, RoundItem _) => new(held.Task);
        await items.ForEachAsync(many, ItemOf, Hold, waits: false, _stop.Token);

        held.SetException(new BookstoreStoreException("away") { IsTransient = true });
        await items.WaitUntilIdleAsync();

        _logs.Entries.Count.ShouldBe(20);
        (await items.ForEachAsync(many, ItemOf, FailOn(), waits: true, _stop.Token)).Moved.ShouldBe(0);
    }

    [Fact]
    public async Task ForEachAsync_items_in_progress_of_all_rounds_share_one_limit()
    {
        var items = Items(2);
        var held = new TaskCompletionSource<ItemOutcome>();
        ValueTask<ItemOutcome> Hold(int item, RoundItem _)
        {
            _begun.Enqueue(item);
            return new ValueTask<ItemOutcome>(held.Task);
        }

        await items.ForEachAsync([0, 1], ItemOf, Hold, waits: false, _stop.Token);
        var next = items.ForEachAsync([2, 3], ItemOf, Hold, waits: false, _stop.Token);

        (next.IsCompleted, _begun.Count).ShouldBe((false, 2));
        held.SetResult(ItemOutcome.Done);
        (await next).Moved.ShouldBe(2);
        _begun.Order().ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task ForEachAsync_cancelled_while_all_places_are_taken_ends_and_leaves_the_item_for_later()
    {
        var items = Items(1);
        var held = new TaskCompletionSource<ItemOutcome>();
        await items.ForEachAsync([0], ItemOf, HoldFirst(held), waits: false, _stop.Token);
        using var stop = new CancellationTokenSource();
        var next = items.ForEachAsync([1], ItemOf, FailOn(), waits: false, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next);
        held.SetResult(ItemOutcome.Done);
        (await items.ForEachAsync([1], ItemOf, FailOn(), waits: true, _stop.Token)).Done.ShouldBe(1);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _logs.Dispose();
    }

    private static RoundItem ItemOf(int item) => new(new Guid(item + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private Func<int, RoundItem, ValueTask<ItemOutcome>> HoldFirst(TaskCompletionSource<ItemOutcome> held) => (item, _) =>
    {
        _begun.Enqueue(item);
        return item == 0 ? new ValueTask<ItemOutcome>(held.Task) : ValueTask.FromResult(ItemOutcome.Done);
    };

    private RoundItems Items(int concurrency) => new("test", concurrency, FirstPause, _time, new FaultlessLogger(_logs));

    private Func<int, RoundItem, ValueTask<ItemOutcome>> FailOn(params int[] items)
    {
        var bad = items.ToHashSet();
        return (item, _) =>
        {
            _begun.Enqueue(item);
            return bad.Contains(item) ? throw new InvalidTimeZoneException("a bug") : ValueTask.FromResult(ItemOutcome.Done);
        };
    }
}
