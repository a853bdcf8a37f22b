using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Tests.Storage;

/// <summary>The store's time as one host knows it: readings of a store whose clock the test sets, and a monotonic clock in between.</summary>
public sealed class StoreClockTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly TimedStore _store = new();
    private readonly RecordingLogs _logs = new();
    private readonly StoreClock _clock;

    public StoreClockTests() => _clock = new StoreClock(_store, new TimeOrderedIds(), _time, LoggerFactory.Create(builder => builder.AddProvider(_logs)).CreateLogger<StoreClock>());

    [Fact]
    public async Task NowAsync_is_the_stores_time_and_what_passed_since()
    {
        _store.Now = _time.GetUtcNow().AddYears(3);

        (await _clock.NowAsync(default)).ShouldBe(_store.Now);
        _time.Advance(TimeSpan.FromSeconds(30));

        (await _clock.NowAsync(default)).ShouldBe(_store.Now.AddSeconds(30));
        _clock.Now.ShouldBe(_store.Now.AddSeconds(30));
        _store.Readings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task NowAsync_last_reading_is_a_minute_old_reads_again_and_tells_what_it_expects()
    {
        _store.Now = _time.GetUtcNow();
        await _clock.NowAsync(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        _store.Now = _store.Now.AddMinutes(1).AddMilliseconds(-300);

        (await _clock.NowAsync(default)).ShouldBe(_store.Now);

        _store.Readings.ShouldBe([new HostTime(_time.GetUtcNow().AddMinutes(-1), null), new HostTime(_time.GetUtcNow(), _time.GetUtcNow())]);
    }

    [Fact]
    public async Task NowAsync_store_is_away_later_continues_from_the_last_reading()
    {
        _store.Now = _time.GetUtcNow();
        await _clock.NowAsync(default);
        _store.Fault = new BookstoreStoreException("away") { IsTransient = true };
        _time.Advance(TimeSpan.FromHours(1));

        (await _clock.NowAsync(default)).ShouldBe(_time.GetUtcNow());
        await Should.ThrowAsync<BookstoreStoreException>(async () => await _clock.ReadAsync(default));
    }

    [Fact]
    public async Task NowAsync_store_is_away_at_first_throws_and_reads_once_it_is_there()
    {
        _store.Fault = new BookstoreStoreException("away") { IsTransient = true };
        await Should.ThrowAsync<BookstoreStoreException>(async () => await _clock.NowAsync(default));
        _store.Fault = null;
        _store.Now = _time.GetUtcNow();

        (await _clock.NowAsync(default)).ShouldBe(_store.Now);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(1.1, false)]
    [InlineData(-1.1, false)]
    [InlineData(86_400, false)]
    public async Task ReadSteadyAsync_time_moved_is_refused_for_a_lease(double seconds, bool isSteady)
    {
        _store.Now = _time.GetUtcNow();
        await _clock.ReadAsync(default);
        _store.Now = _store.Now.AddSeconds(seconds);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(isSteady ? _store.Now : null);
        _logs.Entries.Count(entry => entry.Id == 1011).ShouldBe(isSteady ? 0 : 1);
        Pass(Lease - TimeSpan.FromTicks(1));
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(isSteady ? _store.Now : null);
        Pass(TimeSpan.FromTicks(1));
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(15)]
    [InlineData(10.1)]
    public async Task ReadSteadyAsync_first_reading_is_ahead_of_the_own_clock_is_refused_for_a_lease_once(double seconds)
    {
        _store.Now = _time.GetUtcNow().AddSeconds(seconds);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(Lease - TimeSpan.FromTicks(1));
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(TimeSpan.FromTicks(1));

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
        _logs.Entries.Select(entry => entry.Id).ShouldBe([1012]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    [InlineData(-86_400)]
    public async Task ReadSteadyAsync_first_reading_is_little_ahead_or_behind_begins_at_once(double seconds)
    {
        _store.Now = _time.GetUtcNow().AddSeconds(seconds);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
        _logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadSteadyAsync_store_without_a_clock_of_its_own_is_ahead_begins_at_once()
    {
        _store.HasClock = false;
        _store.Now = _time.GetUtcNow().AddHours(1);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
    }

    [Fact]
    public async Task ReadSteadyAsync_first_reading_was_ahead_and_is_set_right_is_refused_for_a_lease_after_that()
    {
        var right = _time.GetUtcNow();
        _store.Now = right.AddHours(1);
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(Lease / 2);
        _store.Now = right + (Lease / 2);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(Lease - TimeSpan.FromTicks(1));
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(TimeSpan.FromTicks(1));
        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
    }

    [Fact]
    public async Task ReadSteadyAsync_first_answer_took_long_begins_at_once()
    {
        _store.Now = _time.GetUtcNow().AddMinutes(2);
        _store.OnRead = () =>
        {
            _store.OnRead = null;
            _time.Advance(TimeSpan.FromMinutes(2));
        };

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
    }

    [Fact]
    public async Task ReadSteadyAsync_host_that_was_read_long_before_its_first_round_begins_at_once()
    {
        _store.Now = _time.GetUtcNow().AddHours(1);
        await _clock.NowAsync(default);
        Pass(Lease);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
        _logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_answer_took_long_is_no_move()
    {
        _store.Now = _time.GetUtcNow();
        await _clock.ReadAsync(default);
        _store.OnRead = () => _time.Advance(TimeSpan.FromMinutes(2));
        _store.Now = _store.Now.AddMinutes(1);

        (await _clock.ReadSteadyAsync(Lease, default)).ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task ReadAsync_own_clock_is_set_changes_nothing()
    {
        var clock = new WrongClock(_time);
        var read = new StoreClock(new InMemoryStore(), new TimeOrderedIds(), clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreClock>.Instance);
        var first = await read.ReadAsync(default);
        clock.Off = TimeSpan.FromDays(3);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await read.ReadSteadyAsync(Lease, default)).ShouldBe(first.AddSeconds(5));
        (await read.ShowAsync(first)).ShouldBe(first.AddDays(3));
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1.1, 2)]
    [InlineData(3_600, 2)]
    [InlineData(-3_600, 1)]
    public async Task NowAsync_own_clock_goes_ahead_of_the_monotonic_one_reads_again_once(double seconds, int readings)
    {
        var (clock, read) = await SuspendableAsync();

        clock.Off = TimeSpan.FromSeconds(seconds);
        _time.Advance(TimeSpan.FromSeconds(5));
        _store.Now += TimeSpan.FromSeconds(5);

        // The store says that no time was lost: the wrong clock costs one reading, and changes nothing.
        (await read.NowAsync(default)).ShouldBe(_store.Now);
        read.FreshMoment.ShouldNotBeNull().Store.ShouldBe(_store.Now);
        _store.Readings.Count.ShouldBe(readings);
        _logs.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task NowAsync_after_the_machine_was_suspended_is_the_stores_time_and_nothing_is_taken_over_for_a_lease()
    {
        var (clock, read) = await SuspendableAsync();

        Suspend(clock, TimeSpan.FromSeconds(30));

        read.FreshMoment.ShouldBeNull();
        (await read.MomentAsync(default)).ShouldBe(new Moment(clock.GetUtcNow(), _store.Now));
        (await read.ReadSteadyAsync(Lease, default)).ShouldBeNull();
        Pass(Lease);
        (await read.ReadSteadyAsync(Lease, default)).ShouldBe(_store.Now);
    }

    [Fact]
    public async Task NowAsync_store_is_away_after_the_machine_was_suspended_throws_until_it_is_there()
    {
        var (clock, read) = await SuspendableAsync();
        Suspend(clock, TimeSpan.FromSeconds(30));
        _store.Fault = new BookstoreStoreException("away") { IsTransient = true };

        await Should.ThrowAsync<BookstoreStoreException>(async () => await read.NowAsync(default));
        _store.Fault = null;

        (await read.NowAsync(default)).ShouldBe(_store.Now);
    }

    [Fact]
    public async Task ShowAsync_store_is_away_after_the_machine_was_suspended_shows_what_was_committed()
    {
        var (clock, read) = await SuspendableAsync();
        Suspend(clock, TimeSpan.FromSeconds(30));
        _store.Fault = new BookstoreStoreException("away") { IsTransient = true };

        var first = await read.ShowAsync(_store.Now);

        (await read.ShowAsync(_store.Now.AddMinutes(1))).ShouldBe(first.AddMinutes(1));
    }

    [Fact]
    public async Task ShowAsync_twice_in_a_second_shows_the_same()
    {
        _store.Now = _time.GetUtcNow().AddMinutes(-7).AddMilliseconds(123);
        var shown = await _clock.ShowAsync(_store.Now);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        shown.ShouldBe(_store.Now.AddMinutes(7));
        (await _clock.ShowAsync(_store.Now)).ShouldBe(shown);
        (await _clock.ShowAsync(DateTimeOffset.MaxValue)).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task NowAsync_first_reading_makes_ids_continue_from_the_newest_of_the_store()
    {
        await using var shop = await TestShop.OpenAsync();
        var newest = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        var ids = new TimeOrderedIds();
        var clock = new StoreClock(shop.Store, ids, _time, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreClock>.Instance);

        await clock.NowAsync(default);

        ids.Next(shop.Time.GetUtcNow().AddHours(-1)).ShouldBeGreaterThan(newest);
    }

    public void Dispose() => _logs.Dispose();

    private async Task<(WrongClock Clock, StoreClock Read)> SuspendableAsync()
    {
        var clock = new WrongClock(_time);
        _store.Now = _time.GetUtcNow();
        var read = new StoreClock(_store, new TimeOrderedIds(), clock, LoggerFactory.Create(builder => builder.AddProvider(_logs)).CreateLogger<StoreClock>());
        await read.NowAsync(default);
        return (clock, read);
    }

    // Time passes, also in the store, and the monotonic clock of this machine stands still.
    private void Suspend(WrongClock clock, TimeSpan time)
    {
        clock.Off += time;
        _store.Now += time;
    }

    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _store.Now += time;
    }

    /// <summary>A store with a clock of its own, which the test sets.</summary>
    internal sealed class TimedStore() : DelegatingStore(new InMemoryStore())
    {
        public DateTimeOffset Now { get; set; }

        public bool HasClock { get; set; } = true;

        public override bool HasOwnClock => HasClock;

        public Exception? Fault { get; set; }

        public Action? OnRead { get; set; }

        public List<HostTime> Readings { get; } = [];

        public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
        {
            Readings.Add(host);
            OnRead?.Invoke();
            return Fault is null ? ValueTask.FromResult(Now) : ValueTask.FromException<DateTimeOffset>(Fault);
        }
    }
}
