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

        (await RunAsync(() => [.. left], item =>
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
    [InlineData(nameof(ItemOutcome.Untouched))]
    [InlineData(nameof(ItemOutcome.Postponed))]
    public async Task RunAsync_items_are_listed_again_processes_each_once(string outcome)
    {
        (await RunAsync(() => Enumerable.Range(0, 4 * PageSize), _ => Enum.Parse<ItemOutcome>(outcome))).ShouldBe(0);

        _acted.Select(acted => acted.Item).ShouldBe(Enumerable.Range(0, 4 * PageSize));
    }

    [Fact]
    public async Task RunAsync_items_that_stay_first_are_tried_once_and_those_behind_them_are_processed()
    {
        var due = Enumerable.Range(0, 10).ToList();

        (await RunAsync(
            () => [.. due],
            item => item is 4 or 9 ? Finish(item) : item % 2 == 0 ? ItemOutcome.Untouched : throw new InvalidOperationException("bad"))).ShouldBe(2);

        _acted.Select(acted => acted.Item).Order().ShouldBe(Enumerable.Range(0, 10));

        ItemOutcome Finish(int item)
        {
            due.Remove(item);
            return ItemOutcome.Done;
        }
    }

    [Theory]
    [InlineData(1_999, 1)]
    [InlineData(5_000, 3)]
    [InlineData(50_000, 26)]
    public async Task RunAsync_more_items_stay_first_than_a_round_passes_over_processes_those_behind_them_round_by_round(int bad, int rounds)
    {
        var round = new DueRound(WritePath.ClockOf(_store, _time), () => Lease, 500, new RoundItems("test", 1, TimeSpan.FromSeconds(1), _time, NullLogger.Instance));
        var due = Enumerable.Range(0, bad + 1).ToList();
        for (var number = 1; number <= rounds; number++)
        {
            _acted.Clear();
            (await RunAsync(round, () => due, Act)).ShouldBe(number == rounds ? 1 : 0);
            _acted.Count.ShouldBeLessThanOrEqualTo(DueRound.MostPassed);
        }

        // And begins anew at the front.
        _acted.Clear();
        due.Add(bad);
        await RunAsync(round, () => due, Act);
        _acted[0].Item.ShouldBe(0);

        ItemOutcome Act(int item)
        {
            if (item < bad)
            {
                return ItemOutcome.Untouched;
            }

            due.Remove(item);
            return ItemOutcome.Done;
        }
    }

    [Fact]
    public async Task RunAsync_items_that_cannot_be_read_come_first_processes_those_behind_them()
    {
        var listed = 0;

        (await Round().RunAsync(
            (_, after, limit) => ValueTask.FromResult(listed++ < 3 ? new KeysetPage<int, DuePosition>([], PositionOf(listed)) : new KeysetPage<int, DuePosition>([7], null)),
            ItemOf,
            static (_, _, _) => ValueTask.FromResult(ItemOutcome.Done),
            waits: true,
            default)).ShouldBe(1);
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

    private static Guid IdOf(int item) => new(item, 0, 0, new byte[8]);

    private static RoundItem ItemOf(int item) => new(IdOf(item));

    private static DuePosition PositionOf(int item) => new(DateTimeOffset.UnixEpoch.AddTicks(item), IdOf(item));

    private Task<int> RunAsync(Func<IEnumerable<int>> due, Func<int, ItemOutcome> act) => RunAsync(Round(), due, act);

    // Items are due by their number.
    private Task<int> RunAsync(DueRound round, Func<IEnumerable<int>> due, Func<int, ItemOutcome> act) => round.RunAsync(
        (now, after, limit) =>
        {
            _limits.Add(limit);
            _listed.Add(now);
            var items = due().Where(item => after is not { } position || PositionOf(item).DueAt > position.DueAt).Take(limit).ToList();
            return ValueTask.FromResult(KeysetPage.Of<int, DuePosition>(items, limit, PositionOf));
        },
        ItemOf,
        (item, _, now) =>
        {
            _acted.Add((item, now));
            return ValueTask.FromResult(act(item));
        },
        waits: true,
        default);

    private DueRound Round() => _round ??= new DueRound(WritePath.ClockOf(_store, _time), () => Lease, PageSize, new RoundItems("test", 1, TimeSpan.FromSeconds(1), _time, NullLogger.Instance));

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
