using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class RecordKindsTests
{
    [Fact]
    public void All_KindsOfTheWorkingSet_AreTheSameInTheSameOrder() =>
        new WorkingSet().Staged.ToArray().Select(staged => staged.Kind).ShouldBe(RecordKinds.All);

    [Fact]
    public void All_Declared_AreEachThereOnceUnderANameOfTheirOwn()
    {
        var declared = typeof(RecordKinds).GetProperties().Where(property => property.PropertyType == typeof(RecordKind)).Select(property => (RecordKind)property.GetValue(null)!);

        declared.ShouldBe(RecordKinds.All, ignoreOrder: true);
        RecordKinds.All.Select(kind => kind.Name).ShouldBeUnique();
    }

    [Fact]
    public void RequireTables_OneForEachKind_IsEnough() => RecordKinds.RequireTables("test", RecordKinds.All.Reverse());

    [Fact]
    public void RequireTables_KindWithoutATable_IsNamed()
    {
        var fault = Should.Throw<InvalidOperationException>(() => RecordKinds.RequireTables("test", RecordKinds.All.Remove(RecordKinds.Holds).Remove(RecordKinds.Deliveries)));

        fault.Message.ShouldContain("'test'");
        fault.Message.ShouldContain("delivery, hold.");
    }

    [Fact]
    public void RequireTables_KindWithTwoTables_IsNamed() =>
        Should.Throw<InvalidOperationException>(() => RecordKinds.RequireTables("test", RecordKinds.All.Add(RecordKinds.Books))).Message.ShouldContain("book");
}
