using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using DelegatingStore = Bookstore.Testing.DelegatingStore;

namespace Bookstore.Events.Consumers;

/// <summary>Consumers at the end of the feed share one read, and none of them gets other events than the store has.</summary>
public sealed class NewestEventsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();
    private readonly ScriptedFeed _store = new();
    private readonly NewestEvents _newest;

    public NewestEventsTests() => _newest = new NewestEvents(_store, _time);

    [Fact]
    public async Task ReadAsync_ten_readers_at_the_end_share_one_read()
    {
        _store.Last = 7;
        _store.Hold();

        var reads = Enumerable.Range(0, 10).Select(_ => _newest.ReadAsync(5, 10, default).AsTask()).ToArray();
        _store.Release();
        var slices = await Task.WhenAll(reads).WaitAsync(Patience);

        slices.ShouldAllBe(static slice => slice.Events.Count == 2 && slice.Next == 7 && slice.Last == 7);
        (await ReadAsync(5)).ShouldBe([6, 7], "also those that come later");
        _store.Reads.ShouldBe([5]);
    }

    [Fact]
    public async Task ReadAsync_reader_that_is_a_little_behind_gets_what_is_kept_up_to_its_limit()
    {
        _store.Last = 500;
        await ReadAsync(0);

        var slice = await _newest.ReadAsync(100, 3, default);

        slice.Events.Select(static happened => happened.Position).ShouldBe([101, 102, 103]);
        (slice.Next, slice.Last).ShouldBe((103, 500));
        _store.Reads.ShouldBe([0]);
    }

    [Fact]
    public async Task ReadAsync_keeps_the_newest_events_and_no_more()
    {
        _store.Last = 10_000;
        for (var after = 0L; after < _store.Last; after += 1_000)
        {
            (await ReadAsync(after)).Length.ShouldBe(1_000);
        }

        (await ReadAsync(8_000))[0].ShouldBe(8_001);
        _store.Reads.Count.ShouldBe(10);
        (await ReadAsync(7_999))[0].ShouldBe(8_000);
        _store.Reads.Count.ShouldBe(11, "it is kept no more");
        (await ReadAsync(9_000))[0].ShouldBe(9_001);
        _store.Reads.Count.ShouldBe(11, "a reader far behind takes nothing from those at the end");
    }

    [Fact]
    public async Task ReadAsync_store_fails_all_that_share_the_read_are_told_and_the_next_one_reads_again()
    {
        _store.Last = 3;
        _store.Hold();
        _store.Fault = new BookstoreStoreException("away") { IsTransient = true };
        var reads = Enumerable.Range(0, 3).Select(_ => _newest.ReadAsync(1, 10, default).AsTask()).ToArray();
        _store.Release();
        foreach (var read in reads)
        {
            await Should.ThrowAsync<BookstoreStoreException>(read);
        }

        _store.Fault = null;
        (await ReadAsync(1)).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task ReadAsync_reader_gives_up_the_others_go_on()
    {
        _store.Last = 3;
        _store.Hold();
        using var stop = new CancellationTokenSource();
        var (leaves, stays) = (_newest.ReadAsync(1, 10, stop.Token).AsTask(), _newest.ReadAsync(1, 10, default).AsTask());

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaves);
        _store.Release();

        (await stays.WaitAsync(Patience)).Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ReadAsync_database_was_restored_gives_out_nothing_that_it_had_before()
    {
        _store.Last = 10;
        await ReadAsync(5);

        (_store.Last, _store.Type) = (7, "restored");
        (await _newest.ReadAsync(10, 10, default)).Last.ShouldBe(7);
        _store.Last = 12;

        (await _newest.ReadAsync(6, 10, default)).Events.ShouldAllBe(static happened => happened.Type == "restored");
    }

    [Fact]
    public async Task ReadAsync_what_is_kept_is_old_reads_the_store()
    {
        _store.Last = 10;
        await ReadAsync(5);
        _store.Type = "restored";

        _time.Advance(TimeSpan.FromSeconds(5));

        (await _newest.ReadAsync(6, 10, default)).Events.ShouldAllBe(static happened => happened.Type == "restored");
    }

    [Fact]
    public async Task StartAsync_ten_consumers_of_a_host_read_a_new_event_once()
    {
        var (ready, got) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        CountingFeed? store = null;
        await using var shop = await TestShop.OpenAsync(
            decorate: memory => store = new CountingFeed(memory),
            register: services => services.AddSingleton<IEventConsumerSource>(new TenConsumers(happened =>
            {
                _ = happened.Position == 6 ? ready.Release() : got.Release();
                return new(ConsumeOutcome.Done);
            })));
        await shop.Consumers.StartAsync(default);
        await WaitAsync(ready, 10);
        var before = store!.NotEmpty;

        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });
        await WaitAsync(got, 10);

        await shop.Consumers.StopAsync(default).WaitAsync(Patience);
        (store.NotEmpty - before).ShouldBe(1);
    }

    private static async Task WaitAsync(SemaphoreSlim semaphore, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await semaphore.WaitAsync(Patience)).ShouldBeTrue();
        }
    }

    private async Task<long[]> ReadAsync(long after) => [.. (await _newest.ReadAsync(after, 1_000, default)).Events.Select(static happened => happened.Position)];

    [Fact]
    public async Task ReadAsync_positions_without_an_event_are_passed_over()
    {
        (_store.Last, _store.HasEvent) = (9, static position => position % 3 == 0);

        (await ReadAsync(1)).ShouldBe([3, 6, 9]);
        (await ReadAsync(4)).ShouldBe([6, 9]);

        (await _newest.ReadAsync(2, 1, default)).ShouldSatisfyAllConditions(static slice => slice.Next.ShouldBe(3), static slice => slice.Events.ShouldHaveSingleItem());
        _store.Reads.ShouldBe([1]);
    }

    private sealed class TenConsumers(Func<BookstoreEvent, ValueTask<ConsumeOutcome>> handle) : IEventConsumerSource
    {
        private readonly EventConsumer[] _consumers =
        [
            .. Enumerable.Range(0, 10).Select(number => new EventConsumer
            {
                Name = $"test-{number}",
                StartAt = EventStart.Oldest,
                Filter = EventFilter.Of(["stock.changed"]),
                Handle = (happened, _, _) => happened.Position < 6 ? new(ConsumeOutcome.Done) : handle(happened),
            }),
        ];

        public ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken) => new(_consumers);
    }

    internal sealed class CountingFeed(IBookstoreStore inner) : DelegatingStore(inner)
    {
        private int _notEmpty;

        /// <summary>How many reads have found events behind the first six.</summary>
        public int NotEmpty => Volatile.Read(ref _notEmpty);

        public override async ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken)
        {
            var slice = await base.ReadEventsAsync(after, limit, cancellationToken);
            if (slice.Next > 6)
            {
                Interlocked.Increment(ref _notEmpty);
            }

            return slice;
        }
    }

    /// <summary>A feed whose events the test makes up.</summary>
    internal sealed class ScriptedFeed() : DelegatingStore(new InMemoryStore())
    {
        private readonly List<long?> _reads = [];
        private TaskCompletionSource? _held;

        public long Last { get; set; }

        public string Type { get; set; } = "first";

        public Func<long, bool> HasEvent { get; set; } = static _ => true;

        public Exception? Fault { get; set; }

        public IReadOnlyList<long?> Reads => _reads;

        public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public override async ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken)
        {
            lock (_reads)
            {
                _reads.Add(after);
            }

            await (_held?.Task ?? Task.CompletedTask);
            if (Fault is not null)
            {
                throw Fault;
            }

            var from = after ?? 0;
            var count = (int)Math.Clamp(Last - from, 0, limit);
            return new EventSlice([.. Enumerable.Range(1, count).Select(number => from + number).Where(HasEvent).Select(Event)], from + count, 0, Last);
        }

        private BookstoreEvent Event(long position) =>
            new() { Id = Guid.NewGuid(), Position = position, Type = Type, Resource = "order/1", Sequence = (int)position, OccurredAt = DateTimeOffset.UnixEpoch, Data = default };
    }
}
