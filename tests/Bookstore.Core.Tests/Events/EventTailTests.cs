using System.Threading.Channels;
using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Events;

/// <summary>The end of the feed, where the store does what it should not.</summary>
public sealed class EventTailTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly OddStore _store = new() { Last = 1_000 };
    private readonly EventTail _tail;

    public EventTailTests() => _tail = new EventTail(_store, new EventSignal(isEnabled: true), new EventOptions(), TimeProvider.System);

    [Fact]
    public async Task WaitAsync_feed_goes_back_wakes_who_waits_behind_its_end_and_nobody_at_its_end()
    {
        var waiting = _tail.WaitAsync(1_000, Timeout.InfiniteTimeSpan, default).AsTask();
        _store.Last = 990;

        (await waiting.WaitAsync(Patience)).ShouldBeTrue();
        _tail.Note(990);
        (await _tail.WaitAsync(990, TimeSpan.FromMilliseconds(50), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_store_fails_in_an_unforeseen_way_tells_who_waits_and_begins_anew_later()
    {
        _store.Fault = new InvalidOperationException("unforeseen");
        (await Should.ThrowAsync<InvalidOperationException>(() => _tail.WaitAsync(1_000, Timeout.InfiniteTimeSpan, default).AsTask().WaitAsync(Patience))).Message.ShouldBe("unforeseen");

        (_store.Fault, _store.Last) = (null, 1_001);
        (await _tail.WaitAsync(1_000, Timeout.InfiniteTimeSpan, default).AsTask().WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task WaitAsync_looks_sooner_for_one_interval_after_events_came_and_no_more_often_than_that_while_none_come()
    {
        var time = new ManualTime();
        var pauses = Channel.CreateUnbounded<TimeSpan>();
        time.OnTimer = pause => pauses.Writer.TryWrite(pause);
        var tail = new EventTail(_store, new EventSignal(isEnabled: true), new EventOptions { PollInterval = TimeSpan.FromMilliseconds(12) }, time);
        var waiting = tail.WaitAsync(1_000, Timeout.InfiniteTimeSpan, default).AsTask();
        (await NextPauseAsync()).ShouldBe(TimeSpan.FromMilliseconds(12));
        time.Advance(TimeSpan.FromMilliseconds(12));
        (await NextPauseAsync()).ShouldBe(TimeSpan.FromMilliseconds(12));

        _store.Last = 1_001;
        time.Advance(TimeSpan.FromMilliseconds(12));
        (await waiting.WaitAsync(Patience)).ShouldBeTrue();
        _ = tail.WaitAsync(1_001, Timeout.InfiniteTimeSpan, default).AsTask();
        for (var look = 0; look < 4; look++)
        {
            (await NextPauseAsync()).ShouldBe(TimeSpan.FromMilliseconds(3));
            time.Advance(TimeSpan.FromMilliseconds(3));
        }

        (await NextPauseAsync()).ShouldBe(TimeSpan.FromMilliseconds(12));

        async Task<TimeSpan> NextPauseAsync() => await pauses.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task WaitAsync_interval_of_a_millisecond_never_looks_without_a_pause()
    {
        var time = new ManualTime();
        var pauses = Channel.CreateUnbounded<TimeSpan>();
        time.OnTimer = pause => pauses.Writer.TryWrite(pause);
        var tail = new EventTail(_store, new EventSignal(isEnabled: true), new EventOptions { PollInterval = TimeSpan.FromMilliseconds(1) }, time);
        var waiting = tail.WaitAsync(1_000, Timeout.InfiniteTimeSpan, default).AsTask();
        await pauses.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        _store.Last = 1_001;
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await waiting.WaitAsync(Patience)).ShouldBeTrue();

        _ = tail.WaitAsync(1_001, Timeout.InfiniteTimeSpan, default).AsTask();
        (await pauses.Reader.ReadAsync().AsTask().WaitAsync(Patience)).ShouldBe(TimeSpan.FromMilliseconds(1));
    }

    internal sealed class OddStore() : DelegatingStore(new InMemoryStore())
    {
        private long _last;

        public long Last
        {
            get => Volatile.Read(ref _last);
            set => Volatile.Write(ref _last, value);
        }

        public Exception? Fault { get; set; }

        public override ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken) => Fault is null ? new(Last) : ValueTask.FromException<long>(Fault);
    }
}
