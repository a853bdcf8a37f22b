using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Tests.Storage;

public sealed class StoreConformanceCoverageTests
{
    private static readonly Type[] Complete = [.. typeof(InMemoryUnits).Assembly.GetTypes().Where(type => !type.IsNested)];

    [Fact]
    public void FindGaps_everything_runs_finds_none() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore)], Complete).ShouldBeEmpty();

    [Fact]
    public void FindGaps_store_without_tests_names_it() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore), typeof(Untested)], Complete).Single().ShouldContain(nameof(Untested));

    [Fact]
    public void FindGaps_part_is_not_derived_names_it() =>
        StoreConformanceCoverage.FindGaps([typeof(InMemoryStore)], [.. Complete.Except([typeof(InMemoryUnits)])])
            .Single().ShouldContain("UnitConformance");

    [Fact]
    public void FindGaps_fact_is_hidden_names_it() =>
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
