using Bookstore.Storage;
using Bookstore.Support;
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
}
