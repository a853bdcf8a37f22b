using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Tests.Storage;

/// <summary>The sorted sets of the in-memory store against the plain one of the platform.</summary>
public sealed class SortedKeysTests
{
    private readonly SortedKeys<int> _keys = new();
    private readonly SortedSet<int> _model = [];

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 3_000)]
    [InlineData(3, 100_000)]
    public void Random_changes_leave_what_a_plain_set_has(int seed, int range)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            Change(random.Next(range), isAdded: random.Next(5) > (i > 15_000 ? 3 : 1));
        }

        ShouldBeTheModel();
        for (var i = 0; i < 100; i++)
        {
            ShouldAnswer(random.Next(-5, range + 5));
        }
    }

    [Fact]
    public void Keys_that_almost_ascend_are_kept_in_order()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            Change((i * 4) + random.Next(-200, 200), isAdded: true);
        }

        ShouldBeTheModel();
    }

    [Fact]
    public void Keys_that_come_at_one_end_and_go_at_the_other_leave_nothing_behind()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Change(i, isAdded: true);
            Change(i - 1_000, isAdded: false);
        }

        ShouldBeTheModel();
        for (var i = 0; i < 5_000; i++)
        {
            Change(i, isAdded: false);
        }

        _keys.IsEmpty.ShouldBeTrue();
        ShouldBeTheModel();
        ShouldAnswer(3);
    }

    [Fact]
    public void Descending_keys_are_kept_in_order()
    {
        for (var i = 5_000; i > 0; i--)
        {
            Change(i, isAdded: true);
            Change(i, isAdded: true);
        }

        ShouldBeTheModel();
    }

    private static List<int> All(SortedKeys<int>.Walk walk)
    {
        var all = new List<int>();
        foreach (var key in walk)
        {
            all.Add(key);
        }

        return all;
    }

    private void Change(int key, bool isAdded)
    {
        if (isAdded)
        {
            _keys.Add(key);
            _model.Add(key);
        }
        else
        {
            _keys.Remove(key);
            _model.Remove(key);
        }
    }

    private void ShouldBeTheModel()
    {
        All(_keys.Ascending()).ShouldBe(_model);
        All(_keys.Descending()).ShouldBe(_model.Reverse());
        _keys.Count.ShouldBe(_model.Count);
        _keys.IsEmpty.ShouldBe(_model.Count == 0);
    }

    private void ShouldAnswer(int key)
    {
        _keys.Contains(key).ShouldBe(_model.Contains(key));
        _keys.CountThrough(key).ShouldBe(_model.Count(other => other <= key));
        All(_keys.From(key)).ShouldBe(_model.Where(other => other >= key));
        All(_keys.After(key)).ShouldBe(_model.Where(other => other > key));
        All(_keys.Before(key)).ShouldBe(_model.Where(other => other < key).Reverse());
    }
}
