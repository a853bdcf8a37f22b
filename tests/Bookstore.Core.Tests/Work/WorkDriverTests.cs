using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>What holds for every kind of durable work, shown with one that is made for the test.</summary>
public sealed class WorkDriverTests
{
    private static readonly TimeSpan CallTimeout = LetterWork.CallTimeout;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly InMemoryStore _store = new();
    private readonly LetterWork _work = new();

    [Fact]
    public async Task RunOnceAsync_more_than_a_page_is_due_each_record_is_acquired_and_performed_by_one_time()
    {
        _work.Due.AddRange(Enumerable.Range(0, 7));
        var start = _time.GetUtcNow();
        _work.OnPerform = _ => _time.Advance(TimeSpan.FromSeconds(1));

        (await Driver().RunOnceAsync(default)).ShouldBe(7);

        _work.Performed.ShouldBe(Enumerable.Range(0, 7));
        _work.Rounds.ShouldAllBe(now => now == start);
    }

    [Fact]
    public async Task RunOnceAsync_another_host_has_a_record_it_is_not_performed_and_the_others_are()
    {
        _work.Due.AddRange([0, 1, 2]);
        _work.OnAcquire = letter => letter == 1 ? null : Lease(letter);

        (await Driver().RunOnceAsync(default)).ShouldBe(2);

        _work.Performed.ShouldBe([0, 2]);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(5, 0, 3)]
    [InlineData(60, 0, 3)]
    public async Task RunOnceAsync_host_sleeps_each_time_it_acquires_a_record_makes_no_call_that_outlasts_the_lease(int seconds, int calls, int leases)
    {
        _work.Due.Add(0);
        _work.OnAcquire = letter =>
        {
            var leased = Lease(letter);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            return leased;
        };

        (await Driver().RunOnceAsync(default)).ShouldBe(calls);

        (_work.Performed.Count, _work.Leases.Count).ShouldBe((calls, leases));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task RunOnceAsync_host_sleeps_past_its_lease_calls_at_once_under_a_new_one_unless_another_host_has_the_record(bool isStillHeld, int calls)
    {
        _work.Due.Add(0);
        _work.OnAcquire = letter =>
        {
            if (_work.Held[^1] is null)
            {
                return LeaseAfter(letter, TimeSpan.FromMinutes(10));
            }

            return isStillHeld ? LeaseAfter(letter, TimeSpan.Zero, fence: 2) : null;
        };
        var began = _time.GetUtcNow();

        (await Driver().RunOnceAsync(default)).ShouldBe(calls);

        _work.Performed.Count.ShouldBe(calls);
        (_time.GetUtcNow() - began).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(6, 0)]
    [InlineData(50, 0)]
    public async Task RunOnceAsync_machine_is_suspended_after_it_acquired_a_record_makes_no_call_that_outlasts_the_lease(int seconds, int calls)
    {
        var clock = new WrongClock(_time);
        var store = new DueRoundTests.MovingStore();
        _work.Due.Add(0);
        _work.OnAcquire = letter =>
        {
            // The monotonic clock stands still meanwhile.
            var leased = Lease(letter);
            store.Moved = clock.Off = TimeSpan.FromSeconds(seconds);
            return leased;
        };

        (await Driver(store, clock).RunOnceAsync(default)).ShouldBe(calls);

        _work.Performed.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task RunOnceAsync_more_records_fail_than_fill_a_page_the_one_behind_them_is_performed()
    {
        _work.Due.AddRange(Enumerable.Range(0, 10));
        _work.OnAcquire = letter => letter < 9 ? throw new InvalidTimeZoneException("a bug") : Lease(letter);

        (await Driver().RunOnceAsync(default)).ShouldBe(1);

        _work.Performed.ShouldBe([9]);
    }

    [Fact]
    public async Task RunOnceAsync_of_a_kind_with_a_limit_leaves_the_rest_to_the_next_round()
    {
        _work.Kind = _work.Kind with { RoundLimit = 4 };
        _work.Due.AddRange(Enumerable.Range(0, 7));
        var driver = Driver();

        (await driver.RunOnceAsync(default)).ShouldBe(4);
        (await driver.RunOnceAsync(default)).ShouldBe(3);
    }

    [Fact]
    public async Task RunOnceAsync_all_slots_are_in_use_acquires_nothing_before_one_is_free()
    {
        _work.Due.Add(0);
        var driver = Driver();
        var slot = await driver.Slots.EnterAsync(default);

        var round = driver.RunOnceAsync(default);

        (_work.Rounds.Count, round.IsCompleted).ShouldBe((0, false));
        driver.Slots.Leave(slot);
        (await round).ShouldBe(1);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task RunOnceAsync_every_lease_takes_longer_to_acquire_than_the_grace_the_calls_are_made_all_the_same(int seconds)
    {
        _work.Due.AddRange([0, 1, 2]);
        _work.OnAcquire = letter => LeaseAfter(letter, TimeSpan.FromSeconds(seconds));
        var driver = Driver();

        (await driver.RunOnceAsync(default)).ShouldBe(3);

        _work.Leases.Count.ShouldBe(4, "the first lease is too short, and replaced at once");
        _work.Held[..2].ShouldBe([null, 1]);
    }

    [Fact]
    public async Task RunOnceAsync_host_was_stopped_for_an_hour_its_next_leases_are_bounded_and_soon_as_short_as_before()
    {
        _work.Due.Add(0);
        _work.OnAcquire = letter => LeaseAfter(letter, TimeSpan.FromHours(1));
        var driver = Driver();
        await driver.RunOnceAsync(default);

        _work.OnAcquire = letter => LeaseAfter(letter, TimeSpan.Zero);
        _work.Due.AddRange(Enumerable.Range(1, 6));
        await driver.RunOnceAsync(default);

        (_work.Leases[1], _work.Leases[^1]).ShouldBe((CallTimeout + TimeSpan.FromMinutes(1), CallTimeout + Grace));
    }

    [Fact]
    public async Task RunOnceAsync_records_that_need_no_lease_do_not_shorten_those_that_slow_commits_need()
    {
        _work.Due.Add(0);
        _work.OnAcquire = letter => LeaseAfter(letter, TimeSpan.FromSeconds(20));
        var driver = Driver();
        await driver.RunOnceAsync(default);

        _work.OnAcquire = letter => new Leased<string>($"{letter}", 1, DateTimeOffset.MaxValue);
        _work.Due.AddRange(Enumerable.Range(1, 6));
        await driver.RunOnceAsync(default);

        _work.Leases[^1].ShouldBe(CallTimeout + TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task BeginAsync_a_call_hangs_ends_and_never_acquires_the_record_again_while_later_ones_are_performed()
    {
        _work.Kind = _work.Kind with { Concurrency = 2 };
        _work.Held0 = new TaskCompletionSource();
        _work.Due.AddRange([0, 1]);
        var driver = Driver();

        await driver.BeginAsync(default);
        _work.Due.Add(2);
        await driver.BeginAsync(default);
        (await driver.RunOnceAsync(default)).ShouldBe(0);

        _work.Performed.ShouldBe([0, 1, 2]);
        _work.Rounds.Count.ShouldBe(3);
        _work.Held0.SetResult();
        await driver.Round.Items!.WaitUntilIdleAsync();
        _work.Due.ShouldBeEmpty();
    }

    [Fact]
    public async Task RepeatAsync_stopped_while_a_call_hangs_ends_when_its_result_is_recorded()
    {
        _work.Held0 = new TaskCompletionSource();
        _work.Due.Add(0);
        var driver = Driver();
        using var stop = new CancellationTokenSource();
        var repeated = driver.Round.RepeatAsync(Context(_store, _time), NullLogger.Instance, stop.Token);
        _work.Performed.ShouldBe([0]);

        await stop.CancelAsync();

        repeated.IsCompleted.ShouldBeFalse();
        _work.Held0.SetResult();
        await repeated;
        _work.Due.ShouldBeEmpty();
    }

    private Leased<string> LeaseAfter(int letter, TimeSpan commit, int fence = 1)
    {
        var until = _time.GetUtcNow() + _work.Leases[^1];
        _time.Advance(commit);
        return new Leased<string>($"{letter}", fence, until);
    }

    private WorkDriver<int, string> Driver() => Driver(_store, _time);

    private WorkDriver<int, string> Driver(IBookstoreStore store, TimeProvider time)
    {
        _work.OnAcquire ??= Lease;
        return new WorkDriver<int, string>(_work, Context(store, time), NullLogger.Instance);
    }

    private static WorkContext Context(IBookstoreStore store, TimeProvider time)
    {
        var options = new BookstoreOptions { RecoveryGrace = Grace };
        options.WritePath.ContinuesInline = true;
        return new WorkContext(store, new HostIdentity(time), options, WritePath.ClockOf(store, time));
    }

    private Leased<string> Lease(int letter) => new($"{letter}", 1, _time.GetUtcNow() + CallTimeout + Grace);
}
