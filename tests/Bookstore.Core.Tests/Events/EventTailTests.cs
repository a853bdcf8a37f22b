using Bookstore.Storage;
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
