using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class RecordKindsTests
{
    private static IEnumerable<(string Name, RecordKind Kind)> Declared =>
        typeof(RecordKinds).GetProperties().Where(property => property.PropertyType == typeof(RecordKind)).Select(property => (property.Name, (RecordKind)property.GetValue(null)!));

    [Fact]
    public void All_kinds_of_the_working_set_are_the_same_in_the_same_order() =>
        new WorkingSet().Staged.ToArray().Select(staged => staged.Kind).ShouldBe(RecordKinds.All);

    [Fact]
    public void All_declared_are_each_there_once_under_a_name_of_their_own()
    {
        Declared.Select(declared => declared.Kind).ShouldBe(RecordKinds.All, ignoreOrder: true);
        RecordKinds.All.Select(kind => kind.Name).ShouldBeUnique();
    }

    [Fact]
    public void Shape_roots_have_keys_that_are_locked_and_references_keys_that_are_read()
    {
        var keyed = typeof(RecordKeys).GetProperties().Select(property => property.Name);
        foreach (var (name, kind) in Declared)
        {
            keyed.Contains(name).ShouldBe(kind.Shape is RecordShape.Root or RecordShape.Reference, name);
        }
    }

    [Fact]
    public void Shape_says_what_a_batch_holds_the_records_in()
    {
        foreach (var staged in new WorkingSet().Staged)
        {
            var isTable = staged.GetType().IsGenericType && staged.GetType().GetGenericTypeDefinition() == typeof(RecordTable<,>);
            isTable.ShouldBe(staged.Kind.Shape is RecordShape.Root or RecordShape.Child or RecordShape.Reference, staged.Kind.Name);
        }
    }

    [Fact]
    public void Shape_that_a_table_or_a_journal_cannot_hold_is_refused()
    {
        Should.Throw<InvalidOperationException>(() => new RecordTable<int, string>(RecordKinds.Events)).Message.ShouldContain("'event'");
        Should.Throw<InvalidOperationException>(() => new RecordTable<int, string>(RecordKinds.Holds)).Message.ShouldContain("'hold'");
        Should.Throw<InvalidOperationException>(() => new RecordJournal<string>(RecordKinds.Orders)).Message.ShouldContain("'order'");
    }

    [Fact]
    public void IsRemovable_nothing_is_but_keys_documents_and_holds() =>
        RecordKinds.All.Where(kind => kind.IsRemovable).ShouldBe([RecordKinds.IdempotencyKeys, RecordKinds.Documents, RecordKinds.Holds]);

    [Fact]
    public void RequireTables_one_for_each_kind_is_enough() => RecordKinds.RequireTables("test", RecordKinds.All.Reverse());

    [Fact]
    public void RequireTables_kind_without_a_table_is_named()
    {
        var fault = Should.Throw<InvalidOperationException>(() => RecordKinds.RequireTables("test", RecordKinds.All.Remove(RecordKinds.Holds).Remove(RecordKinds.Deliveries)));

        fault.Message.ShouldContain("'test'");
        fault.Message.ShouldContain("delivery, hold.");
    }

    [Fact]
    public void RequireTables_kind_with_two_tables_is_named() =>
        Should.Throw<InvalidOperationException>(() => RecordKinds.RequireTables("test", RecordKinds.All.Add(RecordKinds.Books))).Message.ShouldContain("book");
}
