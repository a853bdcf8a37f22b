using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Tests.Storage;

public sealed class StoreConformanceCoverageTests
{
    private static readonly Type[] Complete = [.. typeof(InMemoryUnits).Assembly.GetTypes().Where(type => !type.IsNested)];

    [Fact]
    public void FindGaps_EverythingRuns_FindsNone() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore)], Complete).ShouldBeEmpty();

    [Fact]
    public void FindGaps_StoreWithoutTests_NamesIt() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore), typeof(Untested)], Complete).Single().ShouldContain(nameof(Untested));

    [Fact]
    public void FindGaps_PartIsNotDerived_NamesIt() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore)], [.. Complete.Except([typeof(InMemoryUnits)])])
            .Single().ShouldContain("UnitConformance");

    [Fact]
    public void FindGaps_FactIsHidden_NamesIt() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore)], [.. Complete, typeof(Hiding)])
            .ShouldContain("Hiding hides Initializing_twice_changes_nothing.");

    private abstract class Untested;

    private sealed class Hiding : UnitConformance<InMemoryUnderTest>
    {
#pragma warning disable xUnit1024 // Hiding a fact is what this class is for
        public new Task Initializing_twice_changes_nothing() => Task.CompletedTask;
#pragma warning restore xUnit1024
    }
}
