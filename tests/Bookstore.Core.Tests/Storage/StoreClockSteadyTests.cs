using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Tests.Storage;

/// <summary>When background work may take leases over: not for a lease after the store's time moved, or after the machine was suspended.</summary>
public sealed class StoreClockSteadyTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly TimedStore _store = new();
    private readonly RecordingLogs _logs = new();
    private readonly StoreClock _clock;

    public StoreClockSteadyTests() => _clock = new StoreClock(_store, new TimeOrderedIds(), _time, LoggerFactory.Create(builder => builder.AddProvider(_logs)).CreateLogger<StoreClock>());

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
}
