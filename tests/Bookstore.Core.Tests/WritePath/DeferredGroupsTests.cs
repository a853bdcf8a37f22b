using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class DeferredGroupsTests
{
    private static readonly StoreConflictException Refusal = new() { Reason = StoreConflictReason.Duplicate, IsPermanent = true };

    private readonly ManualTime _time = new();
    private readonly WritePathOptions _options = new() { QueueCapacity = 64, MaxBatchSize = 40 };
    private readonly List<Operation> _batch = [];
    private readonly List<Operation> _refused = [];
    private readonly DeferredGroups _groups;

    public DeferredGroupsTests() => _groups = new DeferredGroups(_options, 2, new Deadlines(_options, _time));

    [Fact]
    public void AnyContended_record_is_not_met_for_a_while_is_forgotten()
    {
        _groups.Blame(new Receive(1), Refusal);
        _groups.AnyContended.ShouldBeTrue();

        _time.Advance(TimeSpan.FromMinutes(1));
        _groups.Divert([], _refused);

        _groups.AnyContended.ShouldBeFalse();
    }

    [Fact]
    public void TakeDue_new_operations_keep_coming_takes_the_group_that_is_due_for_longest()
    {
        var first = new Receive(1);
        _groups.Return([first], Refusal);
        _time.Advance(TimeSpan.FromSeconds(1));
        _groups.Add([new Receive(2)], Refusal, areExact: false, _refused);

        Take().ShouldBe([first]);
        Take().ShouldHaveSingleItem();
        Take().ShouldBeEmpty();
    }

    [Fact]
    public void Add_batch_of_every_worker_whose_culprit_is_not_known_has_room()
    {
        _groups.Add(Receipts(40), Refusal, areExact: false, _refused);
        _groups.Add(Receipts(40), Refusal, areExact: false, _refused);

        (_refused.Count, _groups.Waiting).ShouldBe((0, 80));
        _groups.Add(Receipts(40), Refusal, areExact: false, _refused);
        (_refused.Count, _groups.Waiting).ShouldBe((24, 96));
    }

    [Fact]
    public void Add_more_wait_for_a_lock_than_may_lets_what_finishes_something_in()
    {
        var locked = new StoreConflictException { Reason = StoreConflictReason.Locked, Keys = new RecordKeys() };
        locked.Keys.Stock.Add(WritePath.Book);
        var confirmation = new Receive(1, begins: false);

        _groups.Add([.. Receipts(20), confirmation], locked, areExact: true, _refused);

        _refused.Count.ShouldBe(4);
        _refused.ShouldNotContain(confirmation);
    }

    private static List<Operation> Receipts(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Receive(1))];

    private List<Operation> Take()
    {
        _batch.Clear();
        var pause = TimeSpan.FromSeconds(1);
        _groups.TakeDue(_batch, ref pause);
        return _batch;
    }
}
