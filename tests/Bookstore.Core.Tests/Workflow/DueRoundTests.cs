using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class DueRoundTests
{
    private const int PageSize = 3;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly MovingStore _store = new();
    private readonly List<DateTimeOffset> _listed = [];
    private readonly List<int> _limits = [];
    private readonly List<(int Item, DateTimeOffset Now)> _acted = [];

    [Fact]
    public async Task RunAsync_more_than_a_page_has_one_time_for_all()
    {
        var left = new Queue<int>(Enumerable.Range(0, 7));
        var start = _time.GetUtcNow();

        (await RunAsync(() => [.. left.Take(PageSize)], item =>
        {
            left.Dequeue();
            _time.Advance(TimeSpan.FromSeconds(5));
            return ItemOutcome.Done;
        })).ShouldBe(7);

        _listed.ShouldBe([start, start, start]);
        _limits.ShouldAllBe(limit => limit == PageSize);
        _acted.ShouldAllBe(acted => acted.Now == start);
    }

    [Theory]
    [InlineData(nameof(ItemOutcome.Untouched), 1)]
    [InlineData(nameof(ItemOutcome.Postponed), 4)]
    public async Task RunAsync_the_same_page_comes_again_ends_unless_it_moved_something(string outcome, int pages)
    {
        var moves = 3 * PageSize;

        (await RunAsync(() => [0, 1, 2], _ => moves-- > 0 ? Enum.Parse<ItemOutcome>(outcome) : ItemOutcome.Untouched)).ShouldBe(0);

        _acted.Count.ShouldBe(pages * PageSize);
        _listed.Count.ShouldBe(pages + 1);
    }

    [Fact]
    public async Task RunAsync_items_that_stay_in_front_are_tried_once_and_those_behind_them_are_dealt_with()
    {
        var due = Enumerable.Range(0, 10).ToList();

        (await RunAsync(
            () => [.. due.Take(_limits[^1])],
            item => item is 4 or 9 ? Finish(item) : item % 2 == 0 ? ItemOutcome.Untouched : throw new InvalidOperationException("bad"))).ShouldBe(2);

        _acted.Select(acted => acted.Item).Order().ShouldBe(Enumerable.Range(0, 10));

        ItemOutcome Finish(int item)
        {
            due.Remove(item);
            return ItemOutcome.Done;
        }
    }

    [Fact]
    public async Task RunAsync_more_items_stay_in_front_than_a_round_passes_over_ends()
    {
        var round = new DueRound(WritePath.ClockOf(_store, _time), Lease, 500, new RoundItems("test", 1, TimeSpan.FromSeconds(1), _time, NullLogger.Instance));
        var tries = 0;

        await round.RunAsync(
            (_, limit) => ValueTask.FromResult<IReadOnlyList<int>>([.. Enumerable.Range(0, limit)]),
            static item => new Guid(item, 0, 0, new byte[8]),
            (_, _) =>
            {
                tries++;
                return ValueTask.FromResult(ItemOutcome.Untouched);
            },
            default);

        tries.ShouldBe(PassedItems.MaxItems);
    }

    [Fact]
    public async Task RunAsync_the_stores_time_moved_before_the_round_acts_on_nothing()
    {
        await RunAsync(() => [], _ => ItemOutcome.Done);
        _store.Moved = TimeSpan.FromHours(1);

        (await RunAsync(() => [0], _ => ItemOutcome.Done)).ShouldBe(0);

        _acted.ShouldBeEmpty();
        _time.Advance(Lease);
        (await RunAsync(() => [0], _ => ItemOutcome.Done)).ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_the_stores_time_moves_after_the_list_acts_on_nothing()
    {
        (await RunAsync(
            () =>
            {
                _store.Moved = -TimeSpan.FromMinutes(30);
                return [0];
            },
            _ => ItemOutcome.Done)).ShouldBe(0);

        _acted.ShouldBeEmpty();
    }

    private Task<int> RunAsync(Func<IReadOnlyList<int>> list, Func<int, ItemOutcome> act) => Round().RunAsync(
        (now, limit) =>
        {
            _limits.Add(limit);
            _listed.Add(now);
            return ValueTask.FromResult(list());
        },
        static item => new Guid(item, 0, 0, new byte[8]),
        (item, now) =>
        {
            _acted.Add((item, now));
            return ValueTask.FromResult(act(item));
        },
        default);

    private DueRound Round() => _round ??= new DueRound(WritePath.ClockOf(_store, _time), Lease, PageSize, new RoundItems("test", 1, TimeSpan.FromSeconds(1), _time, NullLogger.Instance));

    private DueRound? _round;

    internal sealed class MovingStore() : DelegatingStore(new InMemoryStore())
    {
        public TimeSpan Moved { get; set; }

        public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
        {
            var now = (host.Expected ?? host.Clock) + Moved;
            Moved = TimeSpan.Zero;
            return ValueTask.FromResult(now);
        }
    }
}
