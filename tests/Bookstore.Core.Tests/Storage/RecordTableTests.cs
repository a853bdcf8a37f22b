using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class RecordTableTests
{
    private readonly RecordTable<int, string> _table = new(new RecordKind("text", RecordShape.Root, isRemovable: true));

    [Fact]
    public void Put_none_loaded_is_an_insert()
    {
        _table.Load(1, null);
        _table.Put(1, "new");

        _table.Find(1).ShouldBe("new");
        _table.HasChanges.ShouldBeTrue();
        var entry = _table.Touched.Single();
        (entry.Key, entry.Loaded, entry.Current, entry.Change).ShouldBe((1, null, "new", RecordChange.Insert));
    }

    [Fact]
    public void Put_one_loaded_is_an_update_however_often()
    {
        _table.Load(1, "old");
        _table.Put(1, "newer");
        _table.Put(1, "newest");

        var entry = _table.Touched.Single();
        (entry.Loaded, entry.Current, entry.Change).ShouldBe(("old", "newest", RecordChange.Update));
    }

    [Fact]
    public void Put_the_same_again_changes_nothing()
    {
        _table.Load(1, "old");
        _table.Put(1, "new");
        _table.Put(1, "old");

        _table.Touched.Single().Change.ShouldBe(RecordChange.None);
        _table.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void Remove_one_loaded_is_a_delete()
    {
        _table.Load(1, "old");
        _table.Remove(1);

        _table.Find(1).ShouldBeNull();
        _table.Touched.Single().Change.ShouldBe(RecordChange.Delete);
        _table.HasChanges.ShouldBeTrue();
    }

    [Fact]
    public void Remove_what_came_in_the_same_batch_changes_nothing()
    {
        _table.Insert(1, "new");
        _table.Find(1).ShouldBe("new");
        _table.Touched.Single().Change.ShouldBe(RecordChange.Insert);
        _table.Remove(1);

        _table.Touched.Single().Change.ShouldBe(RecordChange.None);
        _table.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void Remove_of_a_kind_that_is_kept_throws_and_names_the_record()
    {
        var kept = new RecordTable<int, string>(new RecordKind("kept text", RecordShape.Root));
        kept.Load(1, "old");

        Should.Throw<InvalidOperationException>(() => kept.Remove(1)).Message.ShouldContain("kept text 1");
        kept.HasChanges.ShouldBeFalse();
        kept.Find(1).ShouldBe("old");
    }

    [Fact]
    public void HasChanges_one_of_several_is_true()
    {
        _table.Load(1, "a");
        _table.Load(2, "b");
        _table.HasChanges.ShouldBeFalse();
        _table.Put(1, "a");
        _table.Put(2, "c");

        _table.HasChanges.ShouldBeTrue();
        _table.Touched.Select(entry => entry.Key).ShouldBe([1, 2]);
    }

    [Fact]
    public void AnyUse_of_a_key_that_was_not_named_throws()
    {
        Should.Throw<InvalidOperationException>(() => _table.Find(1)).Message.ShouldBe("The text 1 was not loaded: the operation has to name it in DeclareKeys.");
        Should.Throw<InvalidOperationException>(() => _table.Put(1, "new"));
        Should.Throw<InvalidOperationException>(() => _table.Remove(1));
    }
}
