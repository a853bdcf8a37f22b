using Shouldly;
using Xunit;

namespace Bookstore.Testing.Stores;

public sealed class StoreConformanceCoverageTests
{
    private static readonly Type[] Complete = [typeof(SoundStoreUnderTest), typeof(SoundStoreTests)];

    [Fact]
    public void FindGaps_everything_runs_finds_none() =>
        StoreConformanceCoverage.FindGaps([typeof(SoundStore)], Complete).ShouldBeEmpty();

    [Fact]
    public void FindGaps_store_without_tests_names_it() =>
        StoreConformanceCoverage.FindGaps([typeof(SoundStore), typeof(FlawedStore)], Complete).Single().ShouldContain(nameof(FlawedStore));

    [Fact]
    public void FindGaps_suite_is_not_derived_names_the_store_under_test() =>
        StoreConformanceCoverage.FindGaps([typeof(SoundStore)], [typeof(SoundStoreUnderTest)]).Single().ShouldContain(nameof(SoundStoreUnderTest));

    [Fact]
    public void FindGaps_cases_are_hidden_names_the_class() =>
        StoreConformanceCoverage.FindGaps([typeof(SoundStore)], [typeof(SoundStoreUnderTest), typeof(FewerCases)]).Single().ShouldContain(nameof(FewerCases));

    [Fact]
    public void FindGaps_test_is_hidden_names_the_class() =>
        StoreConformanceCoverage.FindGaps([typeof(SoundStore)], [typeof(SoundStoreUnderTest), typeof(NoTest)]).Single().ShouldContain(nameof(NoTest));

    [Fact]
    public void FindGaps_of_a_test_project_finds_its_stores() =>
        StoreConformanceCoverage.FindGaps(typeof(StoreConformanceCoverageTests).Assembly, []).Single().ShouldContain(nameof(FlawedStore));

    private sealed class FewerCases : StoreConformanceTests<SoundStoreUnderTest>
    {
        public static new TheoryData<object> Sentences => [];
    }

    private sealed class NoTest : StoreConformanceTests<SoundStoreUnderTest>
    {
#pragma warning disable xUnit1024 // Hiding a test is what this class is for
        public new Task The_store_keeps(object sentence) => Task.CompletedTask;
#pragma warning restore xUnit1024
    }
}
