using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class AbandonedUnitsTests
{
    private readonly AbandonedUnits _units = new(capacity: 2);

    [Fact]
    public void Find_unit_was_added_returns_its_lock_until_it_is_removed()
    {
        _units.Add(Mark(1), 11);

        _units.Find(Mark(1)).ShouldBe(11);
        _units.Find(Mark(2)).ShouldBeNull();
        _units.Remove(Mark(1));
        _units.Find(Mark(1)).ShouldBeNull();
    }

    [Fact]
    public void Find_more_units_than_are_kept_is_unknown_for_the_oldest_and_never_a_new_lock()
    {
        _units.Add(Mark(2), 12);
        _units.Add(Mark(1), 11);
        _units.Add(Mark(3), 13);

        Should.Throw<BookstoreStoreException>(() => _units.Find(Mark(1))).IsOutcomeUnknown.ShouldBeTrue();
        _units.Find(Mark(2)).ShouldBe(12);
        _units.Find(Mark(3)).ShouldBe(13);
        _units.Find(Mark(4)).ShouldBeNull();
    }

    private static CommitToken Mark(int second) => new(new Guid(second, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), 1, Records.Time.AddSeconds(second));
}
