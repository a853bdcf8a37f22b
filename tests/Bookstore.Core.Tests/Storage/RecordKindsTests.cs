using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class RecordKindsTests
{
    [Fact]
    public void All_kinds_of_the_working_set_are_the_same_in_the_same_order() =>
        new WorkingSet().Staged.ToArray().Select(staged => staged.Kind).ShouldBe(RecordKinds.All);

    [Fact]
    public void All_declared_are_each_there_once_under_a_name_of_their_own()
    {
        var declared = typeof(RecordKinds).GetProperties().Where(property => property.PropertyType == typeof(RecordKind)).Select(property => (RecordKind)property.GetValue(null)!);

        declared.ShouldBe(RecordKinds.All, ignoreOrder: true);
        RecordKinds.All.Select(kind => kind.Name).ShouldBeUnique();
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
